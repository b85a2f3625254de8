import { createRecall } from '../../base/recall.ts';
import { plainPunctuation } from '../../conversation/fit-punctuation.ts';
import { quoted } from '../../flow/finding.ts';
import { variablesOf, withoutVariables } from '../../flow/variables.ts';
import type { Rule } from '../rule.ts';
import { wordsIn } from './match-words.ts';
import { addTo, lintOf, polyglotTexts, type Wording, wordingsOf } from './wordings.ts';

/** More texts than ship in all languages; a text is compared with its source in several rules and proofs. */
const BARE_MAX = 50_000;
const bare = createRecall<string>(BARE_MAX);
const bareOf = (text: string) =>
  bare(text, () => plainPunctuation(withoutVariables(text)).toLowerCase());

/** The language that the others are translated from. */
export const SOURCE = 'en';
/** So many equal words are no coincidence, in a text and in the name of an answer. */
const EQUAL_WORDS = { text: 3, label: 2 } as const;

/** Each translation says what the source says: its own words, the same variables; and somebody signed it. */
export const translations: Rule = (flow, add) => {
  const texts = wordingsOf(flow);
  const source = flow.release.texts.has(SOURCE) ? SOURCE : flow.release.languages[0];
  const sources = new Map(
    texts.filter(({ language }) => language === source).flatMap((one) => keysOf(one, one)),
  );
  const polyglot = polyglotTexts(flow);
  for (const wording of texts) {
    if (wording.language === source) continue;
    const put = addTo(flow, add, wording);
    const [from] = keysOf(wording, undefined).map(([key]) => sources.get(key));
    if (from === undefined) continue;
    const [here, there] = [variablesIn(wording), variablesIn(from)];
    const odd = [...here.symmetricDifference(there)][0];
    if (odd !== undefined)
      put({
        code: 'other_variables',
        found: here.has(odd)
          ? `{${odd}} stands here and not in ${from.language}`
          : `{${odd}} stands in ${from.language} and not here`,
        mend: 'Say the same in each language.',
      });
    if (source === SOURCE && !polyglot.has(wording.id) && isSame(wording, from))
      put({
        code: 'same_as_english',
        severity: 'warning',
        found: `${quoted(wording.text)} is the same in English`,
        mend: 'Translate it.',
      });
  }
};

/** Texts that no native speaker has signed: once for each file. Where some are to be translated first, that is told. */
export const unreviewed: Rule = (flow, add) => {
  for (const { language, reviewed, copies } of flow.texts)
    if (reviewed === undefined && copies.size === 0)
      add(
        { language, path: ['reviewed'] },
        {
          code: 'unreviewed',
          severity: 'warning',
          found: `no native speaker has signed the texts in ${quoted(language)}`,
          mend: 'Write `reviewed: { by: …, on: … }` when somebody did. A live service does not start with it.',
        },
      );
};

/** A language whose words nobody has listed is not looked at. */
export const lintThere: Rule = (flow, add) => {
  for (const { language } of flow.texts)
    if (lintOf(flow, language) === undefined)
      add(
        { language, path: ['language'] },
        {
          code: 'no_lint',
          found: `there is no lint/${language}.yaml: nobody listed the words to avoid`,
          mend: 'Copy the file of a language near to it, and let a native speaker change it.',
        },
      );
};

function keysOf<Value>({ kind, id, channels }: Wording, value: Value): [string, Value][] {
  return channels.map((channel) => [`${kind} ${id} ${channel}`, value]);
}

function variablesIn({ text }: Wording): Set<string> {
  return new Set(variablesOf(text));
}

/** Whether so much is word for word the same that it was not translated. */
export function isSame(
  { kind, text }: Pick<Wording, 'kind' | 'text'>,
  from: Pick<Wording, 'text'>,
): boolean {
  if (bareOf(text) !== bareOf(from.text)) return false;
  const words = wordsIn(withoutVariables(text)).filter((word) => /\p{L}/u.test(word));
  return words.length >= EQUAL_WORDS[kind];
}
