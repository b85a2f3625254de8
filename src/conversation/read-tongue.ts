import type { Format, Formats } from '../flow/formats.ts';
import { lexiconOf, type Lexicon } from './read-lexicon.ts';

/** In which language somebody answers, which others are spoken around her, and on which day (`2027-01-31`). */
export type Tongue = {
  language: string;
  /** The languages of the programme. */
  languages: readonly string[];
  today: string;
  formats: Formats;
};

/** Understood beside the languages of the programme. Of others a word may be chance: `ha` is yes in one of them. */
const EVERYWHERE = 'en';

/** The formats that an answer is read with: the person's own, those of the programme, and English. */
export function languagesHeard({ language, languages, formats }: Tongue): [string, Format][] {
  return [...new Set([language, ...languages, EVERYWHERE])].flatMap((one): [string, Format][] => {
    const format = formats.get(one);
    return format === undefined ? [] : [[one, format]];
  });
}

/** The lexicon of the person's own language, where there is one, and those of the others that are heard. */
export type Heard = { own: Lexicon | undefined; others: readonly Lexicon[] };

export function heardBy(tongue: Tongue): Heard {
  const heard = languagesHeard(tongue);
  const own = heard.find(([language]) => language === tongue.language)?.[1];
  const others = heard.filter(([language]) => language !== tongue.language);
  return {
    own: own === undefined ? undefined : lexiconOf(own),
    others: others.map(([, format]) => lexiconOf(format)),
  };
}
