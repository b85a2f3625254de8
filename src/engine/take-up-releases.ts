import type { Pool } from '../store/connect.ts';
import { releasesBeside } from '../store/releases.ts';
import { stagesRevision, standingStages } from '../store/release-stages.ts';
import type { RunningReleases } from './releases.ts';

/** Takes up what was released elsewhere since. Resolves with whether anything had changed. */
export async function takeUpReleases(pool: Pool, releases: RunningReleases): Promise<boolean> {
  const revision = await pool.run(stagesRevision);
  if (revision <= releases.revision) return false;
  await readReleases(pool, releases);
  return true;
}

/** Stages first: a release is registered before it has one, so that none is missing of those that they name. */
export async function readReleases(pool: Pool, releases: RunningReleases): Promise<void> {
  const stages = await pool.run((db) => standingStages(db));
  const revision = stages.reduce((most, { seq }) => Math.max(most, Number(seq)), 0);
  const fresh = await pool.run((db) => releasesBeside(db, releases.known()));
  releases.take({ revision, stages }, fresh);
}

type Place = { flow: string | null; version: number | null };

/**
 * For turns that were just read: whoever began a release in another process is known here before her turn is decided,
 * however long the news of it takes. Undefined where nothing has to be looked up, which is nearly always.
 */
export function missingReleases(
  pool: Pool,
  releases: RunningReleases,
  places: ReadonlyMap<unknown, Place>,
): Promise<void> | undefined {
  for (const { flow, version } of places.values())
    if (flow !== null && version !== null && releases.lacks(flow, version))
      return lookFor(pool, releases, [...places.values()]);
  return undefined;
}

async function lookFor(pool: Pool, releases: RunningReleases, places: readonly Place[]) {
  await readReleases(pool, releases);
  for (const { flow, version } of places)
    if (flow !== null && version !== null && releases.lacks(flow, version))
      releases.lose(flow, version);
}
