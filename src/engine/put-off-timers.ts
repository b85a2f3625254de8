import type { Pool } from '../store/connect.ts';
import { deferTimers, type TimerTimes } from '../store/timers.ts';
import { createLine } from './line.ts';

type Deferral = TimerTimes & { id: string };

/** Puts one timer off. Resolves once it is committed. @throws LineFull, or what saving threw */
export type PutOff = (timer: Deferral) => Promise<void>;

/** Of many that fall due at night most are put off: they are saved together, and no turn waits for them. */
export function createPutOff(pool: Pool): PutOff {
  const line = createLine<Deferral, undefined>(async (batch) => {
    const timers = batch.map(({ arrival }) => arrival);
    await pool.run((db) => deferTimers(db, timers));
    for (const entry of batch) entry.settle({ status: 'fulfilled', value: undefined });
  });
  return async (timer) => {
    await line.submit(timer, timer.id, timer.id);
  };
}
