import type { MovableClock } from '../../base/clock.ts';

/** A clock that stands still until it is moved, both of its times together. */
export function stillClock(start: Date): MovableClock {
  let offsetMs = 0;
  return {
    now: () => new Date(start.getTime() + offsetMs),
    monotonicMs: () => offsetMs,
    moveMs: (ms) => void (offsetMs += ms),
    offsetMs: () => offsetMs,
  };
}
