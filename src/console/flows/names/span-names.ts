import type { Words } from '../../frame/words.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** A time in words: days beyond two of them, else hours, else minutes. */
export function spanName(w: Words, ms: number): string {
  if (ms > 2 * DAY_MS && ms % DAY_MS === 0) return w('read.time_d', { count: ms / DAY_MS });
  return ms >= HOUR_MS
    ? w('read.time_h', { count: Math.round(ms / HOUR_MS) })
    : w('read.time_m', { count: Math.round(ms / MINUTE_MS) });
}
