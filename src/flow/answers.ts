import { BACK_LABEL, wordsOf } from './check-texts.ts';
import { answerWord } from './answer-words.ts';
import type { Step, TextsDefinition } from './definition.ts';

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

type Spoken = { language: string; languages: readonly string[] };
type Answerable = {
  readonly answers: Answers;
  readonly steps: ReadonlyMap<string, Step>;
  readonly texts: ReadonlyMap<string, TextsDefinition>;
};

/**
 * The digit that a word means as an answer at a step: first in the person's own language, then in any other, if it
 * means the same in all that know it.
 */
export function digitOfWord(
  release: Answerable,
  step: string,
  word: string,
  { language, languages }: Spoken,
): string | undefined {
  if (release.steps.get(step)?.kind === 'ask_language') {
    const named = languages.findIndex((one) => {
      const name = release.texts.get(one)?.name;
      return name !== undefined && answerWord(name) === word;
    });
    return named === -1 ? undefined : String(named + 1);
  }
  const byLanguage = release.answers.get(step);
  const own = byLanguage?.get(language)?.get(word);
  if (own !== undefined || byLanguage === undefined) return own;
  const meant = new Set([...byLanguage.values()].flatMap((digits) => digits.get(word) ?? []));
  const [only] = meant;
  return meant.size === 1 ? only : undefined;
}
