import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { Refusal } from '../base/refusal.ts';

/** Asks one thing and resolves with what was typed. */
export type Ask = (question: string) => Promise<string>;

/**
 * Asks line by line. `questions`: where they are shown; nowhere when the answers come from a file or another program.
 * @throws Refusal when there is no line any more
 */
export function askLines(input: Readable, questions: Writable | undefined): Ask & { end(): void } {
  const lines = createInterface({ input, crlfDelay: Infinity });
  const iterator = lines[Symbol.asyncIterator]();
  const ask = async (question: string): Promise<string> => {
    questions?.write(`${question} `);
    const { value, done } = await iterator.next();
    if (done === true) throw new Refusal('invalid', `Nothing was typed at: ${question}`);
    return value.trim();
  };
  return Object.assign(ask, { end: () => lines.close() });
}
