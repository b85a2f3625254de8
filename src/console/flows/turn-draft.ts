import { assert } from '../../base/assert.ts';
import { changesBetween } from '../../flow/edit/draft-files.ts';
import { draftSteps, type DraftStep, filesAt } from '../../store/draft-history.ts';
import { lockDraft, saveDraft } from '../../store/drafts.ts';
import type { Ask } from '../frame/route.ts';
import { keepBases } from '../translate/keep-bases.ts';
import { turnsOf } from './draft-turns.ts';
import { noteSaved } from './open-draft.ts';

export type Way = 'undo' | 'redo';
/** `behind`: somebody has saved since the page was made. `others`: the change at hand is somebody else's. */
type Turned = 'done' | 'behind' | 'others' | 'nothing';

/**
 * Takes back the last of her own changes that stands, or does again what she took back last. What somebody else has saved is
 * never taken back here, and one press, sent twice, does one step.
 */
export async function turnDraft(
  ask: Pick<Ask, 'parts' | 'staff' | 'now'>,
  { flow, revision, way }: { flow: string; revision: number; way: Way },
): Promise<Turned> {
  const { parts, staff, now } = ask;
  return parts.pool.transact(async (tx): Promise<Turned> => {
    const current = await lockDraft(tx, flow);
    if (current === undefined || current.state === 'released') return 'nothing';
    const steps = await draftSteps(tx, flow);
    if (current.revision !== revision)
      return isSamePress(steps, { by: staff.id, revision, way }) ? 'done' : 'behind';
    const step = turnsOf(steps)[way];
    if (step === undefined) return 'nothing';
    if (step.by !== staff.id) return 'others';
    const isUndo = way === 'undo';
    const files = await filesAt(tx, current, isUndo ? step.revision - 1 : step.revision);
    if (files === undefined) return 'nothing';
    const turn = isUndo ? { takesBack: step.revision } : { doesAgain: step.revision };
    const changes = changesBetween(current.files, files);
    const saved = await saveDraft(tx, { flow, revision, files: changes, by: staff.id, now, turn });
    assert(saved.kind === 'saved', 'the draft is locked');
    await noteSaved(tx, ask, saved.draft);
    const { languages: spoken } = parts.programme;
    const versions = { before: current.files, after: saved.draft.files };
    await keepBases(tx, { flow, spoken, by: staff.id, now }, versions);
    return 'done';
  });
}

/** Whether the one save since is what this very press has done already. */
function isSamePress(
  steps: readonly DraftStep[],
  { by, revision, way }: { by: string; revision: number; way: Way },
): boolean {
  const last = steps.at(-1);
  const did = way === 'undo' ? last?.takesBack : last?.doesAgain;
  return last?.revision === revision + 1 && last.by === by && typeof did === 'number';
}
