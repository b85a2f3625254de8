import type { Format } from '../flow/formats.ts';
import type { Sense, SenseKind, Slot, Template, TemplateKind } from './read-lexicon.ts';
import { phraseAt, type Phrase } from './read-phrase.ts';
import { phraseKey, type Token, tokensOf } from './read-tokens.ts';
import { type Heard, heardBy, type Tongue } from './read-tongue.ts';

/**
 * A part of an answer that means something here, or a `word` that does not. `formats` are the languages it was known in,
 * none for digits. `leads`: it means the same before other words. `clash`: two languages do not agree.
 */
export type Item =
  | { kind: 'word'; text: string; glued: boolean }
  | { kind: 'shape'; text: string }
  | { kind: 'doubt' | 'clash' }
  /** The name of an answer of this question. */
  | { kind: 'name'; digit: string; leads: boolean }
  | Numbered
  | { kind: 'sense'; sense: Sense; formats: readonly Format[]; glued: boolean; leads: boolean }
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

/** The items of an answer, from left to right, the longest phrase first. */
export function itemsOf(text: string, wanted: Wanted, tongue: Tongue): Item[] {
  const tokens = tokensOf(text);
  const reader: Reader = { tokens, wanted, heard: heardBy(tongue), numbers: new Map() };
  const items: Item[] = [];
  for (let at = 0; at < tokens.length;) {
    const { item, length } = templateAt(reader, at) ?? nameOrPhraseAt(reader, at);
    items.push(item);
    at += length;
  }
  return items;
}

type Reader = {
  tokens: readonly Token[];
  wanted: Wanted;
  heard: Heard;
  /** Numbers that were looked for, by place. */
  numbers: Map<number, Numeral | undefined>;
};

function templateAt(reader: Reader, at: number): Found | undefined {
  const { own, others } = reader.heard;
  let best: Found | undefined;
  for (const { templates, format } of [...(own === undefined ? [] : [own]), ...others])
    for (const template of templates) {
      if (reader.wanted.templates?.includes(template.kind) !== true) continue;
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

function numberAt(reader: Reader, at: number): Numeral | undefined {
  if (!reader.numbers.has(at)) reader.numbers.set(at, lookForNumber(reader, at));
  return reader.numbers.get(at);
}

function lookForNumber({ heard, tokens }: Reader, at: number): Numeral | undefined {
  const phrase = phraseAt(heard, tokens, at, ['numbers']);
  const { item, length } = phrase === undefined ? bareAt(tokens[at]) : itemOf(phrase, tokens, at);
  return item.kind === 'number' ? { number: item, length } : undefined;
}
type Numeral = { number: Numbered; length: number };

/** A name counts before a phrase of the same length, since the question gave it. */
function nameOrPhraseAt({ heard, tokens, wanted }: Reader, at: number): Found {
  const phrase = phraseAt(heard, tokens, at, wanted.senses);
  for (let length = NAME_WORDS_MAX; length >= (phrase?.length ?? 1); length -= 1) {
    const digit = wanted.names?.get(phraseKey(tokens.slice(at, at + length)));
    if (digit === undefined) continue;
    const leads = phrase?.leads === true || tokens[at + length - 1]?.closed === true;
    return { item: { kind: 'name', digit, leads }, length };
  }
  return phrase === undefined ? bareAt(tokens[at]) : itemOf(phrase, tokens, at);
}

function itemOf(
  { sense, formats, ...phrase }: Phrase,
  tokens: readonly Token[],
  at: number,
): Found {
  const { length } = phrase;
  if (sense === undefined) return { item: { kind: 'clash' }, length };
  const glued = tokens[at]?.glued === true;
  if (sense.kind === 'numbers')
    return { item: { kind: 'number', n: sense.n, digits: undefined, glued, formats }, length };
  const leads = phrase.leads || tokens[at + length - 1]?.closed === true;
  return { item: { kind: 'sense', sense, formats, glued, leads }, length };
}

function bareAt(token: Token | undefined): Found {
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
    case 'doubt':
      return { item: { kind }, length: 1 };
    case 'word':
      return { item: { kind, text, glued }, length: 1 };
  }
}
