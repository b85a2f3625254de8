import type { Pool } from '../../src/store/connect.ts';
import { tookMs } from './core-waits.ts';

/** What collects garbage or writes behind the scenes hits one try, not all. */
const TRIES_MAX = 8;

/** Milliseconds of the first try within the limit, else of the quickest of all; what the machine did meanwhile is not counted. */
export async function quickest(
  pool: Pool,
  limitMs: number,
  work: () => Promise<unknown>,
): Promise<number> {
  let best = Number.POSITIVE_INFINITY;
  for (let tried = 0; tried < TRIES_MAX && best >= limitMs; tried += 1)
    best = Math.min(best, await tookMs(pool, work));
  return best;
}
