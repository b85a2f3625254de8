import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import type { Turns } from '../engine/take-turns.ts';
import type { Pool } from '../store/connect.ts';
import { dropTimers, dueTimers, type DueTimer } from '../store/timers.ts';

/** Timers taken up at once: a few batches of turns. */
const DUE_MAX = 256;

export type TimerParts = {
  pool: Pool;
  turns: Turns;
  clock: Clock;
  log: Log;
};

/**
 * Lets every due timer have its turn. Two replicas may do the same: the turn number lets one of them win, and the turn
 * deletes the timer. What the conversation has left behind is deleted and counted; so is what was missed and waits for the
 * next time of its rhythm.
 */
export async function fireTimers({ pool, turns, clock, log }: TimerParts): Promise<void> {
  for (;;) {
    const due = await pool.run((db) => dueTimers(db, clock.now(), DUE_MAX));
    const outcomes = await Promise.all(due.map((timer) => fire(turns, timer, log)));
    const dropped = due.filter((_, index) => outcomes[index] === 'dropped').map(({ id }) => id);
    if (dropped.length > 0) {
      const count = await pool.run((db) => dropTimers(db, dropped));
      log.info('timers_dropped', { count });
    }
    const count = outcomes.filter((outcome) => outcome === 'put_off').length;
    if (count > 0) log.info('timers_put_off', { count });
    const moved = outcomes.some((outcome) => outcome !== 'failed');
    if (due.length < DUE_MAX || !moved) return;
  }
}

async function fire(turns: TimerParts['turns'], timer: DueTimer, log: Log) {
  const { numberIndex } = timer;
  const phone = numberIndex.toString('base64');
  const arrival = { kind: 'timer' as const, numberIndex, number: undefined, timer };
  try {
    return (await turns.submit(arrival, phone, `timer|${timer.id}`)).kind;
  } catch (error) {
    log.error('timer_not_taken', { timer: timer.id }, error);
    return 'failed';
  }
}
