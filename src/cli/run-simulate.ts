import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../base/clock.ts';
import { createLog } from '../base/log.ts';
import { Refusal } from '../base/refusal.ts';
import { readConfig } from '../config.ts';
import type { Target } from '../store/connect.ts';
import { startEmbedded } from '../store/embedded/start-embedded.ts';
import { targetOf } from '../target.ts';
import { readArgs } from './read-args.ts';
import { sayProgress } from './simulate/say-progress.ts';
import { simulate } from './simulate/simulate.ts';

const HOW =
  'npm run -s simulate -- --months 6 --members 10000 --counsellors 300 --seed 1 --json; --weeks 8 in place of months; --minutes 30 to end it then.';
const WEEKS_A_MONTH = 52 / 12;
const MINUTE_MS = 60_000;
const OPTIONS = {
  months: { type: 'string', default: '6' },
  weeks: { type: 'string' },
  members: { type: 'string', default: '1000' },
  counsellors: { type: 'string', default: '0' },
  seed: { type: 'string', default: '1' },
  step: { type: 'string', default: '10' },
  minutes: { type: 'string' },
  json: { type: 'boolean', default: false },
} as const;
/**
 * The simulation may be lost: what it writes need not survive a power cut, and is not waited for. The same few hundred
 * statements run millions of times, so that each is planned once.
 */
const FAST = {
  plan_cache_mode: 'force_generic_plan',
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  wal_level: 'minimal',
  max_wal_senders: '0',
  max_wal_size: '8GB',
  checkpoint_timeout: '1h',
  shared_buffers: '2GB',
  // In seconds of its own the tables grow as elsewhere in weeks.
  autovacuum_naptime: '15s',
};

/** Simulates months of a programme in a database of its own, which is deleted at the end. @throws Refusal */
export async function runSimulate(typed: readonly string[]): Promise<string> {
  const { values } = readArgs({ args: [...typed], options: OPTIONS }, HOW);
  const whole = (name: 'members' | 'counsellors' | 'seed' | 'step', most: number) =>
    wholeNumber(name, values[name], most);
  const members = whole('members', 1_000_000);
  const weeks =
    values.weeks === undefined
      ? Math.round(wholeNumber('months', values.months, 60) * WEEKS_A_MONTH)
      : wholeNumber('weeks', values.weeks, 260);
  const { PROGRAMME: programme, FLOWS_DIR: flowsFolder } = readConfig();
  const beganMs = systemClock.monotonicMs();
  const mostMs =
    values.minutes === undefined
      ? Infinity
      : wholeNumber('minutes', values.minutes, 10_000) * MINUTE_MS;
  const progress = sayProgress({ weeks, members, say: (line) => process.stderr.write(line) });
  const found = await inOwnDatabase((target) =>
    simulate({
      target,
      programme,
      flowsFolder,
      weeks,
      members,
      counsellors: whole('counsellors', 100_000),
      seed: whole('seed', 2 ** 31),
      stepMinutes: whole('step', 60),
      isOver: () => systemClock.monotonicMs() - beganMs > mostMs,
      progress,
    }),
  );
  const minutes = (systemClock.monotonicMs() - beganMs) / MINUTE_MS;
  const played = members * found.weeks;
  const all = { ...found, minutes, memberWeeksAMinute: Math.round(played / minutes) };
  return JSON.stringify(all, undefined, values.json ? 0 : 2);
}

async function inOwnDatabase<T>(work: (target: Target) => Promise<T>): Promise<T> {
  const dataDir = mkdtempSync(join(tmpdir(), 'mazano-simulate-'));
  const log = createLog(() => undefined, systemClock.now);
  const server = await startEmbedded({ dataDir, log, settings: FAST });
  try {
    return await work(targetOf(readConfig({}), server));
  } finally {
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

function wholeNumber(name: string, text: string, most: number): number {
  const number = Number(text);
  if (/^\d+$/u.test(text) && number <= most) return number;
  throw new Refusal('invalid', `--${name} takes a whole number up to ${most}. ${HOW}`);
}
