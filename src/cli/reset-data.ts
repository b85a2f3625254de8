import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { systemClock } from '../base/clock.ts';
import { createLog, type Log } from '../base/log.ts';
import { Refusal } from '../base/refusal.ts';
import { assertDeletable, deleteData } from '../store/embedded/delete-data.ts';

export type ResetOptions = { dataDir: string; yes: boolean };

/**
 * Asks, then deletes the data folder. Whoever stands at the terminal decides: without one, only `--yes` does.
 * @returns the exit code: 0 deleted or nothing there, 1 not confirmed.
 * @throws Refusal with the reason why the folder is left alone.
 */
export async function resetData({ dataDir, yes }: ResetOptions): Promise<number> {
  const folder = resolve(dataDir);
  if (!existsSync(folder)) {
    console.log(`There is nothing to delete: ${dataDir} does not exist.`);
    return 0;
  }
  assertDeletable(folder);
  if (!yes && !(await isSure(dataDir))) {
    console.log('Nothing was deleted.');
    return 1;
  }
  await deleteData(folder, terminalLog());
  console.log(`Deleted ${dataDir}. The next "npm start" begins anew.`);
  return 0;
}

async function isSure(dataDir: string): Promise<boolean> {
  if (!process.stdin.isTTY) {
    throw new Refusal(
      'forbidden',
      'There is no terminal to ask at. To delete without a question: npm run reset -- --yes',
    );
  }
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const answered = terminal.question(
    `This deletes ${dataDir}: every phone, consent and message on this machine. Type yes: `,
  );
  const closed = new Promise<string>((left) => terminal.once('close', () => left('')));
  const answer = await Promise.race([answered, closed]);
  terminal.close();
  return answer.trim().toLowerCase() === 'yes';
}

function terminalLog(): Log {
  return createLog(
    (line) => process.stderr.write(line),
    () => systemClock.now(),
  );
}
