import { assert } from '../base/assert.ts';
import {
  changesBetween,
  type DraftFiles,
  type FileChanges,
  withChanges,
} from '../flow/edit/draft-files.ts';
import { filesJson, readFiles } from './draft-json.ts';
import type { Db, Tx } from './transact.ts';

/** `released`: nobody has changed anything since the last release. */
export type DraftState = 'released' | 'draft' | 'in_review';

/** The files of a flow as its editors see them. */
export type Draft = {
  flow: string;
  /** Rises with every change, over all drafts of this flow. */
  revision: number;
  /** The release it began from; undefined for a flow that never was released. */
  base: { version: number | undefined };
  files: DraftFiles;
  state: DraftState;
  updatedAt: Date;
  /** Undefined where no person did: what is released has changed. */
  updatedBy: string | undefined;
};

/** Revisions kept a flow: weeks of steady work, and an old page finds what it began from. */
const REVISIONS_KEPT = 1_000;

type DraftRow = Omit<Draft, 'files' | 'base' | 'updatedBy'> & {
  baseVersion: number | null;
  files: string;
  updatedBy: string | null;
};

const columns = (db: Db) =>
  db`flow, revision, state, base_version, files::text as files, updated_at, updated_by`;

/** The draft of a flow; undefined where nobody has opened the flow in an editor yet. */
export async function readDraft(db: Db, flow: string): Promise<Draft | undefined> {
  const [row] = await db<DraftRow[]>`select ${columns(db)} from draft where flow = ${flow}`;
  return row === undefined ? undefined : draftOf(row);
}

/** Locked until the transaction ends. */
export async function lockDraft(tx: Tx, flow: string): Promise<Draft | undefined> {
  const [row] = await tx<DraftRow[]>`
    select ${columns(tx)} from draft where flow = ${flow} for no key update`;
  return row === undefined ? undefined : draftOf(row);
}

function draftOf({ baseVersion, files, updatedBy, ...row }: DraftRow): Draft {
  return {
    ...row,
    base: { version: baseVersion ?? undefined },
    files: readFiles(files),
    updatedBy: updatedBy ?? undefined,
  };
}

type Released = { flow: string; version: number | undefined; files: DraftFiles; now: Date };

/**
 * The draft as it is; where nobody has changed anything, brought to what is released now. What a page shows is therefore
 * always a revision that can be found again.
 */
export async function followRelease(tx: Tx, released: Released): Promise<Draft> {
  const { flow, version, files, now } = released;
  await tx`
    insert into draft (flow, revision, state, base_version, files, updated_at)
    values (${flow}, 1, 'released', ${version ?? null}, ${filesJson(files)}::text::jsonb, ${now})
    on conflict do nothing`;
  const draft = await lockDraft(tx, flow);
  assert(draft !== undefined, 'drafts are never deleted');
  if (draft.state !== 'released') return draft;
  const isSame = changesBetween(draft.files, files).size === 0 && draft.base.version === version;
  if (isSame) return draft;
  return put(tx, draft, {
    kind: 'released',
    state: 'released',
    files,
    version,
    by: undefined,
    now,
  });
}

export type Save = {
  flow: string;
  /** The one that was edited. */
  revision: number;
  /** Changed paths only; undefined deletes. */
  files: FileChanges;
  by: string;
  now: Date;
  /** Where it was joined with what somebody else had saved meanwhile. */
  merged?: boolean;
  turn?: Turn;
};
/** The revision whose change is taken back, or done again. */
type Turn = { takesBack: number } | { doesAgain: number };
type Saved = { kind: 'saved'; draft: Draft } | { kind: 'behind'; current: Draft };

/** Saves where nobody was faster: the revision is compared and set. Nothing changes where nothing is different. */
export async function saveDraft(tx: Tx, save: Save): Promise<Saved> {
  const current = await lockDraft(tx, save.flow);
  assert(current !== undefined, 'a draft is opened before it is saved');
  if (current.revision !== save.revision) return { kind: 'behind', current };
  const files = withChanges(current.files, save.files);
  const changed = [...changesBetween(current.files, files).keys()];
  if (changed.length === 0) return { kind: 'saved', draft: current };
  const { by, now } = save;
  const draft = await put(tx, current, {
    kind: save.merged === true ? 'merged' : 'edited',
    state: current.state === 'released' ? 'draft' : current.state,
    version: current.base.version,
    files,
    by,
    now,
    turn: save.turn,
  });
  await addEditor(tx, { flow: save.flow, by, now, paths: changed });
  return { kind: 'saved', draft };
}

type Edited = { flow: string; by: string; now: Date; paths: readonly string[] };

async function addEditor(tx: Tx, { flow, by, now, paths }: Edited): Promise<void> {
  await tx`
    insert into draft_editor (flow, staff_id, path, at)
    select ${flow}, ${by}, path, ${now} from unnest(${[...paths]}::text[]) as changed(path)
    on conflict do nothing`;
}

type CatchUp = {
  /** Under its lock. */
  draft: Draft;
  /** What was released meanwhile. */
  version: number;
  /** The draft and the release as one. */
  files: DraftFiles;
  /** The paths of which somebody has chosen the words. */
  chosen: readonly string[];
  by: string;
  now: Date;
};

/** Brings a draft to a newer release. What came with that is nobody's edit: it was agreed to when it was released. */
export async function catchUp(tx: Tx, order: CatchUp): Promise<Draft> {
  const { draft, version, files, chosen, by, now } = order;
  const { flow, state } = draft;
  const caught = await put(tx, draft, { kind: 'caught_up', state, files, version, by, now });
  await addEditor(tx, { flow, by, now, paths: chosen });
  return caught;
}

type Close = Released & { how: 'released' | 'discarded'; by: string | undefined };

/** Ends a draft: what is released is what its editors see from now on. Its revisions stay. */
export async function closeDraft(tx: Tx, close: Close): Promise<Draft> {
  const { flow, how, files, version, by, now } = close;
  const current = await lockDraft(tx, flow);
  assert(current !== undefined, 'only what is open is closed');
  await tx`delete from draft_editor where flow = ${flow}`;
  // Everything reads as it was released again, and so it counts as in step.
  if (how === 'discarded') await tx`delete from translation_basis where flow = ${flow}`;
  return put(tx, current, { kind: how, state: 'released', files, version, by, now });
}

/** Sends a draft to its reviewers, or takes it back. */
export async function setDraftState(
  tx: Tx,
  flow: string,
  state: 'draft' | 'in_review',
): Promise<void> {
  await tx`update draft set state = ${state} where flow = ${flow}`;
}

/** `caught_up`: joined with a release that came after the draft was begun. */
export type RevisionKind = 'released' | 'edited' | 'merged' | 'caught_up' | 'discarded';

type Next = {
  kind: RevisionKind;
  state: DraftState;
  files: DraftFiles;
  version: number | undefined;
  by: string | undefined;
  now: Date;
  turn?: Turn | undefined;
};

async function put(tx: Tx, before: Draft, next: Next): Promise<Draft> {
  const { flow } = before;
  const { kind, state, files, version, by, now, turn } = next;
  const [back, again] = turnOf(turn);
  const revision = before.revision + 1;
  const was = filesJson(changesBetween(files, before.files));
  await tx`
    update draft
    set revision = ${revision}, state = ${state}, base_version = ${version ?? null},
      files = ${filesJson(files)}::text::jsonb, updated_at = ${now}, updated_by = ${by ?? null}
    where flow = ${flow}`;
  await tx`
    insert into draft_revision (flow, revision, at, by, kind, before, takes_back, does_again)
    values (${flow}, ${revision}, ${now}, ${by ?? null}, ${kind}, ${was}::text::jsonb, ${back}, ${again})`;
  await tx`
    delete from draft_revision where flow = ${flow} and revision <= ${revision - REVISIONS_KEPT}`;
  return { flow, revision, state, files, base: { version }, updatedAt: now, updatedBy: by };
}

function turnOf(turn: Turn | undefined): [number | null, number | null] {
  if (turn === undefined) return [null, null];
  return 'takesBack' in turn ? [turn.takesBack, null] : [null, turn.doesAgain];
}
