import { afterEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { proveDraft } from '../../src/console/flows/prove-draft.ts';
import { outlineOf } from '../../src/flow/edit/outline.ts';
import { secondGreetings, withoutSecondGreetings } from '../../src/flow/edit/second-greeting.ts';
import { shippedDraft, shippedNames } from '../flow/edit/shipped-draft.ts';
import { freshDatabase } from '../world/database.ts';
import { consoleBench } from './console-bench.ts';
import { exampleBench } from './example-bench.ts';
import { SLEEP_QUESTION } from './sleep-question.ts';

const bench = await consoleBench(await freshDatabase());
await bench.as('editor');
const FLOW = 'check-in';
const STEP = 'how_did_you_sleep';
const { filesNow, send, undo, othersNow, page } = exampleBench(bench, FLOW);
const AT = { step: 'small_step', exit: 'first', silence: 'place' };
const FIRST = { ...SLEEP_QUESTION, ...AT, 'target-2': 'onward' };
const HELLO = 'Hello from {programme}. ';

async function saidNow(text: string, language = 'en'): Promise<string> {
  const spoken = outlineOf((await filesNow()).files, FLOW)?.spoken ?? [];
  return spoken.find((one) => one.language === language)?.texts.get(text)?.sms ?? '';
}

async function lengthOf(asked: Record<string, unknown>) {
  const answer = await bench.app.request(`http://127.0.0.1/console/flows/${FLOW}/length`, {
    method: 'POST',
    headers: { 'sec-fetch-site': 'same-origin', 'content-type': 'application/json' },
    body: JSON.stringify(asked),
  });
  return z.object({ says: z.string() }).parse(await answer.json());
}

/** What takes nothing of the next case with it: the draft as it ships. */
let added = 0;
afterEach(async () => {
  for (; added > 0; added -= 1) await undo();
});
async function change(path: string, typed: Record<string, string>): Promise<string> {
  const to = await send(path, typed);
  added += 1;
  return to;
}

describe('the first text of a conversation says who writes, and no other', () => {
  test.each([
    ['en', ['Well', 'Badly'], 'Hello from'],
    ['sw', ['Vizuri', 'Vibaya'], 'Habari kutoka'],
  ])(
    'the length in %s, and what it costs, are of what leaves, with the greeting',
    async (lang, labels, hello) => {
      // With the greeting one letter more than a message has, without it far less.
      for (const words of ['How did you sleep?', 'a'.repeat(110), 'a'.repeat(140)]) {
        const typed = await lengthOf({ lang, labels, words, exit: 'first' });
        const before = await lengthOf({ lang, labels, words });
        await change('add', { ...FIRST, [`words-${lang}`]: words });
        const outline = outlineOf((await filesNow()).files, FLOW);
        const [step] = [...(outline?.steps.values() ?? [])].filter(({ exits }) =>
          exits.some(({ means }) => means === 'badly'),
        );
        const saved = await saidNow(step?.text ?? '', lang);
        expect(saved.startsWith(hello)).toBe(true);
        const { says } = await lengthOf({ lang, step: step?.id, words: saved });
        const [begins, ...parts] = typed.says.split(' · ');
        expect(begins).toMatch(new RegExp(`^Begins with “${hello} [^{]+\\.”$`, 'u'));
        expect(parts.filter((part) => !part.includes('each time')).join(' · ')).toBe(says);
        expect(before.says).not.toBe(says);
        const isTwo = says.includes('2 SMS');
        const each = parts.find((part) => part.includes('each time'));
        expect(each).toBe(`KES\u00A0${isTwo ? '1.60' : '0.80'} for each person, each time`);
        await undo();
        added -= 1;
      }
    },
  );

  test('words that say so themselves get nothing before them', async () => {
    const { says } = await lengthOf({ lang: 'en', words: `${HELLO}Well?`, exit: 'first' });
    expect(says).not.toContain('Begins with');
  });

  test('the form says what is put before, and what can be taken out behind', async () => {
    const form = await page(
      `/console/flows/${FLOW}/add?step=small_step&exit=first&kind=question&lang=en`,
    );
    expect(form).toMatch(/“Hello from \{programme\}\.” is put before it/u);
  });

  test('one press takes the second greeting out in every language, the examples follow, and one step brings it back', async () => {
    await change('add', FIRST);
    const open = await page(`/console/flows/${FLOW}/read?lang=en&step=${STEP}&new=1`);
    expect(open).toMatch(/the next texts say who writes once more: “Hello from [^{.]+”\. Once/u);
    expect(await othersNow()).toEqual([]);
    await change('edit', { do: 'greet_once', step: STEP });
    expect(await saidNow(STEP)).toBe(`${HELLO}How did you sleep?`);
    expect(await saidNow('small_step')).toBe('How is your small step going?');
    expect(await saidNow('your_step')).toBe('How is your step going: {step_words}?');
    expect(await saidNow('small_step', 'es')).toBe('¿Cómo va su pequeño paso?');
    // What comes after a silence comes unasked.
    expect(await saidNow('nudge')).toContain(HELLO);
    expect(await othersNow()).toEqual([]);
    const { findings } = await proveDraft(bench.parts, FLOW, (await filesNow()).files);
    const wrong = findings.filter(
      ({ code, severity }) => severity === 'error' && code !== 'unsigned',
    );
    expect(wrong.map(({ code, message }) => `${code} ${message}`)).toEqual([]);
    expect(await page(`/console/flows/${FLOW}/read?lang=en&step=${STEP}`)).not.toContain(
      'greet_once',
    );
    await undo();
    added -= 1;
    expect(await saidNow('small_step')).toBe(`${HELLO}How is your small step going?`);
    expect(await othersNow()).toEqual([]);
  });

  test('a question taken out that alone said who writes is told by the proof, and holds up a release', async () => {
    await change('add', FIRST);
    await change('edit', { do: 'greet_once', step: STEP });
    await change('edit', { do: 'remove_step', step: STEP, target: 'go_on' });
    expect(await saidNow('small_step')).toBe('How is your small step going?');
    const { findings } = await proveDraft(bench.parts, FLOW, (await filesNow()).files);
    const wrong = findings.filter(({ severity, place }) => severity === 'error' && place?.text);
    const places = wrong.map(({ code, place }) => `${code} ${place?.text} ${place?.language}`);
    expect(places).toEqual(
      expect.arrayContaining(['preview small_step en', 'preview your_step sw']),
    );
  });

  test('what can come after a silence keeps saying who writes', async () => {
    const silence = { silence: 'wait', after: '24', unit: 'h', 'silence-to': 'onward' };
    await change('add', { ...FIRST, ...silence });
    const outline = outlineOf((await filesNow()).files, FLOW);
    expect(outline && withoutSecondGreetings(outline)).toEqual([]);
  });

  test('the flows that ship greet once', () => {
    for (const flow of shippedNames()) {
      const outline = outlineOf(shippedDraft(flow), flow);
      expect([flow, outline && secondGreetings(outline)]).toEqual([flow, []]);
    }
  });
});
