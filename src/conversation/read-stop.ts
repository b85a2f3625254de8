import { overlap, type Said, type Span, spansOf } from './read-pattern.ts';
import { squeeze, squeezeWords } from './read-normal.ts';
import type { Phrases, Words } from './read-words.ts';

/** What a text says about the messages themselves. */
export type StopReading =
  /**
   * `mayMeanWait`: stopped all the same; the acknowledgement says how to come back. `more`: a stop word and more behind
   * it, "stop my phone is broken": stopped, and the acknowledgement says how to come back.
   */
  | { kind: 'stop'; mayMeanWait: boolean; more: boolean }
  /** A refusal inside a longer text: sending pauses, and one question is asked. `wrong`: it is the wrong person. */
  | { kind: 'stop_or_go_on'; wrong: boolean };

/** Longest text that can be one command, in words, but for a stop word said again and again. */
export const COMMAND_WORDS_MAX = 10;
/** Shortest stop word that is recognised with a break inside (`st.op`); shorter ones are too often two words. */
const BROKEN_WORD_MIN = 4;
/** Longest text behind a stop word that still belongs to it, in words: a longer one tells a story. */
const MORE_WORDS_MAX = 20;
const LAUGHING = /[\u{1F600}-\u{1F606}\u{1F602}\u{1F923}\u{1F61C}\u{1F61D}]/u;

/** What was said as commands are compared: repeated letters squeezed, but for ordinary words. */
export type Heard = { text: string; plain: readonly string[]; said: Said };

/** A text that is a stop word and nothing else but courtesies and "the messages". */
export function readWholeStop({ plain }: Heard, words: Words): StopReading | undefined {
  const broken = plain.length > COMMAND_WORDS_MAX ? '' : plain.join('');
  if (broken.length >= BROKEN_WORD_MIN && words.stopSpellings.has(broken)) {
    const mayMeanWait = words.meanings.get(squeeze(broken))?.mayMeanWait === true;
    return { kind: 'stop', mayMeanWait, more: false };
  }
  const bare = withoutCourtesies(squeezeWords(plain, words.ordinary), words);
  const { to, mayMeanWait } = stopsAt(bare, 0, words);
  const rest = bare.length - to > COMMAND_WORDS_MAX ? undefined : bare.slice(to).join(' ');
  const isWhole = rest === '' || (rest !== undefined && words.stopWhat.has(rest));
  return to > 0 && isWhole ? { kind: 'stop', mayMeanWait, more: false } : undefined;
}

/**
 * A stop word with more behind it, or a refusal anywhere. `elsewhere`: words that are a sign of danger, in which a stop
 * word ends something else ("end my life").
 */
export function readStopWithin(
  { text, plain, said }: Heard,
  words: Words,
  elsewhere: readonly Span[],
): { reading: StopReading | undefined; isUnclear: boolean } {
  const squeezed = squeezeWords(plain, words.ordinary);
  const other = spansOf(words.notStop, said);
  const refusals = unless(spansOf(words.refusal, said), other);
  const wrong = unless(spansOf(words.wrongNumber, said), other);
  const isMeant = (span: Span) => ![...other, ...elsewhere].some((one) => overlap(one, span));
  const start = courtesiesAt(squeezed, 0, words);
  const { to, mayMeanWait, isSure } = stopsAt(squeezed, start, words);
  const leads = to > start;
  const refused = refusals.length + wrong.length > 0;
  const sure = sureStops(squeezed, words).filter(isMeant);
  const isUnclear = sure.length > 0;
  const isPlay = LAUGHING.test(text) || spansOf(words.joking, said).length > 0;
  const isStop =
    leads &&
    (refused
      ? isMeant({ from: start, to }) || refusals.some(({ from }) => from === start)
      : isSure &&
        isMeant({ from: start, to }) &&
        !isPlay &&
        squeezed.length - to <= MORE_WORDS_MAX);
  if (isStop) return { reading: { kind: 'stop', mayMeanWait, more: true }, isUnclear };
  const asks =
    refused || (!isPlay && sure.some((span) => isOwnSentence(span, squeezed, said, words)));
  const reading = asks ? ({ kind: 'stop_or_go_on', wrong: wrong.length > 0 } as const) : undefined;
  return { reading, isUnclear };
}

/** Without those that other words make mean something else: whichever begins first counts, then the longer. */
function unless(spans: readonly Span[], other: readonly Span[]): Span[] {
  const wins = (no: Span, span: Span) =>
    overlap(no, span) && (no.from < span.from || (no.from === span.from && no.to >= span.to));
  return spans.filter((span) => !other.some((no) => wins(no, span)));
}

/** Stop words, any number of them; `to` is behind the last. */
function stopsAt(said: readonly string[], from: number, words: Words) {
  let to = from;
  let [mayMeanWait, isSure] = [true, false];
  for (;;) {
    const length = lengthOfPhrase(said, to, words.stops);
    if (length === 0) return { to, mayMeanWait, isSure };
    const meaning = words.meanings.get(said.slice(to, to + length).join(' '));
    mayMeanWait &&= meaning?.mayMeanWait === true;
    isSure ||= meaning?.isSure === true;
    to += length;
  }
}

/** Where the stop words stand that mean the messages whatever follows. */
function sureStops(said: readonly string[], words: Words): Span[] {
  return said.flatMap((_, from) => {
    const length = lengthOfPhrase(said, from, words.stops);
    const meaning = words.meanings.get(said.slice(from, from + length).join(' '));
    return length > 0 && meaning?.isSure === true ? [{ from, to: from + length }] : [];
  });
}

/** "Hello. Please stop. I am tired": between two ends of sentences nothing else but courtesies. */
function isOwnSentence(span: Span, squeezed: readonly string[], said: Said, words: Words): boolean {
  let from = span.from;
  while (from > 0 && said.ends[from] !== true) from -= 1;
  if (courtesiesAt(squeezed, from, words) < span.from) return false;
  let { to } = span;
  while (to < squeezed.length && said.ends[to] !== true) to += 1;
  return courtesiesAt(squeezed, span.to, words) >= to;
}

/** Where the courtesies end that begin here. */
function courtesiesAt(said: readonly string[], from: number, words: Words): number {
  let at = from;
  for (let length = 1; length > 0; at += length) length = lengthOfPhrase(said, at, words.polite);
  return at;
}

/** The words without `please` and the like. */
export function withoutCourtesies(said: readonly string[], words: Words): string[] {
  const rest: string[] = [];
  for (let i = 0; i < said.length;) {
    const courtesy = lengthOfPhrase(said, i, words.polite);
    const word = said[i];
    if (courtesy === 0 && word !== undefined) rest.push(word);
    i += Math.max(1, courtesy);
  }
  return rest;
}

/** How many words, beginning at `start`, make the longest of these phrases; 0 where none begins there. */
function lengthOfPhrase(said: readonly string[], start: number, phrases: Phrases): number {
  for (let length = Math.min(said.length - start, phrases.longest); length > 0; length -= 1) {
    if (phrases.set.has(said.slice(start, start + length).join(' '))) return length;
  }
  return 0;
}
