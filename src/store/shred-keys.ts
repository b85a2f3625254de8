import { pause } from '../base/clock.ts';
import type { Pool } from './connect.ts';
import { tablesWithKeys } from './exchange-keys.ts';
import { isLockFault } from './row-fault.ts';
import type { Db } from './transact.ts';

/** 4 MB are 15,000 numbers and a quarter of a second for everybody (80,000: 1.2 s). A larger one: in a quiet hour, by hand. */
const SIZE_MAX = 4 * 1024 * 1024;
/** So long at most it waits for its turn at a table, since everybody else waits behind it. */
const LOCK_WAIT = '100ms';
/** A message on its way holds the table for up to 8 s: it is tried again between two of them. */
const TRIES_MAX = 100;
/** Rewriting stops everybody, so that it is done again only so often, and with so much time between, in milliseconds. */
const HELD_TRIES_MAX = 5;
const HELD_WAIT_MS = 400;

/** `held`: something else still reads the database as it was before the rows were deleted, such as a backup. */
export type Unshredded = { table: string; why: 'too_large' | 'busy' | 'held' };

/**
 * Rewrites the tables of keys, where any row was deleted. A deleted row otherwise stays readable in the file until its place is
 * used again, also after a plain vacuum. As the owner. Returns the tables that have to wait.
 */
export async function shredKeys(
  pool: Pool,
  { since, forgotten }: { since: Date; forgotten: boolean },
  limit: { deadlineMs: number },
): Promise<Unshredded[]> {
  const tables = await pool.run((db) => tablesToShred(db, since, forgotten), limit);
  const left: Unshredded[] = [];
  for (const { table, size } of tables) {
    const why = size > SIZE_MAX ? 'too_large' : await shredTable(pool, table, limit);
    if (why !== undefined) left.push({ table, why });
  }
  return left;
}

async function tablesToShred(db: Db, since: Date, forgotten: boolean) {
  const [recent] = await db<{ erased: boolean }[]>`
    select exists (select from erasure where state = 'done' and ended_at >= ${since})
      or exists (select from ballot where counted_at >= ${since})
      or exists (select from peer_group where closed_at >= ${since}) as erased`;
  if (recent?.erased !== true && !forgotten) return [];
  // Whatever else was sealed is worth nothing once the keys are gone.
  const names = ['phone', ...(await tablesWithKeys(db))];
  return await db<{ table: string; size: number }[]>`
    select name as table, pg_relation_size(name::regclass)::float8 as size
    from unnest(${names}::text[]) with ordinality as t(name, place) order by place`;
}

async function shredTable(pool: Pool, table: string, limit: { deadlineMs: number }) {
  for (let count = 0; count < HELD_TRIES_MAX; count += 1) {
    if (count > 0) await pause(HELD_WAIT_MS);
    const done = await rewrite(pool, table, limit);
    if (done === 'busy') return done;
    if (done === 'clean') return undefined;
  }
  return 'held';
}

/**
 * A rewrite takes along the deleted rows that anybody else could still see. How many these were it tells only in its notice: the
 * first number of the detail, in whatever language the server speaks; one that says nothing is not believed.
 */
async function rewrite(pool: Pool, table: string, limit: { deadlineMs: number }) {
  let detail = '';
  const heed = (said: string) => {
    detail ||= said;
  };
  const done = await pool.run((db) => isRewritten(db, table), { ...limit, heed });
  if (!done) return 'busy';
  return /\d+/u.exec(detail)?.[0] === '0' ? 'clean' : 'held';
}

async function isRewritten(db: Db, table: string): Promise<boolean> {
  await db`select set_config('lock_timeout', ${LOCK_WAIT}, false)`;
  for (let count = 0; count < TRIES_MAX; count += 1) {
    try {
      await db`vacuum (full, verbose) ${db(table)}`;
      return true;
    } catch (error) {
      if (!isLockFault(error)) throw error;
    }
  }
  return false;
}
