import { describe, expect, test } from 'vitest';
import { askedAgain } from '../../src/conversation/ask-again.ts';
import { fitSms } from '../../src/conversation/fit-sms.ts';
import { render } from '../../src/conversation/render.ts';
import { loadPhrases } from '../../src/store/word-files.ts';
import { factsOf, FLOWS, shippedFlows, shippedStage } from '../flow/shipped.ts';

const loaded = await loadPhrases(FLOWS);
if (!loaded.ok) throw new Error('the phrases that ship are right');
const phrases = loaded.value;
const stage = await shippedStage();
const { today, languages } = factsOf();
/** Questions that are put again: what cannot be read goes nowhere else. */
const asked = (await shippedFlows()).flatMap((release) =>
  [...release.steps].flatMap(([id, step]) =>
    step.kind === 'ask_value' && step.unclear === undefined ? [{ release, id, step }] : [],
  ),
);

describe('a question that is asked again', () => {
  test('is answered with a number only where there are numbers to choose', () => {
    const above = (step: Parameters<typeof askedAgain>[2]) => askedAgain(phrases, 'en', step);
    const [value] = asked;
    expect(above(value?.step)).not.toContain('number');
    expect(above({ kind: 'ask', text: 'a', choices: [] })).toContain('one of the numbers');
    expect(above(undefined)).toContain('one of the numbers');
  });

  test('says so in every language of its own', () => {
    const said = [...phrases].map(([language, { not_read }]) => [language, not_read]);
    expect(said.filter(([, text]) => text === undefined)).toEqual([]);
  });

  test('is one SMS with what stands above it, two in a script of its own', () => {
    expect(asked.length).toBeGreaterThan(1);
    for (const { release, step } of asked)
      for (const language of release.languages) {
        const variables = stage.variablesIn({ language, flow: release.flow, today });
        const options = { language, languages, variables, channel: 'sms' as const };
        const question = render(release, [step.text], options);
        const { segments, encoding } = fitSms(
          `${askedAgain(phrases, language, step)}\n${question}`,
          { fold: true },
        );
        const most = encoding === 'gsm7' ? 1 : 2;
        expect(segments, `${release.flow} ${language} ${step.text}`).toBeLessThanOrEqual(most);
      }
  });
});
