import { type Said, type Span, spansOf } from './read-pattern.ts';
import { squeeze, squeezeWords } from './read-normal.ts';
import type { Heard } from './read-said.ts';
import { coverOf } from './span-cover.ts';
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

/** A text that is a stop word and nothing else but courtesies and "the messages". */
export function readWholeStop({ plain }: Heard, words: Words): StopReading | undefined {
  const broken = plain.length > COMMAND_WORDS_MAX ? '' : plain.join('');
  if (broken.length >= BROKEN_WORD_MIN && words.stopSpellings.has(broken)) {
    const mayMeanWait = words.meanings.get(squeeze(broken))?.mayMeanWait === true;
    return { kind: 'stop', mayMeanWait, more: false };
  }
  const bare = withoutCourtesies(squeezeWords(plain, words.ordinary), words);
  const stops = stopsAt(bare, 0, words);
  if (stops === undefined || bare.length - stops.to > COMMAND_WORDS_MAX) return undefined;
  const rest = bare.slice(stops.to).join(' ');
  const isWhole = rest === '' || words.stopWhat.has(rest);
  return isWhole ? { kind: 'stop', mayMeanWait: stops.mayMeanWait, more: false } : undefined;
}

/**
 * A stop word with more behind it, or a refusal anywhere. `elsewhere`: words that are a sign of danger, in which a stop
 * word ends something else ("end my life"). `isUnclear`: a stop word stands in it that nothing explains.
 */
export function readStopWithin(
  heard: Heard,
  words: Words,
  elsewhere: readonly Span[],
): { reading: StopReading | undefined; isUnclear: boolean } {
  const { plain, said } = heard;
  const squeezed = squeezeWords(plain, words.ordinary);
  const first = stopsAt(squeezed, courtesiesAt(squeezed, 0, words), words);
  const sure = sureStops(squeezed, words);
  const refusing = spansOf(words.refusal, said);
  const mistaken = spansOf(words.wrongNumber, said);
  if (first === undefined && sure.length + refusing.length + mistaken.length === 0)
    return { reading: undefined, isUnclear: false };
  // "Stop. Who is this?" is two sentences, and no stop that means something else.
  const other = spansOf(words.notStop, said).filter((span) => isOneSentence(span, said));
  const others = coverOf(other, plain.length);
  const explained = coverOf([...other, ...elsewhere], plain.length);
  const isMeant = (span: Span) => !explained.touches(span);
  // Where other words make it mean something else, whichever begins first counts, then the longer.
  const refusals = refusing.filter((span) => !others.outdoes(span));
  const wrong = mistaken.some((span) => !others.outdoes(span));
  const refused = refusals.length > 0 || wrong;
  const begins = first !== undefined && refusals.some(({ from }) => from === first.from);
  const leads = begins || (first !== undefined && isMeant(first));
  const isUnclear = sure.some(isMeant);
  const reading =
    (leads && (refused || isWithMore(first, heard, words)) ? withMore(first) : undefined) ??
    (refused || (isUnclear && standsAlone(squeezed, heard, words)) ? asks(wrong) : undefined);
  return { reading, isUnclear };
}

function isOneSentence({ from, to }: Span, { ends }: Said): boolean {
  return !ends.slice(from + 1, to).includes(true);
}

/** "Stop my phone is broken": short, and not said in play. */
function isWithMore(first: Stops | undefined, heard: Heard, words: Words): first is Stops {
  if (first?.isSure !== true || heard.plain.length - first.to > MORE_WORDS_MAX) return false;
  return !isPlay(heard, words);
}

function isPlay({ text, said }: Heard, words: Words): boolean {
  return LAUGHING.test(text) || spansOf(words.joking, said).length > 0;
}

function withMore(first: Stops | undefined): StopReading | undefined {
  return first && { kind: 'stop', mayMeanWait: first.mayMeanWait, more: true };
}

function asks(wrong: boolean): StopReading {
  return { kind: 'stop_or_go_on', wrong };
}

type Stops = Span & { mayMeanWait: boolean; isSure: boolean };

/** The stop words that begin here, any number of them. */
function stopsAt(said: readonly string[], from: number, words: Words): Stops | undefined {
  let to = from;
  let [mayMeanWait, isSure] = [true, false];
  for (;;) {
    const length = lengthOfPhrase(said, to, words.stops);
    if (length === 0) return to > from ? { from, to, mayMeanWait, isSure } : undefined;
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
    if (length === 0) return [];
    const meaning = words.meanings.get(said.slice(from, from + length).join(' '));
    return meaning?.isSure === true ? [{ from, to: from + length }] : [];
  });
}

/** "Hello. Please stop. I am tired": a sentence that is a sure stop word and nothing else but courtesies. */
function standsAlone(squeezed: readonly string[], heard: Heard, words: Words): boolean {
  const { ends } = heard.said;
  if (isPlay(heard, words)) return false;
  for (let from = 0; from < squeezed.length;) {
    let to = from + 1;
    while (ends[to] !== true) to += 1;
    const sentence = withoutCourtesies(squeezed.slice(from, to), words);
    const stops = stopsAt(sentence, 0, words);
    if (stops?.isSure === true && stops.to === sentence.length) return true;
    from = to;
  }
  return false;
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
  const most = phrases.longest.get(said[start] ?? '') ?? 0;
  for (let length = Math.min(said.length - start, most); length > 0; length -= 1) {
    if (phrases.set.has(said.slice(start, start + length).join(' '))) return length;
  }
  return 0;
}
