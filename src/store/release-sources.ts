import { readFiles } from './draft-json.ts';
import type { Db, Tx } from './transact.ts';

/** Text by path, seen from the folder of flows: `check-in/flow.yaml`. */
export type ReleaseFiles = Readonly<Record<string, string>>;

export type ReleaseSource = {
  flow: string;
  version: number;
  files: ReleaseFiles;
  /** `files`: it came with the folder of flows at a start. */
  origin: 'files' | 'console' | 'import';
  author: string | null;
  approver: string | null;
  writtenAt: Date;
};

/**
 * Keeps what a release was written as, once. Of one that comes with the files the text may change while the release is the
 * same (a signature, a comment): then the last counts.
 */
export async function writeSources(db: Tx | Db, sources: readonly ReleaseSource[]): Promise<void> {
  const rows = sources.map(({ writtenAt, ...row }) => ({ ...row, written_at: writtenAt }));
  await db`
    insert into release_source (flow, version, files, origin, author, approver, written_at)
    select * from json_to_recordset(${JSON.stringify(rows)}::text::json) as r(
      flow text, version int, files jsonb, origin text, author text, approver text, written_at timestamptz)
    on conflict (flow, version) do nothing`;
}

/** Of releases that came with the files: their text where it has changed and the release has not. */
export async function renewSources(db: Tx | Db, sources: readonly ReleaseSource[]): Promise<void> {
  const rows = sources.map(({ flow, version, files }) => ({ flow, version, files }));
  await db`
    update release_source s set files = r.files
    from json_to_recordset(${JSON.stringify(rows)}::text::json) as r(flow text, version int, files jsonb)
    where s.flow = r.flow and s.version = r.version and s.origin = 'files' and s.files <> r.files`;
}

export async function readSource(
  db: Db,
  flow: string,
  version: number,
): Promise<ReleaseSource | undefined> {
  const [row] = await db<SourceRow[]>`
    select ${columns(db)} from release_source s where flow = ${flow} and version = ${version}`;
  return row && sourceOf(row);
}

/** What every version was written as, the latest version of each flow first. */
export async function allSources(db: Db): Promise<ReleaseSource[]> {
  const rows = await db<SourceRow[]>`
    select ${columns(db)} from release_source s order by flow, version desc`;
  return rows.map(sourceOf);
}

/** Of these versions. */
export async function sourcesOf(
  db: Db,
  places: readonly { flow: string; version: number }[],
): Promise<ReleaseSource[]> {
  const wanted = places.map(({ flow, version }) => ({ flow, version }));
  const rows = await db<SourceRow[]>`
    select ${columns(db)} from release_source s
    join json_to_recordset(${JSON.stringify(wanted)}::text::json) as p(flow text, version int)
      on p.flow = s.flow and p.version = s.version
    order by s.flow`;
  return rows.map(sourceOf);
}

type SourceRow = Omit<ReleaseSource, 'files'> & { files: string };

const columns = (db: Db) =>
  db`s.flow, s.version, s.files::text as files, s.origin, s.author, s.approver, s.written_at`;

function sourceOf({ files, ...row }: SourceRow): ReleaseSource {
  return { ...row, files: Object.fromEntries(readFiles(files)) };
}
