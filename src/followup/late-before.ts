import { dutyAfter } from '../flow/duty-hours.ts';
import type { LateBefore } from '../store/request-board.ts';
import type { LadderTimes } from './ladder.ts';

/** Times of duty are hours; in so many days every one of them has run out. */
const LOOK_BACK_MS = 30 * 24 * 3_600_000;

/** Whoever asked before these moments should have been met by now, counted in hours of duty as the ladder counts. */
export function lateBefore(times: LadderTimes, now: Date): LateBefore {
  const { urgentWithinMs, callWithinMs } = times.escalation;
  return {
    urgent: lastOnTime(times, now, urgentWithinMs),
    talk: lastOnTime(times, now, callWithinMs),
  };
}

/** The last moment whose time has run out by now, found by halving: the later somebody asked, the later it runs out. */
function lastOnTime(times: LadderTimes, now: Date, withinMs: number): Date {
  let [late, fine] = [now.getTime() - LOOK_BACK_MS, now.getTime()];
  while (fine - late > 1) {
    const middle = Math.floor((late + fine) / 2);
    if (dutyAfter(times, new Date(middle), withinMs) <= now) late = middle;
    else fine = middle;
  }
  return new Date(fine);
}
