import { readDraft } from '../../../store/drafts.ts';
import { listDrafts } from '../../../store/flow-list.ts';
import type { Ask } from '../../frame/route.ts';
import { isAsReleased } from '../as-released.ts';

/** How many flows are being changed and how many are in review, as their list says. */
export async function draftsNow(
  ask: Pick<Ask, 'parts'>,
): Promise<{ changing: number; inReview: number }> {
  const drafts = await ask.parts.pool.run(listDrafts);
  const inReview = drafts.filter(({ state }) => state === 'in_review').length;
  const differs = await Promise.all(
    drafts
      .filter(({ state }) => state === 'draft')
      .map(async ({ flow }) => {
        const draft = await ask.parts.pool.run((db) => readDraft(db, flow));
        return draft !== undefined && !(await isAsReleased(ask, draft));
      }),
  );
  return { changing: differs.filter(Boolean).length, inReview };
}
