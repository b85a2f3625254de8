import type { MovableClock } from '../../base/clock.ts';

type Ahead = {
  actsMs: number | undefined;
  due: { next: Date | null; again: Date | null };
  stepMs: number;
  endMs: number;
};

/**
 * Moves the clock to the next moment at which anything happens, a step on at least; but what a busy gateway refused waits
 * for no step, since an answer is worth sending for minutes. False: the end is reached.
 */
export function toNextStep(
  clock: MovableClock,
  { actsMs = Infinity, due, stepMs, endMs }: Ahead,
): boolean {
  const nowMs = clock.now().getTime();
  const happensMs = Math.min(due.next?.getTime() ?? Infinity, actsMs);
  const nextMs = Math.min(due.again?.getTime() ?? Infinity, Math.max(nowMs + stepMs, happensMs));
  if (nextMs > endMs) return false;
  clock.moveMs(nextMs - nowMs);
  return true;
}
