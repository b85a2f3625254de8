import { newId } from '../../base/ids.ts';
import { auditEntry } from '../../engine/audit-entry.ts';
import { type DraftAct, mayAct, type NotNow, planFor } from '../../release/rules.ts';
import { addComment, addReviewAct, settleComment } from '../../store/approvals.ts';
import type { ReleasePlan } from '../../store/release-stages.ts';
import { writeAudit } from '../../store/audit.ts';
import type { Tx } from '../../store/connect.ts';
import { closeDraft, lockDraft, setDraftState } from '../../store/drafts.ts';
import { type Answer, notFound, see } from '../frame/answer.ts';
import type { Ask, Route } from '../frame/route.ts';
import { keepSigned } from '../translate/keep-bases.ts';
import { COMMENT_MAX, commentsBack, REVIEWS } from './place-comments.ts';
import { factsNow, readReview, type Review } from './read-review.ts';
import { REASON_MAX } from './release-approvals.ts';

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

type Reviewed =
  | { kind: 'done' }
  /** `changed_meanwhile`: it reads differently from what the page has shown. */
  | { kind: 'refused'; why: NotNow | 'changed_meanwhile' };

type About = {
  /** Of what was read: of the language for a signature, else of the whole. */
  content?: string | undefined;
  language?: string | undefined;
  reason?: string | undefined;
  /** How fast it is to go: as it is sent, or as the page has shown it to whoever approves. */
  plan?: string | undefined;
};

/** Does one thing about a draft in review, by the rules, on what was read and nothing else. */
export async function review(
  ask: Ask,
  seen: Review,
  kind: DraftAct,
  about: About = {},
): Promise<Reviewed> {
  const { parts, staff, now } = ask;
  const { draft, facts } = seen;
  const language = about.language ?? '';
  const shownPlan = facts.plan ?? '';
  const hash =
    kind === 'signed'
      ? (facts.languages.find((one) => one.language === language)?.hash ?? '')
      : facts.content;
  if (about.content !== undefined && about.content !== hash)
    return { kind: 'refused', why: 'changed_meanwhile' };
  if (isApproval(kind) && (about.plan ?? shownPlan) !== shownPlan)
    return { kind: 'refused', why: 'changed_meanwhile' };
  const reason = (about.reason ?? '').trim().slice(0, REASON_MAX);
  const why = mayAct(kind, facts, staff, { language, reason });
  if (why !== undefined) return { kind: 'refused', why };
  return parts.pool.transact(async (tx): Promise<Reviewed> => {
    const locked = await lockDraft(tx, draft.flow);
    if (locked?.revision !== draft.revision || locked.state !== draft.state)
      return { kind: 'refused', why: 'changed_meanwhile' };
    // What somebody else has said since counts as well, as if they had come one after the other.
    const then = await factsNow(tx, seen);
    if (isApproval(kind) && then.plan !== facts.plan)
      return { kind: 'refused', why: 'changed_meanwhile' };
    const still = mayAct(kind, then, staff, { language, reason });
    if (still !== undefined) return { kind: 'refused', why: still };
    const plan = planOf(seen, kind, about.plan);
    await addReviewAct(tx, {
      id: newId(now.getTime()),
      flow: draft.flow,
      kind,
      by: staff.id,
      at: now,
      hash,
      language: kind === 'signed' ? language : null,
      words: kind === 'blocked' ? reason : null,
      plan,
    });
    if (kind === 'signed') {
      const { languages: spoken } = parts.programme;
      const saved = { flow: draft.flow, spoken, by: staff.id, now };
      await keepSigned(tx, saved, draft.files, language);
    }
    if (kind === 'sent') await setDraftState(tx, draft.flow, 'in_review');
    if (kind === 'taken_back') await setDraftState(tx, draft.flow, 'draft');
    await note(tx, ask, 'draft_reviewed', detailOf([draft.flow, kind, language, plan]));
    return { kind: 'done' };
  });
}

function isApproval(kind: DraftAct): boolean {
  return kind === 'peer_approved' || kind === 'approved';
}

/**
 * How fast it is to go: as it is sent, the slower one where nothing was chosen or too many take part; as it is approved, what
 * stood there. The first version of a flow needs no plan.
 */
function planOf(
  { released, facts }: Review,
  kind: DraftAct,
  wished: string | undefined,
): ReleasePlan | null {
  if (isApproval(kind)) return facts.plan;
  if (kind !== 'sent' || released?.version === undefined) return null;
  return planFor(wished === 'at_once' ? 'at_once' : 'steps', facts.isFew);
}

function detailOf([flow, kind, language, plan]: readonly [
  string,
  DraftAct,
  string,
  ReleasePlan | null,
]): string {
  const agreed = plan === null ? '' : `plan_${plan}`;
  return [flow, kind, language, agreed].filter((one) => one !== '').join(' ');
}

async function note(
  tx: Tx,
  { parts, staff, now }: Ask,
  action: 'draft_reviewed' | 'draft_discarded' | 'draft_commented',
  detail: string,
): Promise<void> {
  const entry = auditEntry(parts.keyring, { actor: staff.id, action, detail, now });
  await writeAudit(tx, entry, { now });
}

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
  for (const [place, language] of ask.form.getAll('language').entries()) {
    // What was not shown is not signed.
    const done = await review(ask, seen, 'signed', { language, content: contents[place] ?? '' });
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
