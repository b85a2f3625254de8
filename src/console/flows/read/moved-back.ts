import type { Edit, Edited } from '../../../flow/edit/edit-flow.ts';
import { movedBack } from '../../../flow/edit/move-back.ts';
import { filesAt } from '../../../store/draft-history.ts';
import type { Draft } from '../../../store/drafts.ts';
import type { Ask } from '../../frame/route.ts';

/** So many saves back it is looked for where a question stood; each takes a few edits of the flow. */
const SAVES_MOST = 6;

/** What edits make of a draft; a question that is put where it stood a few moves before leaves it as it was then. */
export async function editedNow(
  ask: Pick<Ask, 'parts' | 'form'>,
  draft: Draft,
  edits: readonly Edit[],
  edit: (files: Draft['files']) => Edited,
): Promise<Edited> {
  return (await movedBackNow(ask, draft, edits)) ?? edit(draft.files);
}

async function movedBackNow(
  { parts, form }: Pick<Ask, 'parts' | 'form'>,
  draft: Draft,
  edits: readonly Edit[],
): Promise<Edited | undefined> {
  const [edit] = edits;
  const { flow, files, revision } = draft;
  if (edit?.do !== 'move_step' || form.get('revision') !== String(revision)) return undefined;
  const earlier = await parts.pool.run((db) =>
    Promise.all(
      Array.from({ length: SAVES_MOST }, (_, index) => filesAt(db, draft, revision - 1 - index)),
    ),
  );
  // What was not of this draft yet is not known, and nothing is before it.
  return movedBack([files, ...earlier.filter((one) => one !== undefined)], flow, edit);
}
