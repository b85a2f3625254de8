import type { Texts } from '../../flow/parse-texts.ts';
import { list } from '../../flow/read-object.ts';
import { withoutVariables } from '../../flow/variables.ts';
import type { SetRule } from '../rule.ts';
import { wordsIn } from './match-words.ts';
import { isSame, SOURCE } from './translation-rules.ts';

/** So many words of another language are no coincidence, where they are so many times those of its own. */
const WORDS_MIN = 2;
const TIMES = 2;
/** So many words are named. */
const NAMED_MAX = 3;

/** In how many texts of a language a word stands. */
type Spoken = ReadonlyMap<string, number>;

/**
 * A text stands in the file of its language: none has more words that only the other texts of another language know.
 * Texts that ask for the language may hold several.
 */
export const otherLanguage: SetRule = (_, { flows }, to) => {
  const spoken = spokenIn(flows.flatMap(({ texts }) => texts));
  for (const { texts, flow } of flows) {
    const steps = Object.values(flow?.definition.steps ?? {});
    const polyglot = steps.flatMap((step) => (step.kind === 'ask_language' ? [step.text] : []));
    const source = texts.find(({ language }) => language === SOURCE);
    for (const file of texts.filter((one) => to.isWanted(one)))
      for (const [id, words] of wordsById(file)) {
        if (polyglot.includes(id) || isCopy(file, id) || leftIn(file, source).has(id)) continue;
        // A text that was left in the source's words says nothing against the source.
        if (file === source && texts.some((one) => !isCopy(one, id) && leftIn(one, source).has(id)))
          continue;
        const other = otherThan(file.language, words, spoken);
        if (other === undefined) continue;
        to.addAt(
          file,
          { path: ['texts', id] },
          {
            code: 'other_language',
            severity: 'warning',
            found: `${list(other.words.slice(0, NAMED_MAX))} stand in texts of \`${other.language}\`, and in no other of \`${file.language}\``,
            mend: 'Look whether the text came into the wrong file, or was not translated.',
          },
        );
      }
  }
};

const NONE: ReadonlySet<string> = new Set();
const left = new WeakMap<Texts, { source: Texts; ids: ReadonlySet<string> }>();

/** The texts of a file that are those of the source, which have a finding of their own. */
function leftIn(file: Texts, source: Texts | undefined): ReadonlySet<string> {
  if (source === undefined || file.definition === source.definition) return NONE;
  const before = left.get(file);
  if (before?.source === source) return before.ids;
  const all = Object.entries(file.definition.texts).flatMap(([id, { sms }]) => {
    const from = source.definition.texts[id];
    const isLeft = from !== undefined && isSame({ kind: 'text', text: sms }, { text: from.sms });
    return isLeft ? [id] : [];
  });
  const ids = new Set(all);
  left.set(file, { source, ids });
  return ids;
}

function otherThan(
  own: string,
  words: ReadonlySet<string>,
  spoken: ReadonlyMap<string, Spoken>,
): { language: string; words: string[] } | undefined {
  // Its own text is one of those in which a word stands.
  const knows = (language: string, word: string) =>
    (spoken.get(language)?.get(word) ?? 0) > (language === own ? 1 : 0);
  const here = [...words].filter((word) => knows(own, word));
  for (const language of spoken.keys()) {
    if (language === own) continue;
    const there = [...words].filter((word) => knows(language, word));
    if (there.length < WORDS_MIN || there.length <= TIMES * here.length) continue;
    return { language, words: there.filter((word) => !here.includes(word)) };
  }
  return undefined;
}

/** A copy says nothing of the language in whose file it stands. */
function isCopy({ copies }: Texts, id: string): boolean {
  return copies.has(`texts.${id}`);
}

function spokenIn(files: readonly Texts[]): Map<string, Map<string, number>> {
  const spoken = new Map<string, Map<string, number>>();
  for (const file of files) {
    const counts = spoken.get(file.language) ?? new Map<string, number>();
    spoken.set(file.language, counts);
    const labels = Object.entries(file.definition.choices)
      .filter(([means]) => !file.copies.has(`choices.${means}`))
      .map(([, label]) => new Set(wordsIn(label)));
    const texts = [...wordsById(file)].filter(([id]) => !isCopy(file, id));
    for (const words of [...texts.map(([, said]) => said), ...labels])
      for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return spoken;
}

const known = new WeakMap<Texts, ReadonlyMap<string, ReadonlySet<string>>>();

/** The words of each text, in both channels; numbers and single letters are of no language. */
function wordsById(file: Texts): ReadonlyMap<string, ReadonlySet<string>> {
  let byId = known.get(file);
  if (byId === undefined) {
    const entries = Object.entries(file.definition.texts).map(([id, { sms, ussd }]) => {
      const words = wordsIn(withoutVariables(`${sms} ${ussd}`));
      return [id, new Set(words.filter((word) => /\p{L}[\p{L}\p{M}]/u.test(word)))] as const;
    });
    known.set(file, (byId = new Map(entries)));
  }
  return byId;
}
