import { createInterface } from 'node:readline';
import { Refusal } from '../base/refusal.ts';
import { readTalkOptions, TALK_HELP } from './talk/read-options.ts';
import { runTalk } from './talk/run-talk.ts';
import { endWhenNobodyReads } from './when-nobody-reads.ts';

/** A phone in the terminal: lines come from whoever types, or from a pipe. */
const terminal = process.stdin.isTTY && process.stdout.isTTY;
const reader = createInterface({
  input: process.stdin,
  output: process.stdout,
  terminal,
  prompt: '> ',
});
// At once: what a pipe has written before anybody asks would be lost.
const lines = reader[Symbol.asyncIterator]();
reader.on('SIGINT', () => reader.close());
let isClosed = false;
reader.on('close', () => (isClosed = true));
endWhenNobodyReads();

try {
  const typed = process.argv.slice(2);
  const print = (words: string) => void process.stdout.write(`${words}\n`);
  const prompt = () => {
    if (terminal && !isClosed) reader.prompt();
  };
  if (typed.includes('--help')) print(TALK_HELP);
  else await runTalk(readTalkOptions(typed), { lines, terminal, print, prompt });
} catch (error) {
  if (!(error instanceof Refusal)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
} finally {
  reader.close();
}
