import { assert } from '../../base/assert.ts';
import { newId } from '../../base/ids.ts';
import { auditEntry } from '../../engine/audit-entry.ts';
import { changesBetween, type DraftFiles } from '../../flow/edit/draft-files.ts';
import { mergeFiles } from '../../flow/edit/merge-files.ts';
import { writeAudit } from '../../store/audit.ts';
import type { Tx } from '../../store/connect.ts';
import { filesAt } from '../../store/draft-history.ts';
import { type Draft, followRelease, lockDraft, readDraft, saveDraft } from '../../store/drafts.ts';
import { keepEdit } from '../../store/kept-edits.ts';
import { type Answer, notFound, refused, see } from '../frame/answer.ts';
import type { Ask } from '../frame/route.ts';
import { keepBases } from '../translate/keep-bases.ts';
import { draftLimit } from './draft-limits.ts';
import { releasedFiles } from './released-files.ts';

type EditAsk = Pick<Ask, 'parts' | 'staff' | 'now'>;

export type SavedEdit =
  /** `merged`: somebody else had saved meanwhile, and both changes are in it. */
  | { kind: 'saved'; draft: Draft; merged: boolean }
  /** Both changed the same lines: hers is kept, and at `to` she chooses. */
  | { kind: 'conflict'; to: string; answer: Answer }
  | { kind: 'refused'; answer: Answer };

/** The draft of a flow, or what is released while nobody has changed it; undefined where there is no such flow. */
export async function openDraft(
  { parts, now }: Pick<Ask, 'parts' | 'now'>,
  flow: string,
): Promise<Draft | undefined> {
  const draft = await parts.pool.run((db) => readDraft(db, flow));
  if (draft !== undefined && draft.state !== 'released') return draft;
  const released = await releasedFiles(parts, flow);
  if (released === undefined) return undefined;
  const { version, files } = released;
  const follows =
    draft !== undefined &&
    draft.base.version === version &&
    changesBetween(draft.files, files).size === 0;
  if (follows) return draft;
  return parts.pool.transact((tx) => followRelease(tx, { flow, version, files, now }));
}

/**
 * Saves a change of the revision that a page has shown. Where somebody was faster both changes are joined; where they meet at
 * the same lines hers is kept, and she is sent to choose. Nothing typed is lost, however old the page is.
 */
export async function saveEdit(
  ask: EditAsk,
  flow: string,
  revision: number,
  change: (files: DraftFiles) => DraftFiles,
): Promise<SavedEdit> {
  // Brings the draft to what is released, so that it is compared with what is true now.
  await openDraft(ask, flow);
  return ask.parts.pool.transact(async (tx): Promise<SavedEdit> => {
    const current = await lockDraft(tx, flow);
    if (current === undefined) return { kind: 'refused', answer: notFound() };
    const known = await filesAt(tx, current, revision);
    const mine = change(known ?? current.files);
    const limit = draftLimit(flow, mine);
    if (limit !== undefined) return { kind: 'refused', answer: refused(413, limit) };
    // A flow that was new and was given up meanwhile comes back whole: there is nothing to join it with.
    const base = current.files.size === 0 ? current.files : known;
    const merge = mergeFiles(base, mine, current.files);
    if (merge.clashes.length > 0) {
      const from =
        known === undefined ? { revision: 0, files: current.files } : { revision, files: known };
      return keep(tx, ask, flow, { ...from, mine });
    }
    const merged = revision !== current.revision;
    const { staff, now } = ask;
    const save = {
      flow,
      revision: current.revision,
      files: merge.changes,
      by: staff.id,
      now,
      merged,
    };
    const saved = await saveDraft(tx, save);
    assert(saved.kind === 'saved', 'the draft is locked');
    if (saved.draft.revision !== current.revision) {
      await noteSaved(tx, ask, saved.draft);
      const { languages: spoken } = ask.parts.programme;
      const versions = { before: current.files, after: saved.draft.files };
      await keepBases(tx, { flow, spoken, by: staff.id, now }, versions);
    }
    return { kind: 'saved', draft: saved.draft, merged };
  });
}

/** Begins a flow that is not there yet. @returns undefined where one of that name is there already */
export async function startDraft(
  ask: EditAsk,
  flow: string,
  files: DraftFiles,
): Promise<Draft | undefined> {
  const { parts, staff, now } = ask;
  assert(draftLimit(flow, files) === undefined, 'a flow begins with files of its own');
  if ((await releasedFiles(parts, flow)) !== undefined) return undefined;
  return parts.pool.transact(async (tx) => {
    const empty = { flow, version: undefined, files: new Map<string, string>(), now };
    const before = await followRelease(tx, empty);
    if (before.files.size > 0) return undefined;
    const save = { flow, revision: before.revision, files, by: staff.id, now };
    const saved = await saveDraft(tx, save);
    assert(saved.kind === 'saved', 'the draft is locked');
    await noteSaved(tx, ask, saved.draft);
    return saved.draft;
  });
}

type Kept = { revision: number; files: DraftFiles; mine: DraftFiles };

async function keep(tx: Tx, ask: EditAsk, flow: string, kept: Kept): Promise<SavedEdit> {
  const { staff, now } = ask;
  const id = newId(now.getTime());
  const files = changesBetween(kept.files, kept.mine);
  await keepEdit(tx, { id, flow, by: staff.id, at: now, revision: kept.revision, files });
  const to = `/console/flows/${flow}/choose/${id}`;
  return { kind: 'conflict', to, answer: see(to) };
}

/** One entry of the audit log for a saved revision, in its transaction. */
export async function noteSaved(
  tx: Tx,
  { parts, staff, now }: EditAsk,
  draft: Draft,
): Promise<void> {
  const detail = `${draft.flow} revision ${draft.revision}`;
  const act = { actor: staff.id, action: 'draft_saved' as const, detail, now };
  await writeAudit(tx, auditEntry(parts.keyring, act), { now });
}
