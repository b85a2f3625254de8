import type { Pool } from '../store/connect.ts';
import { deferTimers, type TimerTimes } from '../store/timers.ts';
import { createLine } from './line.ts';

/** `missed`: it could not be sent in time, and waits for the next time of its rhythm. */
export type Deferral = TimerTimes & { missed?: boolean };

/**
 * Puts one timer off. Resolves once it is committed; `put_off` is a missed one, said once of each. @throws LineFull, or what
 * saving threw
 */
export type PutOff = (id: string, times: Deferral) => Promise<'deferred' | 'put_off'>;

/** Of many that fall due at night most are put off: they are saved together, and no turn waits for them. */
export function createPutOff(pool: Pool): PutOff {
  const line = createLine<Deferral & { id: string }, 'deferred' | 'put_off'>(async (batch) => {
    const timers = batch.map(({ arrival }) => arrival);
    const moved = await pool.run((db) => deferTimers(db, timers));
    for (const { arrival, settle } of batch) {
      const isFirst = arrival.missed === true && moved.has(arrival.id);
      settle({ status: 'fulfilled', value: isFirst ? 'put_off' : 'deferred' });
    }
  });
  return (id, times) => line.submit({ ...times, id }, id, id);
}
