import { loadRelease, type Release } from '../flow/release.ts';
import type { Pool } from '../store/connect.ts';
import { openPlaces, releaseAt } from '../store/releases.ts';
import type { StageWrite } from '../store/release-stages.ts';
import { change } from './change-stage.ts';
import { type ByWhom, type ReleaseParts, stageAfter } from './release-parts.ts';
import { flowStages } from './stages.ts';
import { type PeopleAt, readStepMap, type StepMap, type StepMapFault } from './step-map.ts';

export type RollBack = ByWhom & {
  flow: string;
  /** The release that is given up. Left out, the one that is under way, or else the one that is everybody's. */
  version?: number;
  /** Where the people inside go on in the version before; those at steps it leaves out, or names null, stay. */
  stepMap?: StepMap;
};

export type RolledBack =
  | { kind: 'changed'; stage: StageWrite }
  /** `no_version_before`: there is nothing to go back to. `changed_meanwhile`: somebody was faster. */
  | { kind: 'refused'; reason: 'no_version_before' | 'changed_meanwhile' }
  | { kind: 'refused'; reason: 'step_map'; faults: readonly StepMapFault[] };

/**
 * Gives a release up: from now on everybody begins with the version before. Who is inside stays in it to her end, or is
 * moved by the map within a minute. One person may, at any time.
 */
export async function rollBack(parts: ReleaseParts, order: RollBack): Promise<RolledBack> {
  const { flow, stepMap } = order;
  const before = await flowStages(parts.pool, flow);
  const given = before?.open ?? before?.settled;
  const target = before?.previous;
  if (given === undefined || target === undefined)
    return { kind: 'refused', reason: 'no_version_before' };
  if (order.version !== undefined && order.version !== given.version)
    return { kind: 'refused', reason: 'changed_meanwhile' };
  const versions = { given: given.version, target: target.version };
  const read =
    stepMap === undefined ? undefined : await backMap(parts.pool, flow, versions, stepMap);
  if (read !== undefined && read.faults.length > 0)
    return { kind: 'refused', reason: 'step_map', faults: read.faults };
  const moves = read?.moves ?? null;
  return change(parts, order, 'release_rolled_back', (now) => {
    const still = now.open ?? now.settled;
    if (still?.version !== given.version || now.previous?.version !== target.version)
      return { kind: 'refused' as const, reason: 'changed_meanwhile' as const };
    return stageAfter(still, order, { state: 'rolled_back', reason: 'by_hand', moves });
  });
}

type Versions = { given: number; target: number };

async function backMap(pool: Pool, flow: string, { given, target }: Versions, map: StepMap) {
  const [from, to] = [await releaseOf(pool, flow, given), await releaseOf(pool, flow, target)];
  const lost = { step: '', why: 'no_such_step' as const, people: 0 };
  if (from === undefined || to === undefined) return { moves: null, faults: [lost] };
  // Whoever the map does not name stays where she is: nobody is stranded by going back.
  return readStepMap({ from, to }, map, []);
}

/** A version as it was registered; undefined where it never was, or this process cannot read it. */
export async function releaseOf(
  pool: Pool,
  flow: string,
  version: number,
): Promise<Release | undefined> {
  const stored = await pool.run((db) => releaseAt(db, flow, version));
  return stored === undefined ? undefined : loadRelease(stored.definition);
}

/** How many people stand at each step of a version now. */
export async function peopleInside(pool: Pool, flow: string, version: number): Promise<PeopleAt[]> {
  const places = await pool.run(openPlaces);
  return places
    .filter((place) => place.flow === flow && place.version === version)
    .map(({ step, people }) => ({ step, people }));
}
