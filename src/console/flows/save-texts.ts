import { changesBetween, type DraftFiles, withChanges } from '../../flow/edit/draft-files.ts';
import type { Draft } from '../../store/drafts.ts';
import type { Ask } from '../frame/route.ts';
import type { Followed } from '../try/follow-examples.ts';
import { rewordedExamples } from '../try/follow-words.ts';
import { saveEdit, type SavedEdit } from './open-draft.ts';

/** `examples`: those that show new words by the same save; undefined where none was looked at, or somebody was faster. */
export type SavedTexts = { saved: SavedEdit; examples: Followed | undefined };

/**
 * Saves a change of a draft as it was opened. Where it changes texts alone, the same save writes them into the kept examples;
 * not where the page is older than the draft, since it would write into examples that somebody has changed.
 */
export async function saveTexts(
  ask: Pick<Ask, 'parts' | 'staff' | 'now'>,
  draft: Draft,
  revision: number,
  change: (files: DraftFiles) => DraftFiles,
): Promise<SavedTexts> {
  const { flow, files: before } = draft;
  const after = change(before);
  const examples =
    revision === draft.revision
      ? await rewordedExamples(ask.parts, flow, { before, after })
      : undefined;
  const followed = examples && withChanges(after, examples.changes);
  const saved = await saveEdit(ask, flow, revision, (files) => {
    const isSame = followed !== undefined && changesBetween(before, files).size === 0;
    return isSame ? followed : change(files);
  });
  return { saved, examples: saved.kind === 'saved' && !saved.merged ? examples : undefined };
}
