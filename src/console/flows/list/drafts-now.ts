import { readDraft } from '../../../store/drafts.ts';
import { listDrafts } from '../../../store/flow-list.ts';
import { standingStages } from '../../../store/release-stages.ts';
import type { Ask } from '../../frame/route.ts';
import { isAsReleased } from '../as-released.ts';
import { isOnItsWay } from './on-its-way.ts';

/** How many flows are being changed, are in review, and go out to a share of people so far, as their list says. */
export async function draftsNow(
  ask: Pick<Ask, 'parts'>,
): Promise<{ changing: number; inReview: number; goingOut: number }> {
  const drafts = await ask.parts.pool.run(listDrafts);
  const stages = await ask.parts.pool.run((db) => standingStages(db));
  const inReview = drafts.filter(({ state }) => state === 'in_review').length;
  const differs = await Promise.all(
    drafts
      .filter(({ state }) => state === 'draft')
      .map(async ({ flow }) => {
        const draft = await ask.parts.pool.run((db) => readDraft(db, flow));
        return draft !== undefined && !(await isAsReleased(ask, draft));
      }),
  );
  const goingOut = new Set(stages.filter(isOnItsWay).map(({ flow }) => flow)).size;
  return { changing: differs.filter(Boolean).length, inReview, goingOut };
}
