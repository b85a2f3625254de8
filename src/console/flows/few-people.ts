import { hasFewPeople } from '../../release/plan.ts';
import type { ConsoleParts } from '../frame/parts.ts';

/** Nobody joins so fast that a minute matters here; a release counts anew. */
const KEPT_MS = 60_000;

type Known = { isFew: Promise<boolean>; atMs: number };
const known = new WeakMap<ConsoleParts['pool'], Map<string, Known>>();

/** Whether a flow has so few people that a share of them shows nothing. */
export function fewPeople(
  { pool, clock }: Pick<ConsoleParts, 'pool' | 'clock'>,
  flow: string,
  now: Date,
): Promise<boolean> {
  const flows = known.get(pool) ?? new Map<string, Known>();
  known.set(pool, flows);
  const atMs = clock.monotonicMs();
  const before = flows.get(flow);
  if (before !== undefined && atMs - before.atMs < KEPT_MS) return before.isFew;
  const isFew = hasFewPeople(pool, flow, now);
  flows.set(flow, { isFew, atMs });
  isFew.catch(() => flows.delete(flow));
  return isFew;
}
