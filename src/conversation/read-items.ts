import type { Format, Formats } from '../flow/formats.ts';
import {
  lexiconOf,
  type Lexicon,
  type Sense,
  type SenseKind,
  type Slot,
  type Template,
  type TemplateKind,
} from './read-lexicon.ts';
import { phraseKey, type Token, tokensOf } from './read-tokens.ts';

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

/**
 * A part of an answer that means something here, or a `word` that does not. `formats` are the languages it was known in,
 * none for digits. `clash`: it means different things in two languages, and neither is the person's own.
 */
export type Item =
  | { kind: 'word'; text: string; glued: boolean }
  | { kind: 'shape'; text: string }
  | { kind: 'question' | 'clash' }
  | { kind: 'name'; digit: string }
  | Numbered
  | { kind: 'sense'; sense: Sense; formats: readonly Format[] }
  | { kind: 'template'; template: TemplateKind; slots: Slots; formats: readonly Format[] };
/** `digits` as typed, with their zeros; undefined for a number in words. */
export type Numbered = {
  kind: 'number';
  n: number;
  digits: string | undefined;
  glued: boolean;
  formats: readonly Format[];
};
type Slots = Partial<Record<Slot, Numbered>>;
type Found = { item: Item; length: number };

/** Which meanings a reader asks for, those that count most first, which templates, and the names of answers by key. */
export type Wanted = {
  senses: readonly SenseKind[];
  templates?: readonly TemplateKind[];
  names?: ReadonlyMap<string, string>;
};

/** Longest name of an answer, in words, that is looked for inside a text. */
const NAME_WORDS_MAX = 10;

/**
 * The items of an answer, from left to right, the longest phrase first. A word that the person's own language knows is
 * never looked up in another; of the others, all that know it have to agree.
 */
export function itemsOf(text: string, wanted: Wanted, tongue: Tongue): Item[] {
  const tokens = tokensOf(text);
  const [own, others] = lexiconsOf(tongue);
  const reader = { tokens, wanted, own, others };
  const items: Item[] = [];
  for (let at = 0; at < tokens.length;) {
    const { item, length } =
      templateAt(reader, at) ?? nameOrPhraseAt(reader, at) ?? bareAt(reader, at);
    items.push(item);
    at += length;
  }
  return items;
}

type Reader = {
  tokens: readonly Token[];
  wanted: Wanted;
  own: Lexicon | undefined;
  others: readonly Lexicon[];
};

function lexiconsOf(tongue: Tongue): [Lexicon | undefined, Lexicon[]] {
  const heard = languagesHeard(tongue);
  const own = heard.find(([language]) => language === tongue.language)?.[1];
  const others = heard.filter(([language]) => language !== tongue.language);
  return [
    own === undefined ? undefined : lexiconOf(own),
    others.map(([, format]) => lexiconOf(format)),
  ];
}

/** The formats that an answer is read with: the person's own, those of the programme, and English. */
export function languagesHeard({ language, languages, formats }: Tongue): [string, Format][] {
  return [...new Set([language, ...languages, EVERYWHERE])].flatMap((one): [string, Format][] => {
    const format = formats.get(one);
    return format === undefined ? [] : [[one, format]];
  });
}

function templateAt(reader: Reader, at: number): Found | undefined {
  const { own, others, wanted } = reader;
  let best: Found | undefined;
  for (const { templates, format } of [...(own === undefined ? [] : [own]), ...others])
    for (const template of templates) {
      if (wanted.templates?.includes(template.kind) !== true) continue;
      const match = matchTemplate(reader, at, template);
      if (match === undefined || match.length <= (best?.length ?? 0)) continue;
      const item: Item = {
        kind: 'template',
        template: template.kind,
        slots: match.slots,
        formats: [format],
      };
      best = { item, length: match.length };
    }
  return best;
}

function matchTemplate(
  reader: Reader,
  start: number,
  { parts }: Template,
): { slots: Slots; length: number } | undefined {
  const slots: Slots = {};
  let at = start;
  for (const part of parts) {
    if (typeof part === 'string') {
      if (reader.tokens[at]?.text !== part) return undefined;
      at += 1;
      continue;
    }
    const found = numberAt(reader, at);
    if (found === undefined) return undefined;
    slots[part.slot] = found.number;
    at += found.length;
  }
  return { slots, length: at - start };
}

function numberAt(reader: Reader, at: number): { number: Numbered; length: number } | undefined {
  const { item, length } =
    phraseAt({ ...reader, wanted: { senses: ['numbers'] } }, at) ?? bareAt(reader, at);
  return item.kind === 'number' ? { number: item, length } : undefined;
}

/** A name counts before a phrase of the same length, since the question gave it. */
function nameOrPhraseAt(reader: Reader, at: number): Found | undefined {
  const phrase = phraseAt(reader, at);
  const { tokens, wanted } = reader;
  for (let length = NAME_WORDS_MAX; length >= Math.max(1, phrase?.length ?? 1); length -= 1) {
    const digit = wanted.names?.get(phraseKey(tokens.slice(at, at + length)));
    if (digit !== undefined) return { item: { kind: 'name', digit }, length };
  }
  return phrase;
}

function phraseAt({ tokens, wanted, own, others }: Reader, at: number): Found | undefined {
  const mine = own === undefined ? undefined : longestIn(own, tokens, at, wanted);
  if (mine !== undefined && own !== undefined)
    return { item: itemOf(mine.sense, [own.format], tokens[at]), length: mine.length };
  if (own !== undefined && isKnown(own, tokens, at)) return undefined;
  const found = others.flatMap((lexicon) => {
    const match = longestIn(lexicon, tokens, at, wanted);
    return match === undefined ? [] : [{ ...match, format: lexicon.format }];
  });
  const length = Math.max(0, ...found.map((one) => one.length));
  const longest = found.filter((one) => one.length === length);
  const [first] = longest;
  if (first === undefined) return undefined;
  const { sense } = first;
  const agree = longest.every((one) => one.sense.kind === sense.kind && one.sense.n === sense.n);
  if (!agree) return { item: { kind: 'clash' }, length };
  return {
    item: itemOf(
      sense,
      longest.map(({ format }) => format),
      tokens[at],
    ),
    length,
  };
}

function itemOf(sense: Sense, formats: readonly Format[], first: Token | undefined): Item {
  if (sense.kind !== 'numbers') return { kind: 'sense', sense, formats };
  return { kind: 'number', n: sense.n, digits: undefined, glued: first?.glued === true, formats };
}

function longestIn(
  { senses, longest }: Lexicon,
  tokens: readonly Token[],
  at: number,
  wanted: Wanted,
): { sense: Sense; length: number } | undefined {
  for (let length = Math.min(longest, tokens.length - at); length > 0; length -= 1) {
    const known = senses.get(phraseKey(tokens.slice(at, at + length)));
    if (known === undefined) continue;
    const kind = wanted.senses.find((one) => known.some((sense) => sense.kind === one));
    const meant = known.filter((sense) => sense.kind === kind);
    const [sense] = meant;
    if (sense !== undefined) return { sense, length };
  }
  return undefined;
}

/** Whether a language knows the word itself, in whichever meaning. */
function isKnown({ senses }: Lexicon, tokens: readonly Token[], at: number): boolean {
  return senses.has(tokens[at]?.text ?? '');
}

function bareAt({ tokens }: Reader, at: number): Found {
  const token = tokens[at];
  if (token === undefined) return { item: { kind: 'clash' }, length: 1 };
  const { kind, text, glued } = token;
  switch (kind) {
    case 'digits':
      return {
        item: { kind: 'number', n: Number(text), digits: text, glued, formats: [] },
        length: 1,
      };
    case 'shape':
      return { item: { kind, text }, length: 1 };
    case 'question':
      return { item: { kind }, length: 1 };
    case 'word':
      return { item: { kind, text, glued }, length: 1 };
  }
}
