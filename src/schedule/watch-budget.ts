import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import type { Pool } from '../store/connect.ts';
import { noteSpent } from '../store/sending-limits.ts';

type BudgetParts = { pool: Pool; clock: Clock; log: Log; timeZone: string };

/** Counts what the day has cost so far, and says once when its budget begins or ends to hold texts up. */
export async function watchBudget({ pool, clock, log, timeZone }: BudgetParts): Promise<void> {
  const now = clock.now();
  const held = await pool.run((db) => noteSpent(db, now, startOfDay(now, timeZone)));
  if (held === 0) log.info('budget_free');
  else if (held !== undefined) log.warn('budget_held', { held });
}

function startOfDay(now: Date, timeZone: string): Date {
  const there = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(timeZone);
  return new Date(there.startOfDay().epochMilliseconds);
}
