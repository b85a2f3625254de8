/** Wrong PINs in a row before the first wait: a hand that slips, and a memory that has two PINs to choose from. */
export const TRIES_MAX = 5;
/** The first wait; each wrong PIN after it doubles the next. In milliseconds. */
const WAIT_FIRST_MS = 15 * 60_000;
/** No wait is longer than a day: guessing is then a try a day, and she herself is let in tomorrow. */
const WAIT_MAX_MS = 24 * 3_600_000;
/** More tries than this change nothing any more; the column is a small integer. */
const COUNTED_MAX = 100;

/** Wrong PINs on one phone since the last right one, and until when none is looked at. */
export type PinTries = { tries: number; waitUntil: Date | null };

/** Whether a PIN is looked at now. Nobody is told that it is not: the menu shows again, right or wrong. */
export function mayTry({ waitUntil }: PinTries, now: Date): boolean {
  return waitUntil === null || waitUntil <= now;
}

/** The tries after a PIN that was looked at. */
export function afterTry({ tries }: PinTries, wasRight: boolean, now: Date): PinTries {
  if (wasRight) return { tries: 0, waitUntil: null };
  const count = Math.min(tries + 1, COUNTED_MAX);
  if (count < TRIES_MAX) return { tries: count, waitUntil: null };
  const waitMs = Math.min(WAIT_FIRST_MS * 2 ** (count - TRIES_MAX), WAIT_MAX_MS);
  return { tries: count, waitUntil: new Date(now.getTime() + waitMs) };
}
