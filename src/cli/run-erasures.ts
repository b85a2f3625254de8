import { newId } from '../base/ids.ts';
import { Refusal } from '../base/refusal.ts';
import {
  countErasures,
  readLedger,
  replayErased,
  replayStopped,
  type LedgerEntry,
} from '../store/ledger.ts';
import type { AtDatabase } from './with-database.ts';

const HOW =
  'npm run erasures counts them, npm run -s erasures -- export writes the ledger, ' +
  'npm run erasures -- replay FILE applies a ledger to a restored database.';
const ERASED = /^erased ([0-9a-f-]{36}) ([0-9a-f]{64,128}) (\S+)$/;
const STOPPED = /^stopped ([0-9a-f]{64,128}) (\S+)$/;

type At = Pick<AtDatabase, 'pool' | 'clock'>;
type Reach = <T>(work: (at: At) => Promise<T>) => Promise<T>;

/** Counts erasures, writes the ledger of them and of STOPs, or applies one. @throws Refusal */
export async function runErasures(
  typed: readonly string[],
  { reach, read }: { reach: Reach; read: (file: string) => Promise<string> },
): Promise<string> {
  const [act, file, ...rest] = typed;
  if (act === undefined) return reach(counts);
  if (act === 'export' && file === undefined) return reach(exported);
  if (act !== 'replay' || file === undefined || rest.length > 0) throw new Refusal('invalid', HOW);
  const entries = parseLedger(await read(file));
  return reach((at) => replayed(at, entries));
}

async function counts({ pool }: At): Promise<string> {
  const { pending, undone, done, nextDueAt } = await pool.run(countErasures);
  const next = nextDueAt === null ? '' : `, the next at ${nextDueAt.toISOString()}`;
  return `${pending} pending${next}; ${undone} undone; ${done} done.`;
}

async function exported({ pool }: At): Promise<string> {
  return (await pool.run(readLedger)).map(lineOf).join('\n');
}

function lineOf(entry: LedgerEntry): string {
  const { suppressIndex, at } = entry;
  const rest = `${suppressIndex.toString('hex')} ${at.toISOString()}`;
  return entry.kind === 'erased' ? `erased ${entry.phoneId} ${rest}` : `stopped ${rest}`;
}

/** @throws Refusal naming the first line that is none of a ledger: one that is left out would bring somebody back */
export function parseLedger(text: string): LedgerEntry[] {
  const lines = text.split('\n').map((line) => line.trim());
  return lines.flatMap((line, index) => {
    if (line === '') return [];
    const entry = entryOf(line);
    if (entry === undefined)
      throw new Refusal('invalid', `Line ${index + 1} is no line of a ledger. Nothing was done.`);
    return [entry];
  });
}

function entryOf(line: string): LedgerEntry | undefined {
  const [, phoneId, erased, erasedAt = ''] = ERASED.exec(line) ?? [];
  const [, stopped, stoppedAt = ''] = STOPPED.exec(line) ?? [];
  const at = new Date(erasedAt + stoppedAt);
  if (Number.isNaN(at.getTime())) return undefined;
  if (phoneId !== undefined && erased !== undefined)
    return { kind: 'erased', phoneId, suppressIndex: Buffer.from(erased, 'hex'), at };
  if (stopped === undefined) return undefined;
  return { kind: 'stopped', suppressIndex: Buffer.from(stopped, 'hex'), at };
}

async function replayed({ pool, clock }: At, entries: readonly LedgerEntry[]): Promise<string> {
  let [erased, stopped] = [0, 0];
  for (const entry of entries) {
    const now = clock.now();
    if (entry.kind === 'erased') {
      const id = newId(now.getTime());
      erased += await pool.transact((tx) => replayErased(tx, entry, { id, now }));
    } else stopped += await pool.transact((tx) => replayStopped(tx, entry, now));
  }
  return (
    `${entries.length} entries read. Erased again: ${erased}. Stopped again: ${stopped}; ` +
    'the service finishes these when it starts.'
  );
}
