import type { Clock } from '../base/clock.ts';

/** Lets through so many segments a second, with at most one second's worth saved up. */
export type Rate = { take(segments: number): number };

/** `take` returns how many milliseconds to wait before sending; what is taken is taken. */
export function createRate(clock: Clock, segmentsASecond: number): Rate {
  let freeAtMs = -Infinity;
  const perSegmentMs = 1_000 / segmentsASecond;
  return {
    take(segments) {
      const now = clock.monotonicMs();
      const from = Math.max(freeAtMs, now - 1_000);
      freeAtMs = from + segments * perSegmentMs;
      return Math.max(0, freeAtMs - now);
    },
  };
}
