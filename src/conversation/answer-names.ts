import type { Release } from '../flow/release.ts';
import type { Tongue } from './read-tongue.ts';
import { lexiconOf } from './read-lexicon.ts';
import { phraseKey, tokensOf } from './read-tokens.ts';

/** By step and language. */
type Names = Map<string, ReadonlyMap<string, string>>;
const known = new WeakMap<Release, Names>();

/**
 * The digit of each name of an answer, by its key: names of the person's language first, others where all languages of
 * the flow agree. At a question about language, what each calls itself.
 */
export function namesOfAnswers(
  release: Release,
  step: string,
  tongue: Tongue,
): ReadonlyMap<string, string> {
  let names = known.get(release);
  if (names === undefined) known.set(release, (names = new Map()));
  const key = `${step} ${tongue.language} ${tongue.languages.join(' ')}`;
  let found = names.get(key);
  if (found === undefined) names.set(key, (found = list(release, step, tongue)));
  return found;
}

function list(release: Release, step: string, { language, languages }: Tongue) {
  if (release.steps.get(step)?.kind === 'ask_language')
    return agreed(
      languages.map((one, index): [string, string] => [
        release.texts.get(one)?.name ?? one,
        String(index + 1),
      ]),
    );
  const answers = release.answers.get(step) ?? new Map<string, Map<string, string>>();
  const all = [...answers.values()].flatMap((digits) => [...digits]);
  return new Map([...agreed(all), ...agreed([...(answers.get(language) ?? [])])]);
}

/** Without the names that mean two things. */
function agreed(names: readonly (readonly [string, string])[]): Map<string, string> {
  const digits = new Map<string, Set<string>>();
  for (const [name, digit] of names) {
    const key = phraseKey(tokensOf(name));
    digits.set(key, (digits.get(key) ?? new Set()).add(digit));
  }
  const sure = [...digits].filter(([key, meant]) => key !== '' && meant.size === 1);
  return new Map(sure.flatMap(([key, meant]) => [...meant].map((digit) => [key, digit] as const)));
}

/** The digits that mean yes and no at a question, if it is one that can be answered so. */
export type YesAndNo = { yes: string | undefined; no: string | undefined };

/** An answer means yes by its meaning, or because it is called what its language calls yes. */
export function yesAndNo(release: Release, id: string, tongue: Tongue): YesAndNo {
  const step = release.steps.get(id);
  const digitOf = (wanted: 'yes' | 'no') => {
    if (step?.kind !== 'ask') return undefined;
    const index = step.choices.findIndex(
      ({ means }) => means === wanted || isCalled(release, means, wanted, tongue),
    );
    return index === -1 ? undefined : String(index + 1);
  };
  return { yes: digitOf('yes'), no: digitOf('no') };
}

function isCalled(
  release: Release,
  means: string,
  wanted: 'yes' | 'no',
  { language, formats }: Tongue,
): boolean {
  const choices = release.texts.get(language)?.choices ?? {};
  const label = Object.hasOwn(choices, means) ? choices[means] : undefined;
  const format = formats.get(language);
  if (label === undefined || format === undefined) return false;
  const senses = lexiconOf(format).senses.get(phraseKey(tokensOf(label)));
  return senses?.some(({ kind }) => kind === wanted) === true;
}
