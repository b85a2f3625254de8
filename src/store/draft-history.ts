import { type DraftFiles, withChanges } from '../flow/edit/draft-files.ts';
import { readChanges } from './draft-json.ts';
import type { Draft, RevisionKind } from './drafts.ts';
import type { Db, Tx } from './transact.ts';

/** One change of a draft. */
export type DraftRevision = {
  revision: number;
  at: Date;
  by: string | null;
  kind: RevisionKind;
  paths: string[];
  /** The revision whose change it takes back, or does again. */
  takesBack: number | null;
  doesAgain: number | null;
};

/** The files as they were at an earlier revision; undefined where that is no longer known. */
export async function filesAt(
  db: Db,
  draft: Draft,
  revision: number,
): Promise<DraftFiles | undefined> {
  if (revision > draft.revision || revision < 1) return undefined;
  const rows = await db<{ before: string }[]>`
    select before::text as before from draft_revision
    where flow = ${draft.flow} and revision > ${revision} and revision <= ${draft.revision}
    order by revision desc`;
  if (rows.length !== draft.revision - revision) return undefined;
  return rows.reduce<DraftFiles>(
    (files, { before }) => withChanges(files, readChanges(before)),
    draft.files,
  );
}

/** What was changed after a revision, the newest first. */
export function revisionsSince(
  db: Db,
  flow: string,
  revision: number,
  most: number,
): Promise<DraftRevision[]> {
  return db<DraftRevision[]>`
    select revision, at, by, kind, takes_back, does_again, array(select jsonb_object_keys(before) order by 1) as paths
    from draft_revision where flow = ${flow} and revision > ${revision}
    order by revision desc limit ${most}`;
}

/** A revision with which a draft begins: nothing before it is a change of this draft. */
const BEGINS = ['released', 'discarded', 'caught_up'] as const;

export type DraftStep = Pick<DraftRevision, 'revision' | 'by' | 'takesBack' | 'doesAgain'>;

/** The saves of the draft that is open now, the oldest first; those since it was last joined with a release. */
export function draftSteps(db: Db, flow: string): Promise<DraftStep[]> {
  return db<DraftStep[]>`
    select revision, by, takes_back, does_again from draft_revision
    where flow = ${flow} and revision > (
      select coalesce(max(revision), 0) from draft_revision
      where flow = ${flow} and kind = any(${[...BEGINS]}::text[]))
    order by revision`;
}

/** The revision with which the draft that is open now began, and whether it was joined with a release there. */
export async function draftBegan(
  db: Db,
  flow: string,
): Promise<{ revision: number; isCaughtUp: boolean }> {
  const [row] = await db<{ revision: number; isCaughtUp: boolean }[]>`
    select revision, kind = 'caught_up' as is_caught_up from draft_revision
    where flow = ${flow} and kind = any(${[...BEGINS]}::text[])
    order by revision desc limit 1`;
  // Its first revision has no row: nothing was before it.
  return row ?? { revision: 1, isCaughtUp: false };
}

export type DraftEditor = { staffId: string; path: string };

/** Who changed which file of the draft that is open now. */
export function draftEditors(db: Db, flow: string): Promise<DraftEditor[]> {
  return db<DraftEditor[]>`
    select staff_id, path from draft_editor where flow = ${flow} order by at, staff_id, path`;
}

/**
 * Names as editors of what is open now all who changed the flow since a revision. A text that was given up and is taken up again
 * is the work of some of them; of whom, nobody knows any more.
 */
export async function renewEditors(tx: Tx, flow: string, since: number): Promise<void> {
  await tx`
    insert into draft_editor (flow, staff_id, path, at)
    select r.flow, r.by, p.path, min(r.at)
    from draft_revision r cross join lateral jsonb_object_keys(r.before) as p(path)
    where r.flow = ${flow} and r.kind in ('edited', 'merged') and r.by is not null and r.revision > ${since}
    group by r.flow, r.by, p.path
    on conflict do nothing`;
}

/** The revision with which a draft became a release at this moment; undefined where it was not made from a draft. */
export async function revisionReleased(
  db: Db,
  flow: string,
  at: Date,
): Promise<number | undefined> {
  const [row] = await db<{ revision: number }[]>`
    select revision from draft_revision
    where flow = ${flow} and kind = 'released' and by is not null and at = ${at}
    order by revision desc limit 1`;
  return row?.revision;
}

/** The draft that was given up last, if nothing was released from the console since. */
export async function lastDiscarded(
  db: Db,
  flow: string,
): Promise<{ revision: number; at: Date; by: string | null } | undefined> {
  const [row] = await db<{ revision: number; at: Date; by: string | null; kind: string }[]>`
    select revision, at, by, kind from draft_revision
    where flow = ${flow} and (kind = 'discarded' or (kind = 'released' and by is not null))
    order by revision desc limit 1`;
  return row?.kind === 'discarded' ? row : undefined;
}

/** How a file of a draft read before, the newest first. */
export async function earlierTexts(
  db: Db,
  flow: string,
  path: string,
  most: number,
): Promise<string[]> {
  const rows = await db<{ text: string }[]>`
    select before ->> ${path} as text from draft_revision
    where flow = ${flow} and before ->> ${path} is not null order by revision desc limit ${most}`;
  return rows.map(({ text }) => text);
}
