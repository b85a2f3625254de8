import { PRESSED_MAX, type Reading, readBeside, type ReadOptions, readText } from './read-text.ts';
import { findRisk, type Risk, type Risks } from './read-risk.ts';
import { hear } from './read-said.ts';
import type { Words } from './read-words.ts';

/**
 * How a text is understood, whole: what it says to the service, and whether a sign of danger stands in it, which adds
 * help and takes nothing away. `pause`: it may be a STOP too, so sending pauses at once.
 */
export type Understood = { reading: Reading; risk: Risk | undefined; pause: boolean };

/** Reads one text, purely, in the order of docs/wording.md section 1: STOP, danger, words and digits, an answer. */
export function understand(
  text: string,
  words: Words,
  risks: Risks,
  options: ReadOptions,
): Understood {
  // What is pressed holds no words, and its reading is kept.
  if (text.length <= PRESSED_MAX) return without(readText(text, words, options));
  const heard = hear(text);
  const danger = findRisk(heard.said, risks);
  const { reading, isUnclear } = readBeside(heard, words, options, danger?.spans ?? []);
  if (danger === undefined) return without(reading);
  return { reading, risk: danger.risk, pause: isUnclear || mayStop(reading) };
}

function without(reading: Reading): Understood {
  return { reading, risk: undefined, pause: mayStop(reading) };
}

function mayStop({ kind }: Reading): boolean {
  return kind === 'stop' || kind === 'stop_digits' || kind === 'stop_or_go_on';
}
