import { type Reading, readBeside, type ReadOptions, readText } from './read-text.ts';
import { findRisk, type Risk, type Risks } from './read-risk.ts';
import { saidOf } from './read-said.ts';
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
  const danger = findRisk(saidOf(text), risks);
  if (danger === undefined) {
    const reading = readText(text, words, options);
    return { reading, risk: undefined, pause: mayStop(reading) };
  }
  const { reading, isUnclear } = readBeside(text, words, options, danger.spans);
  return { reading, risk: danger.risk, pause: isUnclear || mayStop(reading) };
}

function mayStop({ kind }: Reading): boolean {
  return kind === 'stop' || kind === 'stop_digits' || kind === 'stop_or_go_on';
}
