import type { Pool, Tx } from '../../src/store/connect.ts';
import { until } from './until.ts';

/** Milliseconds in which whoever is to wait for a lock does, on a machine that does other work too. */
const WAITS_WITHIN_MS = 40_000;

/**
 * Holds a lock, so that several who want it come to wait for it with what they have read before. `release` does what
 * is to be done before them, lets them go on and resolves once it is free.
 */
export async function holdLock(
  pool: Pool,
  take: (tx: Tx) => Promise<unknown>,
): Promise<{
  waiting(count: number): Promise<void>;
  release(first?: (tx: Tx) => Promise<unknown>): Promise<void>;
}> {
  const held = Promise.withResolvers<((tx: Tx) => Promise<unknown>) | undefined>();
  const locked = Promise.withResolvers<void>();
  const holding = pool.transact(
    async (tx) => {
      await take(tx);
      locked.resolve();
      await (
        await held.promise
      )?.(tx);
    },
    { deadlineMs: 60_000 },
  );
  await Promise.race([locked.promise, holding]);
  return {
    waiting: (count) =>
      until(
        `${count} wait for the lock`,
        () =>
          pool.run(async (db) => {
            const rows = await db`
          select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
            return rows.length === count;
          }),
        WAITS_WITHIN_MS,
      ),
    async release(first) {
      held.resolve(first);
      await holding;
    },
  };
}
