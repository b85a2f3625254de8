import type { Clock } from '../base/clock.ts';

/** Lets through so many segments a second, with at most one second's worth saved up. */
export type Rate = {
  /** Milliseconds to wait before sending these segments; what is taken is taken. */
  take(segments: number): number;
  /** How many messages may be claimed now, so that none outlives its lease while it waits for its turn. */
  room(): number;
};

/** A claim waits at most about so long for its turn, in milliseconds: a part of the lease of 10 s. */
const CLAIMED_AHEAD_MS = 2_000;

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
    room() {
      const aheadMs = Math.max(0, freeAtMs - clock.monotonicMs());
      if (aheadMs >= CLAIMED_AHEAD_MS) return 0;
      return Math.max(1, Math.floor((CLAIMED_AHEAD_MS - aheadMs) / perSegmentMs));
    },
  };
}
