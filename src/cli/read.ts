import { text } from 'node:stream/consumers';
import { Refusal } from '../base/refusal.ts';
import { HOW_TO_READ, runRead } from './run-read.ts';
import { endWhenNobodyReads } from './when-nobody-reads.ts';

/** The exit code where the command itself was not understood. */
const WRONG_USAGE = 2;

endWhenNobodyReads();
try {
  const args = process.argv.slice(2);
  const words = args.includes('--help')
    ? HOW_TO_READ
    : await runRead(args, () => text(process.stdin));
  if (words !== '') process.stdout.write(`${words}\n`);
} catch (error) {
  if (!(error instanceof Refusal)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = WRONG_USAGE;
}
