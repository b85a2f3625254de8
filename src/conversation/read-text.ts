import { createRecall, type Recall } from '../base/recall.ts';
import { cleanText, squeeze, squeezeWords, wordsOf } from './read-normal.ts';
import type { Phrases, Words } from './read-words.ts';

/** How a message of a person is understood. Nothing anybody writes is invalid: what is no command is an answer. */
export type Reading =
  /** `mayMeanWait`: stopped all the same; the acknowledgement says how to come back. */
  | { kind: 'stop'; mayMeanWait: boolean }
  | { kind: 'start' }
  | { kind: 'join' }
  /** HELP: who can be called now, a call, how to stop. */
  | { kind: 'help' }
  /** 9, 99, or "call me". */
  | { kind: 'person' }
  | { kind: 'home' } // 00
  | { kind: 'back' } // 0
  | { kind: 'more' } // 7
  | { kind: 'stop_digits' } // 88
  | { kind: 'language' }
  /** The word for a complaint. `text`: as of an answer, for a programme that hears none. */
  | { kind: 'complaint'; text: string }
  /** `text`: what was written, clean; a lone number without the marks around it (`1.` is `1`). */
  | { kind: 'answer'; text: string };

/** `digitsAreAnswers`: the open step asks for a number, time or date, so that only words, 88, 99 and 00 stay commands. */
export type ReadOptions = { digitsAreAnswers: boolean };

/** Longest message that can be a command, in words: a longer one tells something and is an answer. */
const COMMAND_WORDS_MAX = 10;
const LONE_NUMBER = /^[\s("*#]*(\d{1,15})[\s.,;:!?)"*#]*$/u;
/** Shortest stop word that is recognised with a break inside (`st.op`); shorter ones are too often two words. */
const BROKEN_WORD_MIN = 4;

const DIGITS: Readonly<Record<string, Reading>> = {
  '0': { kind: 'back' },
  '7': { kind: 'more' },
  '9': { kind: 'person' },
};
const DIGITS_ALWAYS: Readonly<Record<string, Reading>> = {
  '00': { kind: 'home' },
  '99': { kind: 'person' },
  // STOP needs no flow, so no question can make an answer of it.
  '88': { kind: 'stop_digits' },
};

/** Longest text whose reading is kept: what is pressed, not what is written. */
const PRESSED_MAX = 2;
/** Readings kept for each set of words: all pairs of digits, and what else is often pressed. */
const READINGS_MAX = 1_000;
const recalls = new WeakMap<Words, Recall<Reading>>();

/**
 * Reads one message, purely: STOP, then global words and digits, then an answer (docs/wording.md section 1). The words
 * of every language count, whatever the member's.
 */
export function readText(text: string, words: Words, options: ReadOptions): Reading {
  if (text.length > PRESSED_MAX) return read(text, words, options);
  let recall = recalls.get(words);
  if (recall === undefined) recalls.set(words, (recall = createRecall(READINGS_MAX)));
  return recall(`${options.digitsAreAnswers} ${text}`, () => read(text, words, options));
}

function read(text: string, words: Words, options: ReadOptions): Reading {
  const clean = cleanText(text);
  const said = wordsOf(clean);
  const command = said.length > COMMAND_WORDS_MAX ? undefined : readCommand(said, words);
  // Risk words are to be read between STOP and the other words (docs/wording.md section 1).
  if (command?.kind === 'complaint') return { kind: 'complaint', text: clean };
  return (
    command ??
    readDigits(clean, options) ?? { kind: 'answer', text: LONE_NUMBER.exec(clean)?.[1] ?? clean }
  );
}

/** A word of ours; what was written stands beside it where the reading has to have it. */
type Command = Exclude<Reading, { kind: 'complaint' }> | { kind: 'complaint' };

function readCommand(said: readonly string[], words: Words): Command | undefined {
  const broken = said.join('');
  if (broken.length >= BROKEN_WORD_MIN && words.stopSpellings.has(broken)) {
    return { kind: 'stop', mayMeanWait: words.meanings.get(squeeze(broken))?.mayMeanWait === true };
  }
  const squeezed = squeezeWords(said, words.ordinary);
  const bare = withoutCourtesies(squeezed, words);
  return readStop(bare, words) ?? readWord(squeezed, words) ?? readWord(bare, words);
}

/** Stop words, any number of them, and at most what says "the messages" behind. */
function readStop(said: readonly string[], words: Words): Command | undefined {
  let at = 0;
  let mayMeanWait = true;
  for (let length = 1; length > 0; at += length) {
    length = lengthOfPhrase(said, at, words.stops);
    const word = said.slice(at, at + length).join(' ');
    mayMeanWait &&= length === 0 || words.meanings.get(word)?.mayMeanWait === true;
  }
  const only = at === said.length || words.stopWhat.has(said.slice(at).join(' '));
  return at > 0 && only ? { kind: 'stop', mayMeanWait } : undefined;
}

function readWord(said: readonly string[], words: Words): Command | undefined {
  const meaning = words.meanings.get(said.join(' '));
  return meaning === undefined || meaning.kind === 'stop' ? undefined : { kind: meaning.kind };
}

function readDigits(clean: string, options: ReadOptions): Reading | undefined {
  const digits = LONE_NUMBER.exec(clean)?.[1];
  if (digits === undefined) return undefined;
  return DIGITS_ALWAYS[digits] ?? (options.digitsAreAnswers ? undefined : DIGITS[digits]);
}

/** The words without `please` and the like. */
function withoutCourtesies(said: readonly string[], words: Words): string[] {
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
