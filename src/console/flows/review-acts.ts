import { newId } from '../../base/ids.ts';
import type { DraftAct } from '../../release/rules.ts';
import { addComment, addReviewAct, settleComment } from '../../store/approvals.ts';
import type { Tx } from '../../store/connect.ts';
import { closeDraft, lockDraft } from '../../store/drafts.ts';
import { type Answer, notFound, see } from '../frame/answer.ts';
import type { Ask, Route } from '../frame/route.ts';
import { note, review, type Reviewed } from './give-review.ts';
import { COMMENT_MAX, commentsBack, REVIEWS } from './place-comments.ts';
import { readReview, type Review } from './read-review.ts';

const ACTS: readonly DraftAct[] = [
  'sent',
  'taken_back',
  'signed',
  'peer_approved',
  'blocked',
  'lifted',
  'approved',
];
/** Characters of the place that a comment is about. */
const PLACE_MAX = 200;

async function takeReview(ask: Ask): Promise<Answer> {
  const { form } = ask;
  const flow = ask.param('flow');
  const kind = ACTS.find((one) => one === form.get('kind'));
  const seen = await readReview(ask, flow);
  if (seen === undefined || kind === undefined) return notFound();
  const about = {
    content: form.get('content') ?? undefined,
    language: form.get('language') ?? undefined,
    reason: form.get('reason') ?? undefined,
    plan: form.get('plan') ?? undefined,
    show: form.get('show') ?? undefined,
    read: form.get('read') ?? undefined,
  };
  const done =
    kind === 'signed' && form.getAll('language').length > 1
      ? await signEach(ask, seen)
      : await review(ask, seen, kind, about);
  const to = `/console/flows/${flow}/release`;
  return see(to, done.kind === 'done' ? `release.done_${kind}` : `release.not_${done.why}`);
}

/** One press, and a signature for each language that was read, each by the rules of its own. */
async function signEach(ask: Ask, seen: Review): Promise<Reviewed> {
  const contents = ask.form.getAll('content');
  const reads = ask.form.getAll('read');
  const show = ask.form.get('show') ?? undefined;
  for (const [place, language] of ask.form.getAll('language').entries()) {
    // What was not shown is not signed.
    const done = await review(ask, seen, 'signed', {
      language,
      content: contents[place] ?? '',
      show,
      read: reads[place],
    });
    if (done.kind === 'refused') return done;
  }
  return { kind: 'done' };
}

/** Gives the draft up: what is released is what its editors see again. Everything that was typed stays in its revisions. */
async function discard(ask: Ask): Promise<Answer> {
  const { parts, staff, now } = ask;
  const flow = ask.param('flow');
  const seen = await readReview(ask, flow);
  if (seen === undefined) return notFound();
  const to = `/console/flows/${flow}/release`;
  if (seen.draft.state === 'released') return see(to, 'release.not_nothing_changed');
  const { version, files } = seen.released ?? { version: undefined, files: new Map() };
  await parts.pool.transact(async (tx) => {
    await closeDraft(tx, { flow, how: 'discarded', version, files, by: staff.id, now });
    await endRound(tx, ask, flow);
    await note(tx, ask, 'draft_discarded', flow);
  });
  return see(seen.released === undefined ? '/console/flows' : to, 'release.done_discarded');
}

/** What was said of the draft that ends here says nothing of the next. */
export async function endRound(tx: Tx, { staff, now }: Ask, flow: string): Promise<void> {
  await addReviewAct(tx, {
    id: newId(now.getTime()),
    flow,
    kind: 'closed',
    by: staff.id,
    at: now,
    hash: '',
    language: null,
    words: null,
  });
}

async function comment(ask: Ask): Promise<Answer> {
  const { parts, staff, now, form } = ask;
  const flow = ask.param('flow');
  const words = (form.get('words') ?? '').trim().slice(0, COMMENT_MAX);
  const place = (form.get('place') ?? '').trim().slice(0, PLACE_MAX);
  const to = commentsBack(ask, flow);
  if (words === '') return see(to, 'release.no_comment');
  const id = newId(now.getTime());
  const known = await parts.pool.transact(async (tx) => {
    if ((await lockDraft(tx, flow)) === undefined) return false;
    await addComment(tx, { id, flow, place, words, by: staff.id, at: now });
    await note(tx, ask, 'draft_commented', `${flow} ${id}`);
    return true;
  });
  return known ? see(to, 'release.commented') : notFound();
}

async function settle(ask: Ask): Promise<Answer> {
  const { parts, staff, now } = ask;
  const [flow, id] = [ask.param('flow'), ask.param('comment')];
  const was = await parts.pool.transact(async (tx) => {
    const settled = await settleComment(tx, { flow, id, by: staff.id, now });
    if (settled) await note(tx, ask, 'draft_commented', `${flow} ${id} settled`);
    return settled;
  });
  return was ? see(commentsBack(ask, flow), 'release.settled') : notFound();
}

export const reviewActRoutes: readonly Route[] = [
  { method: 'POST', path: '/flows/:flow/review', may: REVIEWS, answer: takeReview },
  { method: 'POST', path: '/flows/:flow/discard', may: ['admin', 'editor'], answer: discard },
  { method: 'POST', path: '/flows/:flow/comments', may: REVIEWS, answer: comment },
  { method: 'POST', path: '/flows/:flow/comments/:comment/settle', may: REVIEWS, answer: settle },
];
