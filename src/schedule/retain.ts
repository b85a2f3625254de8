import type { Clock } from '../base/clock.ts';
import type { Keyring } from '../base/keyring.ts';
import type { Log } from '../base/log.ts';
import { forgetWords } from '../engine/forget-words.ts';
import type { Pool } from '../store/connect.ts';
import { countLastWords } from '../store/last-words.ts';
import { BODY_DAYS, KEPT, UNLINKED } from '../store/retention.ts';
import { shredKeys } from '../store/shred-keys.ts';
import { forgetQuiet, isQuiet, quietNumbers, type Quiet } from '../store/strangers.ts';

const DAY_MS = 24 * 3_600_000;
/** Rows taken away in one statement: some milliseconds of locks. */
const BATCH = 500;
/** Longest one statement may take: the first run on an old database reads much. */
const LIMIT = { deadlineMs: 10 * 60_000 };
/** Who never took part is kept for so long after the last word, in days. */
export const STRANGER_DAYS = 7;
/** Who took part, has no consent left and was not heard since is kept for so long after that, in days. */
export const GONE_DAYS = 365;
/** Keys of erasures that ended within so many days are shredded again: a busy hour may have kept the last run from it. */
const SHRED_DAYS = 2;
const STRANGERS = 'numbers of strangers';
const GONE = 'numbers of members who are gone';
const QUIET_DAYS: Readonly<Record<Quiet, number>> = { strangers: STRANGER_DAYS, gone: GONE_DAYS };
const LAST_WORDS = 'last words of a talk';
const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';

/** How many of one kind were over their time. */
export type Retained = { name: string; days: number; count: number };

export type RetainParts = {
  /** The owner of the schema: no role of the service may take these away. */
  pool: Pool;
  keyring: Keyring;
  clock: Clock;
};

/** What is over its time at this moment, kind by kind; nothing is changed. */
export async function overdue({
  pool,
  clock,
}: Pick<RetainParts, 'pool' | 'clock'>): Promise<Retained[]> {
  const counts: Retained[] = [];
  for (const { name, days, count } of KEPT) {
    const before = daysBefore(clock, days);
    counts.push({ name, days, count: await pool.run((db) => count(db, before), LIMIT) });
  }
  const look = (kind: Quiet) =>
    eachQuiet({ pool, clock }, kind, (id, before) =>
      pool.run((db) => isQuiet(db, id, { kind, before }), LIMIT),
    );
  const quietOnes = { strangers: await look('strangers'), gone: await look('gone') };
  const quiet = daysBefore(clock, BODY_DAYS);
  const words = await pool.run((db) => countLastWords(db, quiet), LIMIT);
  return [...counts, ...special(quietOnes, words)];
}

/**
 * Takes away what is over its time, a little at a time, and then what is left of deleted keys in the files of the database. A
 * run that was cut is taken up by the next.
 */
export async function retain({
  pool,
  keyring,
  clock,
  log,
}: RetainParts & { log: Log }): Promise<Retained[]> {
  const taken: Retained[] = [];
  // Before the words of its last turn go: by these it is seen that a talk still holds them.
  const words = await forgetWords({ pool, keyring }, daysBefore(clock, BODY_DAYS), LIMIT);
  for (const { name, days, clear } of KEPT) {
    const before = daysBefore(clock, days);
    let count = 0;
    for (;;) {
      const some = await pool.run((db) => clear(db, before, BATCH), LIMIT);
      count += some;
      if (some < BATCH) break;
    }
    taken.push({ name, days, count });
  }
  const forget = (kind: Quiet) =>
    eachQuiet({ pool, clock }, kind, (id, before) =>
      pool.run((db) => forgetQuiet(db, id, { kind, before, now: clock.now() }), LIMIT),
    );
  // Who is unlinked for as long goes above; a number that then belongs to nobody is a stranger's at the next run.
  const forgotten = { strangers: await forget('strangers'), gone: await forget('gone') };
  const since = daysBefore(clock, SHRED_DAYS);
  const hasKeys = forgotten.strangers + forgotten.gone + membersIn(taken) > 0;
  const left = await shredKeys(pool, { since, forgotten: hasKeys }, LIMIT);
  for (const { table, why } of left) log.warn('keys_not_shredded', { table, why });
  return [...taken, ...special(forgotten, words)];
}

/** The kinds that take more than a statement. */
function special(quiet: Record<Quiet, number>, words: number): Retained[] {
  return [
    { name: STRANGERS, days: STRANGER_DAYS, count: quiet.strangers },
    { name: GONE, days: GONE_DAYS, count: quiet.gone },
    { name: LAST_WORDS, days: BODY_DAYS, count: words },
  ];
}

/** How many members' keys went with what was taken. */
function membersIn(taken: readonly Retained[]): number {
  return taken.find(({ name }) => name === UNLINKED)?.count ?? 0;
}

/** Does it for every number that has long been quiet; returns how often it was true. */
async function eachQuiet(
  { pool, clock }: Pick<RetainParts, 'pool' | 'clock'>,
  kind: Quiet,
  each: (id: string, before: Date) => Promise<boolean>,
): Promise<number> {
  const before = daysBefore(clock, QUIET_DAYS[kind]);
  let after = BEFORE_ALL;
  let count = 0;
  for (;;) {
    const place = { kind, before, after, limit: BATCH };
    const ids = await pool.run((db) => quietNumbers(db, place), LIMIT);
    for (const id of ids) if (await each(id, before)) count += 1;
    const last = ids.at(-1);
    if (last === undefined) return count;
    after = last;
  }
}

function daysBefore(clock: Clock, days: number): Date {
  return new Date(clock.now().getTime() - days * DAY_MS);
}
