import { type DraftFiles, withChanges } from '../flow/edit/draft-files.ts';
import { readChanges } from './draft-json.ts';
import type { Draft } from './drafts.ts';
import type { Db } from './transact.ts';

/** One change of a draft. */
export type DraftRevision = {
  revision: number;
  at: Date;
  by: string | null;
  kind: 'released' | 'edited' | 'merged' | 'discarded';
  paths: string[];
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
    select revision, at, by, kind, array(select jsonb_object_keys(before) order by 1) as paths
    from draft_revision where flow = ${flow} and revision > ${revision}
    order by revision desc limit ${most}`;
}

export type DraftEditor = { staffId: string; path: string };

/** Who changed which file of the draft that is open now. */
export function draftEditors(db: Db, flow: string): Promise<DraftEditor[]> {
  return db<DraftEditor[]>`
    select staff_id, path from draft_editor where flow = ${flow} order by at, staff_id, path`;
}
