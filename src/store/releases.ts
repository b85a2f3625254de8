import { Refusal } from '../base/refusal.ts';
import { versionFile } from '../flow/benefits/country.ts';
import type { Db } from './transact.ts';

export type StoredRelease = { flow: string; version: number; hash: string; definition: string };

/**
 * Registers releases for ever; the same ones again change nothing. Resolves with all that were ever registered: open conversations
 * are pinned to theirs.
 * @throws Refusal `conflict` when a version was released with another content
 */
export async function registerReleases(
  db: Db,
  releases: readonly StoredRelease[],
  now: Date,
): Promise<StoredRelease[]> {
  const column = <K extends keyof StoredRelease>(name: K) => releases.map((each) => each[name]);
  await db`
    with given as (
      select * from unnest(
        ${column('flow')}::text[], ${column('version')}::integer[], ${column('hash')}::text[], ${column('definition')}::text[]
      ) as g(flow, version, hash, definition)
    )
    insert into release (flow, version, hash, definition, registered_at)
    select flow, version, hash, definition, ${now} from given
    where not exists (select from release r join given g using (flow, version) where r.hash <> g.hash)
    on conflict do nothing`;
  const stored = await allReleases(db);
  const hashes = new Map(stored.map(({ flow, version, hash }) => [`${flow}@${version}`, hash]));
  for (const { flow, version, hash } of releases)
    if (hashes.get(`${flow}@${version}`) !== hash)
      throw new Refusal(
        'conflict',
        `The flow "${flow}" was changed, but version ${version} is released already. ` +
          `Raise "version:" in ${versionFile(flow)} by one and describe the change in its CHANGES.md; ` +
          'or where it was released from the console, take the files of that release: npm run export.',
      );
  return stored;
}

/** Every release but those named `flow@version`: those that came since they were read. */
export function releasesBeside(db: Db, known: readonly string[]): Promise<StoredRelease[]> {
  return db<StoredRelease[]>`
    select flow, version, hash, definition from release
    where not (flow || '@' || version = any(${[...known]}::text[])) order by flow, version`;
}

/** The highest version that was ever registered; 0 where none was. */
export async function latestVersion(db: Db, flow: string): Promise<number> {
  const [row] = await db<{ version: number }[]>`
    select coalesce(max(version), 0)::int as version from release where flow = ${flow}`;
  return row?.version ?? 0;
}

export async function releaseAt(
  db: Db,
  flow: string,
  version: number,
): Promise<StoredRelease | undefined> {
  const [row] = await db<StoredRelease[]>`
    select flow, version, hash, definition from release where flow = ${flow} and version = ${version}`;
  return row;
}

/** Every release that was ever registered. */
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
