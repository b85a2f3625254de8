import { Refusal } from '../base/refusal.ts';
import { versionFile } from '../flow/benefits/country.ts';
import type { Db } from './transact.ts';

export type StoredRelease = { flow: string; version: number; hash: string; definition: string };

/**
 * Registers a release for ever. The same one again changes nothing.
 * @throws Refusal `conflict` when this version was released with another content
 */
export async function registerRelease(db: Db, release: StoredRelease, now: Date): Promise<void> {
  const { flow, version, hash, definition } = release;
  const [row] = await db<{ hash: string }[]>`
    with new as (
      insert into release (flow, version, hash, definition, registered_at)
      values (${flow}, ${version}, ${hash}, ${definition}, ${now})
      on conflict do nothing
      returning hash
    )
    select hash from new
    union all
    select hash from release where flow = ${flow} and version = ${version}
    limit 1`;
  if (row !== undefined && row.hash !== hash)
    throw new Refusal(
      'conflict',
      `The flow "${flow}" was changed, but version ${version} is released already. ` +
        `Raise "version:" in ${versionFile(flow)} by one and describe the change in its CHANGES.md.`,
    );
}

/** Every release that was ever registered: open conversations are pinned to theirs. */
export function allReleases(db: Db): Promise<StoredRelease[]> {
  return db<
    StoredRelease[]
  >`select flow, version, hash, definition from release order by flow, version`;
}

export type OpenPlace = { flow: string; version: number; step: string; people: number };

/** Where people stand now, for the check that every open conversation resolves. */
export function openPlaces(db: Db): Promise<OpenPlace[]> {
  return db<OpenPlace[]>`
    select flow, version, step, count(*)::int as people
    from conversation
    where flow is not null and closed_by is null and trouble is null
    group by flow, version, step`;
}

/** Parks the conversations of a place that does not resolve. Returns how many. */
export async function parkPlace(db: Db, place: OpenPlace, trouble: string): Promise<number> {
  const rows = await db`
    update conversation set trouble = ${trouble}
    where flow = ${place.flow} and version = ${place.version} and step = ${place.step} and trouble is null
    returning 1`;
  return rows.length;
}
