import type { Clock } from '../../base/clock.ts';
import type { Pool } from '../../store/connect.ts';
import { countEnrolled } from '../../store/enrolled.ts';

/** To count 50,000 people takes a tenth of a second, and nobody joins so fast that a minute matters for a price. */
const KEPT_MS = 60_000;

type Counted = { people: Promise<number>; atMs: number };
const counted = new WeakMap<Pool, Map<string, Counted>>();

/** How many people a flow is for now: who agreed to its purpose, or where it has none, who takes part at all. */
export function enrolledFor(
  pool: Pool,
  purpose: string | undefined,
  clock: Clock,
): Promise<number> {
  const known = counted.get(pool) ?? new Map<string, Counted>();
  counted.set(pool, known);
  const key = purpose ?? '';
  const nowMs = clock.monotonicMs();
  const before = known.get(key);
  if (before !== undefined && nowMs - before.atMs < KEPT_MS) return before.people;
  const people = pool.run((db) => countEnrolled(db, purpose));
  known.set(key, { people, atMs: nowMs });
  people.catch(() => known.delete(key));
  return people;
}
