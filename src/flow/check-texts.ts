import { answerWord } from './answer-words.ts';
import type { FlowDefinition, Step } from './definition.ts';
import { closest, type Finding, findingsOf } from './finding.ts';
import { isQuestion } from './exits.ts';
import type { Texts } from './parse-texts.ts';

/** What the answer `0` is called, in every language file of a flow that uses `back:`. */
export const BACK_LABEL = 'back';

/** Checks one language against its flow: nothing untranslated, nothing left over, no word with two meanings. */
export function checkTexts(flow: FlowDefinition, texts: Texts): Finding[] {
  const findings = findingsOf(texts.file, texts.spotOf);
  const steps = Object.values(flow.steps);
  const textIds = new Set(flow.foot === undefined ? [] : [flow.foot]);
  for (const step of steps) if ('text' in step) textIds.add(step.text);
  const meanings = new Set(steps.flatMap(meaningsOf));
  const labels = new Set(meanings);
  if (steps.some((step) => isQuestion(step) && step.back !== undefined)) labels.add(BACK_LABEL);
  const compare = (section: 'texts' | 'choices' | 'answers', wanted: ReadonlySet<string>) => {
    const there = new Set(Object.keys(texts.definition[section]));
    for (const id of section === 'answers' ? [] : wanted)
      if (!there.has(id))
        findings.add([section], 'key', {
          code: 'untranslated',
          found: `\`${id}\` is missing under \`${section}\``,
          meant: undefined,
          mend: `Add \`${id}: …\` in ${texts.definition.name}.`,
        });
    for (const id of there)
      if (!wanted.has(id))
        findings.add([section, id], 'key', {
          code: 'unused',
          found: `the flow does not use \`${id}\` under \`${section}\``,
          meant: closest(id, wanted.difference(there)),
          mend: 'Remove it, or use it in the flow.',
        });
  };
  compare('texts', textIds);
  compare('choices', labels);
  compare('answers', meanings);
  for (const step of steps) checkWords(step);
  return findings.all;

  function checkWords(step: Step): void {
    const owners = new Map<string, string>();
    for (const means of meaningsOf(step))
      for (const word of wordsOf(texts.definition, means)) {
        const owner = owners.get(word);
        if (owner !== undefined && owner !== means)
          findings.add(['answers', means], 'key', {
            code: 'ambiguous_answer',
            found: `\`${word}\` means both \`${owner}\` and \`${means}\` in one question`,
            mend: 'Keep it for one of the two.',
          });
        owners.set(word, means);
      }
  }
}

/** Every word that counts as an answer in a language: its label and the words listed. */
export function wordsOf(texts: Texts['definition'], means: string): string[] {
  const words = Object.hasOwn(texts.answers, means) ? (texts.answers[means] ?? []) : [];
  const label = Object.hasOwn(texts.choices, means) ? texts.choices[means] : undefined;
  return [...(label === undefined ? [] : [label]), ...words]
    .map(answerWord)
    .filter((word) => word !== '');
}

function meaningsOf(step: Step): string[] {
  return step.kind === 'ask' ? step.choices.map(({ means }) => means) : [];
}
