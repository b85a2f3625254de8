import type { Pool } from '../store/connect.ts';
import { countEnrolled } from '../store/enrolled.ts';
import { phonesInFlow } from '../store/release-stages.ts';

/**
 * People below which shares show nothing: 1 % of fewer is one person at most, and 10 % not the 20 of whom five STOPs hold a
 * release. They would only make everybody wait; the watch begins where there is somebody to be watched.
 */
export const FEW_PEOPLE = 200;
/** The weeks in which whoever came by a flow counts as its people, also who takes part in nothing. */
const CAME_BY_MS = 28 * 24 * 3_600_000;

/** Whether a flow has so few people that a share of them shows nothing. */
export async function hasFewPeople(pool: Pool, flow: string, now: Date): Promise<boolean> {
  const enrolled = await pool.run((db) => countEnrolled(db, undefined));
  if (enrolled >= FEW_PEOPLE) return false;
  const since = new Date(now.getTime() - CAME_BY_MS);
  return (await pool.run((db) => phonesInFlow(db, { flow, since, most: FEW_PEOPLE }))) < FEW_PEOPLE;
}
