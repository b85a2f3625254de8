import { answerWord } from './answer-words.ts';
import type { FlowDefinition, TextsDefinition } from './definition.ts';
import type { DraftStep } from './draft.ts';
import { closest, type Finding, type Findings, findingsOf } from './finding.ts';
import { isQuestion } from './exits.ts';
import type { Flow } from './parse-flow.ts';
import type { Texts } from './parse-texts.ts';
import { list } from './read-object.ts';
import { PROGRAMME_VARIABLES, variablesOf } from './variables.ts';

/** What the answer `0` is called, in every language file of a flow that uses `back:`. */
export const BACK_LABEL = 'back';

/**
 * Checks one language against its own flow or part: nothing untranslated, nothing left over, no variable unknown. `meant`
 * has the texts that the flow names otherwise than every language.
 */
export function checkTexts(
  flow: Flow,
  texts: Texts,
  meant: ReadonlyMap<string, string>,
): Finding[] {
  const findings = findingsOf(texts.file, texts.spotOf);
  const { definition } = texts;
  const { memory, steps } = flow.definition;
  const all = Object.values(steps);
  const meanings = new Set(all.flatMap(meaningsOf));
  const shown = shownFields(definition);
  const values = Object.entries(memory).flatMap(([name, field]) =>
    !('kind' in field) && shown.has(name) ? field : [],
  );
  const hasBack = all.some((step) => isQuestion(step) && step.back !== undefined);
  const labels = new Set([...meanings, ...values, ...(hasBack ? [BACK_LABEL] : [])]);
  const ids = [...textIds(flow)].map((id) => meant.get(id) ?? id);
  compare(findings, definition, 'texts', new Set(ids));
  compare(findings, definition, 'choices', labels);
  compare(findings, definition, 'answers', meanings);
  checkVariables(findings, definition, Object.keys(memory));
  return findings.all;
}

/** The texts that a flow or part shows. Stand-ins for own words are shown by the flow, which declares them too. */
export function textIds({ isPart, definition }: Flow): Set<string> {
  const { foot, footValues, memory, steps } = definition;
  const stands = Object.values(memory).flatMap((field) =>
    'kind' in field && field.kind === 'text' ? [field.coded] : [],
  );
  const said = Object.values(steps).flatMap((step) => ('text' in step ? [step.text] : []));
  return new Set([
    ...[foot, footValues].filter((id) => id !== undefined),
    ...said,
    ...(isPart ? [] : stands),
  ]);
}

function compare(
  findings: Findings,
  definition: TextsDefinition,
  section: 'texts' | 'choices' | 'answers',
  wanted: ReadonlySet<string>,
): void {
  const there = new Set(Object.keys(definition[section]));
  for (const id of section === 'answers' ? [] : wanted)
    if (!there.has(id) && !findings.isFull)
      findings.add([section], 'key', {
        code: 'untranslated',
        found: `\`${id}\` is missing under \`${section}\``,
        meant: closest(id, there.difference(wanted)),
        mend: `Add \`${id}: …\` in ${definition.name}.`,
      });
  for (const id of there)
    if (!wanted.has(id) && !findings.isFull)
      findings.add([section, id], 'key', {
        code: 'unused',
        found: `the flow does not use \`${id}\` under \`${section}\``,
        meant: closest(id, wanted.difference(there)),
        mend: 'Remove it, or use it in the flow.',
      });
}

function shownFields({ texts }: TextsDefinition): Set<string> {
  return new Set(Object.values(texts).flatMap(({ sms, ussd }) => variablesOf(`${sms} ${ussd}`)));
}

function checkVariables(
  findings: Findings,
  { texts }: TextsDefinition,
  fields: readonly string[],
): void {
  const known = [...PROGRAMME_VARIABLES, ...fields];
  for (const [id, { sms, ussd }] of Object.entries(texts))
    for (const name of new Set(variablesOf(`${sms} ${ussd}`)))
      if (!known.includes(name) && !findings.isFull)
        findings.add(['texts', id], 'value', {
          code: 'no_such_variable',
          found: `\`{${name}}\` is neither a field of \`memory\` nor known of the programme`,
          meant: closest(name, known),
          mend: `Write one of: ${list(known.map((one) => `{${one}}`))}.`,
        });
}

/** Checks that no word has two meanings in one question, in the texts of a flow joined with those of its parts. */
export function checkWords(
  findings: Findings,
  { steps }: Pick<FlowDefinition, 'steps'>,
  texts: TextsDefinition,
): void {
  for (const step of Object.values(steps)) {
    const owners = new Map<string, string>();
    for (const means of meaningsOf(step))
      for (const word of wordsOf(texts, means)) {
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
export function wordsOf(texts: TextsDefinition, means: string): string[] {
  const words = Object.hasOwn(texts.answers, means) ? (texts.answers[means] ?? []) : [];
  const label = Object.hasOwn(texts.choices, means) ? texts.choices[means] : undefined;
  return [...(label === undefined ? [] : [label]), ...words]
    .map(answerWord)
    .filter((word) => word !== '');
}

function meaningsOf(step: DraftStep): string[] {
  return step.kind === 'ask' ? step.choices.map(({ means }) => means) : [];
}
