import type { ReleasePlan, StagePercent, StageState } from '../store/release-stages.ts';

/** The shares of phones that a release goes through. */
const SHARES: readonly StagePercent[] = [1, 10, 100];

/** A STOP comes within hours of the text that caused it, at night the next morning: one whole day shows it. */
export const WATCHED_LEAST_MS = 24 * 3_600_000;
/** So many people show within an hour what is wrong for one in twenty of them, with the bounds of the watch. */
const PEOPLE_ENOUGH = 200;

/** The next share; undefined behind the last. */
export function nextShare(percent: StagePercent): StagePercent | undefined {
  return SHARES[SHARES.indexOf(percent) + 1];
}

/** Whether a share was watched for long enough, or by enough people. `since`: it goes on, `people`: who began since then. */
export function isWatched({ since, people }: { since: Date; people: number }, now: Date): boolean {
  return people >= PEOPLE_ENOUGH || isWatchedForLong(since, now);
}

/** Whether a share is widened: by one person once it was watched, before that by two, whatever plan they agreed to. */
export function mayWiden({ watched, two }: { watched: boolean; two: boolean }): boolean {
  return watched || two;
}

/** What is known of a share when it is asked whether it goes on by itself. */
type Share = { plan: ReleasePlan | null; state: StageState; since: Date; people: number };

/**
 * Whether a release goes on by itself: both approvals agreed to it, its whole day is over, it is not held, and somebody has begun
 * it, since a day that nobody saw shows nothing.
 */
export function goesOnByPlan({ plan, state, since, people }: Share, now: Date): boolean {
  return plan === 'steps' && state === 'running' && people > 0 && isWatchedForLong(since, now);
}

export function isWatchedForLong(since: Date, now: Date): boolean {
  return now.getTime() - since.getTime() >= WATCHED_LEAST_MS;
}
