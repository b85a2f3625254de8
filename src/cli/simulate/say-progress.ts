import { systemClock } from '../../base/clock.ts';
import type { Progress } from './simulate.ts';

/** A line every so many milliseconds of real time. */
const EVERY_MS = 5_000;

/** Says now and then how far the simulation is, and how long the rest may take. */
export function sayProgress(of: { weeks: number; members: number; say: (line: string) => void }) {
  const beganMs = systemClock.monotonicMs();
  let saidMs = beganMs;
  return ({ week, joined, messages, arrivals }: Progress): void => {
    const atMs = systemClock.monotonicMs();
    if (atMs - saidMs < EVERY_MS) return;
    saidMs = atMs;
    const seconds = (atMs - beganMs) / 1_000;
    const left = week === 0 ? 0 : Math.round((seconds * (of.weeks - week)) / week / 60);
    const rate = Math.round((messages + arrivals) / seconds);
    of.say(
      `week ${week.toFixed(1)} of ${of.weeks}: ${joined()} of ${of.members} people take part, ${messages} texts sent, ` +
        `${rate} texts and answers a second, about ${left} min left\n`,
    );
  };
}
