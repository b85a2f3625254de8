import { pause } from '../../src/base/clock.ts';

const LOOK_MS = 50;

/** Looks until it holds. @throws Error when it does not within `limitMs` */
export async function until(
  what: string,
  holds: () => boolean | Promise<boolean>,
  limitMs: number,
): Promise<void> {
  const byMs = performance.now() + limitMs;
  while (!(await holds())) {
    if (performance.now() > byMs) throw new Error(`${what}: not within ${limitMs} ms`);
    await pause(LOOK_MS);
  }
}
