import { BACK_LABEL, wordsOf } from './check-texts.ts';
import { answerWord } from './answer-words.ts';
import type { Step, TextsDefinition } from './definition.ts';
import type { Format, Formats } from './formats.ts';

/** Which digit a word means, by step and language. */
export type Answers = ReadonlyMap<string, ReadonlyMap<string, ReadonlyMap<string, string>>>;

/** Lists every word that counts as an answer, as `answerWord` makes it. */
export function answersOf(
  steps: ReadonlyMap<string, Step>,
  texts: ReadonlyMap<string, TextsDefinition>,
): Answers {
  const answers = new Map<string, Map<string, Map<string, string>>>();
  for (const [id, step] of steps) {
    if (step.kind !== 'ask') continue;
    const byLanguage = new Map<string, Map<string, string>>();
    for (const [language, one] of texts) {
      const digits = new Map<string, string>();
      if (step.back !== undefined)
        for (const word of wordsOf(one, BACK_LABEL)) digits.set(word, '0');
      for (const [index, { means }] of step.choices.entries())
        for (const word of wordsOf(one, means)) digits.set(word, String(index + 1));
      byLanguage.set(language, digits);
    }
    answers.set(id, byLanguage);
  }
  return answers;
}

/** `formats` bring the words for yes and no, which no flow has to list. */
type Spoken = { language: string; languages: readonly string[]; formats?: Formats };
type Answerable = {
  readonly answers: Answers;
  readonly steps: ReadonlyMap<string, Step>;
  readonly texts: ReadonlyMap<string, TextsDefinition>;
};

/**
 * The digit that a word means as an answer at a step: first in the person's own language, then in any other, if it
 * means the same in all that know it. What a flow lists comes before what a language knows for yes and no.
 */
export function digitOfWord(
  release: Answerable,
  id: string,
  word: string,
  { language, languages, formats = new Map() }: Spoken,
): string | undefined {
  const step = release.steps.get(id);
  if (step?.kind === 'ask_language') {
    const named = languages.findIndex((one) => {
      const name = release.texts.get(one)?.name;
      return name !== undefined && answerWord(name) === word;
    });
    return named === -1 ? undefined : String(named + 1);
  }
  const listed = release.answers.get(id);
  if (step?.kind !== 'ask' || listed === undefined) return undefined;
  const digitIn = (one: string) =>
    listed.get(one)?.get(word) ?? digitOfMeaning(step, yesOrNo(formats, one, word));
  const own = digitIn(language);
  if (own !== undefined) return own;
  const meant = new Set([...listed.keys(), ...formats.keys()].flatMap((one) => digitIn(one) ?? []));
  const [only] = meant;
  return meant.size === 1 ? only : undefined;
}

function digitOfMeaning(step: Step & { kind: 'ask' }, means: string | undefined) {
  const index = step.choices.findIndex((choice) => choice.means === means);
  return index === -1 ? undefined : String(index + 1);
}

type YesOrNo = ReadonlyMap<string, 'yes' | 'no'>;
/** By the format of a language: the words are listed once. */
const known = new WeakMap<Format, YesOrNo>();

/** Whether a language knows a word for `yes` or `no`; neither where it is in both lists. */
function yesOrNo(formats: Formats, language: string, word: string): 'yes' | 'no' | undefined {
  const format = formats.get(language);
  if (format === undefined) return undefined;
  let words = known.get(format);
  if (words === undefined) known.set(format, (words = wordsOfFormat(format)));
  return words.get(word);
}

function wordsOfFormat({ read }: Format): YesOrNo {
  const yes = new Set(read.yes.map(answerWord));
  const no = new Set(read.no.map(answerWord));
  return new Map([
    ...[...yes.difference(no)].map((word) => [word, 'yes'] as const),
    ...[...no.difference(yes)].map((word) => [word, 'no'] as const),
  ]);
}
