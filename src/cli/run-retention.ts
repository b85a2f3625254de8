import { Refusal } from '../base/refusal.ts';
import { overdue, retain, type Retained } from '../schedule/retain.ts';
import type { AtDatabase } from './with-database.ts';

const HOW =
  'npm run retention -- --dry-run counts what is over its time, npm run retention takes it away.';

/** Says, kind by kind, what is over its time, or takes it away. @throws Refusal */
export async function runRetention(
  typed: readonly string[],
  reach: <T>(
    work: (at: Pick<AtDatabase, 'pool' | 'keyring' | 'clock' | 'log'>) => Promise<T>,
  ) => Promise<T>,
): Promise<string> {
  const dry = typed[0] === '--dry-run';
  if (typed.length > (dry ? 1 : 0)) throw new Refusal('invalid', HOW);
  const counts = await reach((at) => (dry ? overdue(at) : retain(at)));
  const total = counts.reduce((sum, { count }) => sum + count, 0);
  const said = dry ? 'Over their time; nothing was changed:' : 'Taken away:';
  return [said, ...counts.map(lineOf), `${String(total).padStart(8)}  in all`].join('\n');
}

function lineOf({ name, days, count }: Retained): string {
  return `${String(count).padStart(8)}  ${name}, after ${days} ${days === 1 ? 'day' : 'days'}`;
}
