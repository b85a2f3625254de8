import { CHOICES_MAX } from '../../flow/definition.ts';
import type { SpokenFlow } from './longest-variables.ts';

/** How the programmes speak one language of a flow. */
export type Speaking = {
  /** Languages that a question about language lists, at its longest. */
  languages: readonly string[];
  /** Whether each of them folds the accents of this language. */
  folds: boolean;
};

/** Asked of the programmes that play this flow in the language, or of all that speak it; without any, everything may come. */
export function speaking({ set, programmes, release }: SpokenFlow, language: string): Speaking {
  const players = speakers(programmes, language);
  const asked = players.length > 0 ? players : speakers(set.programmes, language);
  const [most] = asked.toSorted((a, b) => b.languages.length - a.languages.length);
  return {
    languages: most?.languages ?? release.languages.slice(0, CHOICES_MAX),
    folds: asked.length > 0 && asked.every(({ foldAccents }) => foldAccents.includes(language)),
  };
}

function speakers(programmes: SpokenFlow['programmes'], language: string) {
  return programmes
    .map(({ programme }) => programme)
    .filter(({ languages }) => languages.includes(language));
}
