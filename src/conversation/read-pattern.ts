import { type Finding, findingOfFile, quoted } from '../flow/finding.ts';
import { cleanText, squeeze, wordsOf } from './read-normal.ts';

/** What was said: the words as they are compared, and whether a sentence ends before each, and behind the last. */
export type Said = { words: readonly string[]; ends: readonly boolean[] };

/** Words of what was said, from the first of them to before `to`. */
export type Span = { from: number; to: number };

/** One place of a pattern: one of some words, any word at all; or no word: the end of a sentence, of the whole text. */
type Slot =
  | {
      kind: 'word';
      whole: readonly string[];
      /** Letters that a word begins with, ends with or holds. */
      begins: readonly string[];
      ends: readonly string[];
      holds: readonly string[];
    }
  | { kind: 'any' }
  | Bound;
type Bound = { kind: 'end' | 'edge' };
type Sequence = readonly Slot[];

/** A pattern as staff wrote it, with every way in which it can be said. */
export type Pattern = { source: string; ways: readonly Sequence[] };

/** One way of saying a pattern; `mark` tells whose it is among patterns that are looked for together. */
type Way<Mark> = { slots: Sequence; mark: Mark };

/** Patterns that are looked for together, by their first word; `open` are those whose first word may vary. */
export type Patterns<Mark = undefined> = {
  byWord: ReadonlyMap<string, readonly Way<Mark>[]>;
  open: readonly Way<Mark>[];
  /** Holds for every word that one of the open patterns may begin with. */
  opens: RegExp;
};

/** So many ways of saying are a list of its own, and each costs time at every word of every text. */
const WAYS_MAX = 400;
/** Fewer letters beside a `*` are in too many words. */
const PART_MIN = 3;
/** A group, an optional part, or plain letters. */
const PART = /\([^()[\]]*\)|\[(?:[^()[\]]|\([^()[\]]*\))*\]|[^\s()[\]]+/gu;

/**
 * A pattern of plain words: `(a|b)` one of these, `[maybe]`, `sucid*` a word that begins so (`*jiua*`: that holds it),
 * `*` any one word, ` .` the end of a sentence, or `. ` its beginning; `..` those of the text. The reason why not, if none.
 */
function parsePattern(source: string): Pattern | string {
  if (source.replace(PART, '').trim() !== '') return 'its brackets do not close';
  let ways: Slot[][] = [[]];
  for (const part of source.match(PART) ?? []) {
    const choices = choicesOf(part);
    if (typeof choices === 'string') return choices;
    ways = ways.flatMap((way) => choices.map((choice) => [...way, ...choice]));
    if (ways.length > WAYS_MAX) return `it can be said in more than ${WAYS_MAX} ways`;
  }
  if (ways.some((way) => way.find((slot) => !isBound(slot))?.kind !== 'word'))
    return 'it does not begin with a word';
  return { source, ways };
}

/** The pattern, or none and a finding that says why. */
export function patternIn(file: string, source: string, findings: Finding[]): Pattern[] {
  const pattern = parsePattern(source);
  if (typeof pattern !== 'string') return [pattern];
  const found = `${quoted(source)} is no pattern: ${pattern}`;
  const mend = 'Write plain words; `(a|b)`, `[maybe]`, and `*` before or behind letters may stand.';
  findings.push(findingOfFile(file, { code: 'bad_pattern', found, mend }));
  return [];
}

/** What one part may be: nothing (where it is optional), or a row of places. */
function choicesOf(part: string): Slot[][] | string {
  if (part.startsWith('[')) {
    const inner = choicesOf(
      part.slice(1, -1).startsWith('(') ? part.slice(1, -1) : `(${part.slice(1, -1)})`,
    );
    return typeof inner === 'string' ? inner : [[], ...inner];
  }
  const alternatives = part.startsWith('(') ? part.slice(1, -1).split('|') : [part];
  const rows = alternatives.map((alternative) => rowOf(alternative.trim()));
  const wrong = rows.find((row) => typeof row === 'string');
  if (wrong !== undefined) return wrong;
  const read = rows.filter((row) => typeof row !== 'string');
  const single = read.flatMap((row) => (row.length === 1 && row[0]?.kind === 'word' ? row : []));
  const others = read.filter((row) => row.length !== 1 || row[0]?.kind !== 'word');
  return single.length === 0 ? others : [[joined(single)], ...others];
}

function joined(slots: readonly Slot[]): Slot {
  const words = slots.flatMap((slot) => (slot.kind === 'word' ? [slot] : []));
  return {
    kind: 'word',
    whole: words.flatMap(({ whole }) => whole),
    begins: words.flatMap(({ begins }) => begins),
    ends: words.flatMap(({ ends }) => ends),
    holds: words.flatMap(({ holds }) => holds),
  };
}

function rowOf(text: string): Slot[] | string {
  const slots: Slot[] = [];
  for (const word of text.split(/\s+/u)) {
    const found = slotsOf(word);
    if (typeof found === 'string') return found;
    slots.push(...found);
  }
  return slots;
}

function slotsOf(word: string): Slot[] | string {
  if (word === '*') return [{ kind: 'any' }];
  if (word === '.') return [{ kind: 'end' }];
  if (word === '..') return [{ kind: 'edge' }];
  const plain = wordsOf(cleanText(word.replaceAll('*', ''))).map(squeeze);
  const [only] = plain;
  if (only === undefined) return `\`${word}\` has no letters`;
  const [before, behind] = [word.startsWith('*'), word.endsWith('*')];
  const slot = { kind: 'word' as const, whole: [], begins: [], ends: [], holds: [] };
  if (!before && !behind) return plain.map((one) => ({ ...slot, whole: [one] }));
  if (plain.length > 1 || word.slice(1, -1).includes('*'))
    return `\`${word}\` has a * elsewhere than at its ends`;
  if (only.length < PART_MIN) return `\`${word}\` has fewer than ${PART_MIN} letters beside its *`;
  const key = before && behind ? 'holds' : before ? 'ends' : 'begins';
  return [{ ...slot, [key]: [only] }];
}

/** Makes patterns ready to be looked for together. */
export function patternsOf<Mark>(
  marked: readonly { pattern: Pattern; mark: Mark }[],
): Patterns<Mark> {
  const byWord = new Map<string, Way<Mark>[]>();
  const open: Way<Mark>[] = [];
  const opening: string[] = [];
  for (const { pattern, mark } of marked)
    for (const slots of pattern.ways) {
      const first = slots.find((slot) => !isBound(slot));
      if (first?.kind !== 'word') continue;
      const way = { slots, mark };
      for (const word of first.whole) {
        const known = byWord.get(word);
        if (known === undefined) byWord.set(word, [way]);
        else known.push(way);
      }
      const parts = [
        ...first.begins.map((part) => `^${part}`),
        ...first.ends.map((part) => `${part}$`),
        ...first.holds,
      ];
      if (parts.length > 0) open.push(way);
      opening.push(...parts);
    }
  // Of nothing at all, nothing begins.
  const opens = new RegExp(opening.length > 0 ? [...new Set(opening)].join('|') : '(?!)', 'u');
  return { byWord, open, opens };
}

/** Patterns of which none is told from another. */
export function unmarked(patterns: readonly Pattern[]): Patterns {
  return patternsOf(patterns.map((pattern) => ({ pattern, mark: undefined })));
}

/**
 * Where these patterns stand in what was said, in its order. Linear in the text: a pattern has no part that repeats, and
 * what each word may begin is looked up.
 */
export function spansOf<Mark>(patterns: Patterns<Mark>, said: Said): (Span & { mark: Mark })[] {
  const spans: (Span & { mark: Mark })[] = [];
  for (const [from, word] of said.words.entries()) {
    const known = patterns.byWord.get(word) ?? [];
    const ways = patterns.opens.test(word) ? [...known, ...patterns.open] : known;
    for (const { slots, mark } of ways) {
      const to = endOf(slots, said, from);
      if (to > from) spans.push({ from, to, mark });
    }
  }
  return spans;
}

/** Where a pattern that begins here ends; `from` itself where it does not stand here. */
function endOf(way: Sequence, said: Said, from: number): number {
  let at = from;
  for (const slot of way) {
    if (isBound(slot)) {
      const isThere = slot.kind === 'end' ? said.ends[at] : at === 0 || at === said.words.length;
      if (isThere !== true) return from;
      continue;
    }
    const word = said.words[at];
    if (word === undefined || !fits(slot, word)) return from;
    at += 1;
  }
  return at;
}

function isBound(slot: Slot): slot is Bound {
  return slot.kind === 'end' || slot.kind === 'edge';
}

function fits(slot: Exclude<Slot, Bound>, word: string): boolean {
  if (slot.kind === 'any') return true;
  return (
    slot.whole.includes(word) ||
    slot.begins.some((part) => word.startsWith(part)) ||
    slot.ends.some((part) => word.endsWith(part)) ||
    slot.holds.some((part) => word.includes(part))
  );
}
