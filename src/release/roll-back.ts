import type { Release } from '../flow/release.ts';
import type { Pool } from '../store/connect.ts';
import { openPlaces } from '../store/releases.ts';
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

type Runs = { pinned(flow: string, version: number): Release | undefined };

/**
 * Gives a release up: from now on everybody begins with the version before. Who is inside stays in it to her end, or is
 * moved by the map within a minute. One person may, at any time.
 */
export async function rollBack(
  parts: ReleaseParts,
  releases: Runs,
  order: RollBack,
): Promise<RolledBack> {
  const { flow, stepMap } = order;
  const before = await flowStages(parts.pool, flow);
  const given = before?.open ?? before?.settled;
  const target = before?.previous;
  if (given === undefined || target === undefined)
    return { kind: 'refused', reason: 'no_version_before' };
  if (order.version !== undefined && order.version !== given.version)
    return { kind: 'refused', reason: 'changed_meanwhile' };
  const read =
    stepMap === undefined
      ? undefined
      : backMap(releases, flow, given.version, target.version, stepMap);
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

function backMap(releases: Runs, flow: string, given: number, target: number, map: StepMap) {
  const [from, to] = [releases.pinned(flow, given), releases.pinned(flow, target)];
  const lost = { step: '', why: 'no_such_step' as const, people: 0 };
  if (from === undefined || to === undefined) return { moves: null, faults: [lost] };
  // Whoever the map does not name stays where she is: nobody is stranded by going back.
  return readStepMap({ from, to }, map, []);
}

/** How many people stand at each step of a version now. */
export async function peopleInside(pool: Pool, flow: string, version: number): Promise<PeopleAt[]> {
  const places = await pool.run(openPlaces);
  return places
    .filter((place) => place.flow === flow && place.version === version)
    .map(({ step, people }) => ({ step, people }));
}
