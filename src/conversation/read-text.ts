import { createRecall, type Recall } from '../base/recall.ts';
import { squeezeWords } from './read-normal.ts';
import type { Span } from './read-pattern.ts';
import { hear, type Heard } from './read-said.ts';
import {
  COMMAND_WORDS_MAX,
  readStopWithin,
  readWholeStop,
  type StopReading,
  withoutCourtesies,
} from './read-stop.ts';
import type { Words } from './read-words.ts';

/** How a message of a person is understood. Nothing anybody writes is invalid: what is no command is an answer. */
export type Reading =
  | StopReading
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
  /** WHO, INFO: one neutral line, the same for any number. */
  | { kind: 'who' }
  | { kind: 'delete' }
  | { kind: 'pause' }
  | { kind: 'receipt' }
  /** The word for a complaint. `text`: as of an answer, for a programme that hears none. */
  | { kind: 'complaint'; text: string }
  /** `text`: what was written, clean; a lone number without the marks around it (`1.` is `1`). */
  | { kind: 'answer'; text: string };

/** `digitsAreAnswers`: the open step asks for a number, time or date, so that only words, 88, 99 and 00 stay commands. */
export type ReadOptions = { digitsAreAnswers: boolean };

const LONE_NUMBER = /^[\s("*#]*(\d{1,15})[\s.,;:!?)"*#]*$/u;

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
export const PRESSED_MAX = 2;
/** Readings kept for each set of words: all pairs of digits, and what else is often pressed. */
const READINGS_MAX = 1_000;
const recalls = new WeakMap<Words, Recall<Reading>>();

/**
 * Reads one message, purely: STOP, then global words and digits, then an answer (docs/wording.md section 1). The words
 * of every language count, whatever the member's. Signs of danger are read by `understand`.
 */
export function readText(text: string, words: Words, options: ReadOptions): Reading {
  if (text.length > PRESSED_MAX) return readBeside(hear(text), words, options, []).reading;
  let recall = recalls.get(words);
  if (recall === undefined) recalls.set(words, (recall = createRecall(READINGS_MAX)));
  const read = () => readBeside(hear(text), words, options, []).reading;
  return recall(`${options.digitsAreAnswers} ${text}`, read);
}

/**
 * Reads a text in which some words are signs of danger. `isUnclear`: a stop word stands in it that nothing explains.
 */
export function readBeside(
  heard: Heard,
  words: Words,
  options: ReadOptions,
  danger: readonly Span[],
): { reading: Reading; isUnclear: boolean } {
  const whole = readWholeStop(heard, words);
  if (whole !== undefined) return { reading: whole, isUnclear: true };
  const within = readStopWithin(heard, words, danger);
  if (within.reading?.kind === 'stop') return { reading: within.reading, isUnclear: true };
  const reading = readCommand(heard, words) ??
    readDigits(heard.text, options) ??
    within.reading ?? { kind: 'answer', text: LONE_NUMBER.exec(heard.text)?.[1] ?? heard.text };
  return { reading, isUnclear: within.isUnclear };
}

function readCommand({ text, plain }: Heard, words: Words): Reading | undefined {
  if (plain.length > COMMAND_WORDS_MAX) return undefined;
  const squeezed = squeezeWords(plain, words.ordinary);
  const meaning =
    words.meanings.get(squeezed.join(' ')) ??
    words.meanings.get(withoutCourtesies(squeezed, words).join(' '));
  if (meaning === undefined || meaning.kind === 'stop') return undefined;
  return meaning.kind === 'complaint' ? { kind: 'complaint', text } : { kind: meaning.kind };
}

function readDigits(clean: string, options: ReadOptions): Reading | undefined {
  const digits = LONE_NUMBER.exec(clean)?.[1];
  if (digits === undefined) return undefined;
  return DIGITS_ALWAYS[digits] ?? (options.digitsAreAnswers ? undefined : DIGITS[digits]);
}
