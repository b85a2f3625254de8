import type { StagePercent, StageState } from '../store/release-stages.ts';

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

export type Watched = { state: StageState; watchedSince: Date; people: number };

/** Whether a stage was watched for long enough, or by enough people. */
export function isWatched({ watchedSince, people }: Omit<Watched, 'state'>, now: Date): boolean {
  return people >= PEOPLE_ENOUGH || now.getTime() - watchedSince.getTime() >= WATCHED_LEAST_MS;
}
