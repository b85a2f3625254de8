import { tablesWithKeys } from './exchange-keys.ts';
import { isLockFault } from './row-fault.ts';
import type { Db } from './transact.ts';

/** 4 MB are 15,000 numbers and a quarter of a second for everybody (80,000: 1.2 s). A larger one: in a quiet hour, by hand. */
const SIZE_MAX = 4 * 1024 * 1024;
/** So long at most it waits for its turn at a table, since everybody else waits behind it. */
const LOCK_WAIT = '100ms';
/** A message on its way holds the table for up to 8 s: it is tried again between two of them. */
const TRIES_MAX = 100;

export type Unshredded = { table: string; why: 'too_large' | 'busy' };

/**
 * Rewrites the tables of keys, where any row was deleted. A deleted row otherwise stays readable in the file until its place is
 * used again, also after a plain vacuum. Outside a transaction, as the owner. Returns the tables that have to wait.
 */
export async function shredKeys(
  db: Db,
  { since, forgotten }: { since: Date; forgotten: boolean },
): Promise<Unshredded[]> {
  const [recent] = await db<{ erased: boolean }[]>`
    select exists (select from erasure where state = 'done' and ended_at >= ${since}) as erased`;
  if (recent?.erased !== true && !forgotten) return [];
  const left: Unshredded[] = [];
  // Whatever else was sealed is worth nothing once the keys are gone.
  for (const table of ['phone', ...(await tablesWithKeys(db))]) {
    const [row] = await db<{ size: number }[]>`
      select pg_relation_size(${table}::regclass)::float8 as size`;
    const size = row?.size ?? 0;
    if (size > SIZE_MAX) left.push({ table, why: 'too_large' });
    else if (!(await isRewritten(db, table))) left.push({ table, why: 'busy' });
  }
  return left;
}

async function isRewritten(db: Db, table: string): Promise<boolean> {
  await db`select set_config('lock_timeout', ${LOCK_WAIT}, false)`;
  for (let count = 0; count < TRIES_MAX; count += 1) {
    try {
      await db`vacuum (full) ${db(table)}`;
      return true;
    } catch (error) {
      if (!isLockFault(error)) throw error;
    }
  }
  return false;
}
