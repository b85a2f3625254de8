import type { Chance } from './chance.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const DAYS_A_WEEK = 7;
/** Meetings at which people are told of it, on working days: hours after the beginning, which is a Monday morning. */
const MEETINGS_HOURS = [2, 6] as const;
const WORKING_DAYS = 5;
/** Whoever joins at a meeting has done so after that long. */
const MEETING_MS = 40 * MINUTE_MS;

/** When somebody joins, in milliseconds after the beginning: one in two at a meeting with others, the rest at any time. */
export function joinsAfter(chance: Chance, withinMs: number): number {
  const anyTime = chance.below(withinMs);
  if (chance.next() < 0.5) return anyTime;
  const day = Math.floor(anyTime / DAY_MS);
  const meeting = day * DAY_MS + chance.pick(MEETINGS_HOURS) * HOUR_MS + chance.below(MEETING_MS);
  return day % DAYS_A_WEEK < WORKING_DAYS && meeting < withinMs ? meeting : anyTime;
}
