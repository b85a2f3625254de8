import { CHOICES_MAX } from '../../flow/definition.ts';
import type { ProvedFlow } from '../rule.ts';

/** How the programmes speak one language of a flow. */
export type Speaking = {
  /** Languages that a question about language lists, at its longest. */
  languages: readonly string[];
  /** Whether each of them folds the accents of this language. */
  folds: boolean;
};

/** Asked of the programmes that have this flow, or of all that speak the language; without any, everything may come. */
export function speaking({ set, programmes, release }: ProvedFlow, language: string): Speaking {
  const speak = (programmes.length > 0 ? programmes : set.programmes)
    .map(({ programme }) => programme)
    .filter(({ languages }) => languages.includes(language));
  const [most] = speak.toSorted((a, b) => b.languages.length - a.languages.length);
  return {
    languages: most?.languages ?? release.languages.slice(0, CHOICES_MAX),
    folds: speak.length > 0 && speak.every(({ foldAccents }) => foldAccents.includes(language)),
  };
}
