import { assert } from '../base/assert.ts';
import { BACK_LABEL } from '../flow/check-texts.ts';
import type { TextsDefinition } from '../flow/definition.ts';
import { fillIn, variablesOf } from '../flow/variables.ts';
import type { Formats } from '../flow/formats.ts';
import { asksForDigits, type Question } from '../flow/exits.ts';
import type { Release } from '../flow/release.ts';
import type { Memory } from '../flow/vocabulary.ts';
import { writeValue } from './write-value.ts';

export type RenderOptions = {
  language: string;
  channel: 'sms' | 'ussd';
  /** Languages of the installation, in its order: the lines of a question about language. */
  languages: readonly string[];
  /** What the programme says of itself, by name. */
  variables: Readonly<Record<string, string>>;
  /** What the conversation remembers, for texts that name its fields. */
  memory?: Memory;
  /** How languages write dates and times; without them they stand as they are stored. */
  formats?: Formats;
  /** Whether a person's own words are shown; else the text that their field names stands in their place. */
  openTexts?: boolean;
};

/** The texts of a release in one language, and what that language is. */
type Spoken = { release: Release; language: string; texts: TextsDefinition };

/**
 * The words for the text ids that a turn says, one below the other; a question is followed by its choices, each on a
 * line of its own, and by the flow's foot. A language the release does not have is answered in the installation's
 * first that it has. @throws Error for a text, variable or remembered value that a checked release has.
 */
export function render(release: Release, says: readonly string[], options: RenderOptions): string {
  const spoken = spokenIn(release, options);
  const lines = says.flatMap((id) => {
    const question = release.questions.get(id);
    const line = wording(spoken, id, options);
    if (question === undefined) return [line];
    const foot = footOf(release, question);
    const below = foot === undefined ? [] : [wording(spoken, foot, options)];
    return [line, ...answerLines(spoken, question, options), ...below];
  });
  return lines.join('\n');
}

const telling = new WeakMap<Release, Map<string, boolean>>();

/**
 * Whether a text, or the foot below it, tells what a conversation remembers, so that it differs from person to person:
 * such a text is rendered anew each time.
 */
export function tellsMemory(release: Release, id: string): boolean {
  if (release.memory.size === 0) return false;
  let known = telling.get(release);
  if (known === undefined) telling.set(release, (known = new Map()));
  let tells = known.get(id);
  if (tells === undefined) known.set(id, (tells = namesField(release, id)));
  return tells;
}

function namesField(release: Release, id: string): boolean {
  const question = release.questions.get(id);
  const foot = question === undefined ? undefined : footOf(release, question);
  return release.texts.values().some(({ texts }) =>
    [id, foot].some((one) => {
      const wordings = one !== undefined && Object.hasOwn(texts, one) ? texts[one] : undefined;
      const named = variablesOf(`${wordings?.sms ?? ''} ${wordings?.ussd ?? ''}`);
      return named.some((name) => release.memory.has(name));
    }),
  );
}

/** Where digits are answers, `9` is no way to a person. */
function footOf(release: Release, question: Question): string | undefined {
  return asksForDigits(question) ? (release.footValues ?? release.foot) : release.foot;
}

function spokenIn(release: Release, { language, languages }: RenderOptions): Spoken {
  const spoken = [language, ...languages, ...release.languages];
  const found = spoken.find((one) => release.texts.has(one));
  const texts = found === undefined ? undefined : release.texts.get(found);
  assert(found !== undefined && texts !== undefined, 'a release has texts in some language');
  return { release, language: found, texts };
}

/** A variable that has nothing to say leaves no gap. */
function wording(spoken: Spoken, id: string, options: RenderOptions): string {
  let gap = false;
  const filled = fillIn(textOf(spoken, id, options), (name) => {
    if (!Object.hasOwn(options.variables, name)) return remembered(spoken, name, options);
    const value = options.variables[name] ?? '';
    gap ||= value === '';
    return value;
  });
  return gap ? filled.replaceAll(/ {2,}/gu, ' ').replaceAll(/^ | $/gmu, '') : filled;
}

function textOf({ texts: { texts } }: Spoken, id: string, { channel }: RenderOptions): string {
  const text = Object.hasOwn(texts, id) ? texts[id]?.[channel] : undefined;
  assert(text !== undefined, 'every text of a release is there in each of its languages');
  return text;
}

/** A value of memory in words, or the coded text that stands for a person's own. */
function remembered(spoken: Spoken, name: string, options: RenderOptions): string {
  const { memory = {}, openTexts = false, formats } = options;
  const field = spoken.release.memory.get(name);
  assert(field !== undefined, `the programme gives the variable ${name}`);
  const value = Object.hasOwn(memory, name) ? memory[name] : undefined;
  // Own words that were never written, or emptied, have the coded text in their place too.
  const shown = openTexts && value !== undefined && value !== '';
  if ('kind' in field && field.kind === 'text' && !shown)
    return coded(spoken, field.coded, options);
  assert(value !== undefined, `a text names ${name} only where it is known`);
  const format = formats?.get(spoken.language);
  return writeValue(field, value, { format, labels: spoken.texts.choices });
}

/** A coded text may name what the programme says of itself and nothing that is remembered. */
function coded(spoken: Spoken, id: string, options: RenderOptions): string {
  return fillIn(textOf(spoken, id, options), (name) => {
    const value = Object.hasOwn(options.variables, name) ? options.variables[name] : undefined;
    assert(value !== undefined, `the programme gives the variable ${name}`);
    return value;
  });
}

function answerLines(spoken: Spoken, question: Question, options: RenderOptions): string[] {
  const labels = labelsOf(spoken, question, options.languages);
  const lines = labels.map((label, index) => `${index + 1} ${label}`);
  if (question.back === undefined) return lines;
  return [...lines, `0 ${spoken.texts.choices[BACK_LABEL] ?? ''}`];
}

function labelsOf(
  { release, texts }: Spoken,
  question: Question,
  languages: readonly string[],
): string[] {
  switch (question.kind) {
    case 'ask':
      return question.choices.map(({ means }) => texts.choices[means] ?? means);
    case 'ask_language':
      return languages.map((language) => release.texts.get(language)?.name ?? language);
    case 'ask_value':
      return [];
  }
}
