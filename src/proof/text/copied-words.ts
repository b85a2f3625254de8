import type { Texts } from '../../flow/parse-texts.ts';
import { list } from '../../flow/read-object.ts';
import type { Place, ProvedFlow, Screen, SetRule } from '../rule.ts';

/**
 * Words that are copies until somebody translates them are told once a language, and judged by no rule of its words. Who
 * signed them signed another language.
 */
export const copiedWords: SetRule = (_, { flows }, to) => {
  for (const file of flows.flatMap(({ texts }) => texts)) {
    const names = namesOf(file);
    if (names.length === 0) continue;
    to.addAt(
      file,
      { path: ['texts'], at: 'key' },
      {
        code: 'copied_words',
        severity: file.reviewed === undefined ? 'warning' : 'error',
        found: `still to be translated into \`${file.language}\`: ${list(names)}`,
        mend: 'Translate each, and take `# missing` away behind it. Nobody signs the language before.',
      },
    );
  }
};

/** A text and an answer may have one name. */
function namesOf({ copies }: Texts): string[] {
  return [...copies].map((place) => place.slice(place.indexOf('.') + 1));
}

/** Whether the words at a place of a flow are such a copy, in its own files or in those of a part. */
export function isCopied({ set, placeOf }: ProvedFlow): (place: Place) => boolean {
  const marked = set.flows.flatMap(({ texts }) => texts).filter(({ copies }) => copies.size > 0);
  const spots = new Set(marked.flatMap(spotsOf));
  return ({ language, path }) => {
    if (spots.size === 0) return false;
    const { file, line, column } = placeOf(path.slice(0, 2), 'key', language);
    return spots.has(`${file}:${line}:${column}`);
  };
}

/**
 * Whether a message has such a copy in it, also as the name of an answer: its length says nothing of that language. Whoever hears
 * it gets it translated first, which a release waits for; then it is measured.
 */
export function hasCopy(flow: ProvedFlow): (says: Screen['says'], language: string) => boolean {
  const isCopy = isCopied(flow);
  return (says, language) => {
    const asked = flow.release.questions.get(says.at(-1) ?? '');
    const answers = asked?.kind === 'ask' ? asked.choices : [];
    return (
      says.some((id) => isCopy({ language, path: ['texts', id] })) ||
      answers.some(({ means }) => isCopy({ language, path: ['choices', means] }))
    );
  };
}

function spotsOf({ file, copies, spotOf }: Texts): string[] {
  return [...copies].map((place) => {
    const { line, column } = spotOf(place.split('.'), 'key');
    return `${file}:${line}:${column}`;
  });
}
