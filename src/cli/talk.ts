import { createInterface } from 'node:readline';
import { Refusal } from '../base/refusal.ts';
import { readTalkOptions } from './talk/read-options.ts';
import { runTalk } from './talk/run-talk.ts';

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
// Whoever reads our words may go first, as `head` does; then there is nobody to tell.
process.stdout.on('error', () => process.exit(0));

try {
  await runTalk(readTalkOptions(process.argv.slice(2)), {
    lines,
    terminal,
    print: (words) => process.stdout.write(`${words}\n`),
    prompt: () => {
      if (terminal) reader.prompt();
    },
  });
} catch (error) {
  const words =
    error instanceof Refusal ? error.message : 'That did not work. Try `npm run flows -- check`.';
  process.stderr.write(`${words}\n`);
  process.exitCode = 1;
} finally {
  reader.close();
}
