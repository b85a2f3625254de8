import type { ReleasePlan } from './release-stages.ts';
import type { Db } from './transact.ts';

/** What the release of a flow waits for was given or taken by these acts. */
export type StoredAct = {
  id: string;
  kind:
    | 'sent'
    | 'taken_back'
    | 'signed'
    | 'peer_approved'
    | 'blocked'
    | 'lifted'
    | 'approved'
    | 'closed'
    | 'asked_wider'
    | 'asked_resume';
  by: string;
  at: Date;
  hash: string;
  language: string | null;
  words: string | null;
  plan: ReleasePlan | null;
  /** Of a signature: hashes of the texts that were shown. */
  texts: readonly string[] | null;
};

/** Acts read of a flow, the newest: years of releases, and a bound for a page. */
const ACTS_MAX = 2_000;

/** Oldest first. */
export async function reviewActs(db: Db, flow: string): Promise<StoredAct[]> {
  const rows = await db<StoredAct[]>`
    select id, kind, by, at, hash, language, words, plan, texts from review_act
    where flow = ${flow} order by seq desc limit ${ACTS_MAX}`;
  return rows.toReversed();
}

type NewAct = Omit<StoredAct, 'plan' | 'texts'> & Partial<Pick<StoredAct, 'plan' | 'texts'>>;

export async function addReviewAct(db: Db, act: NewAct & { flow: string }): Promise<void> {
  const { id, flow, kind, by, at, hash, language, words, plan = null, texts = null } = act;
  await db`
    insert into review_act (id, flow, kind, by, at, hash, language, words, plan, texts)
    values (${id}, ${flow}, ${kind}, ${by}, ${at}, ${hash}, ${language}, ${words}, ${plan},
      ${texts === null ? null : [...texts]}::text[])`;
}

export type ReviewComment = {
  id: string;
  place: string;
  words: string;
  by: string;
  at: Date;
  settledBy: string | null;
  settledAt: Date | null;
};

/** Comments shown of a flow: those that are open first, then the newest. */
const COMMENTS_MAX = 200;

export function reviewComments(db: Db, flow: string): Promise<ReviewComment[]> {
  return db<ReviewComment[]>`
    select id, place, words, by, at, settled_by, settled_at from review_comment
    where flow = ${flow} order by settled_at is not null, at desc, id desc limit ${COMMENTS_MAX}`;
}

type NewComment = Pick<ReviewComment, 'id' | 'place' | 'words' | 'by' | 'at'> & { flow: string };

export async function addComment(db: Db, comment: NewComment): Promise<void> {
  const { id, flow, place, words, by, at } = comment;
  await db`
    insert into review_comment (id, flow, place, words, by, at)
    values (${id}, ${flow}, ${place}, ${words}, ${by}, ${at})`;
}

/** Returns whether there was one that was open. */
export async function settleComment(
  db: Db,
  settled: { flow: string; id: string; by: string; now: Date },
): Promise<boolean> {
  const rows = await db`
    update review_comment set settled_by = ${settled.by}, settled_at = ${settled.now}
    where flow = ${settled.flow} and id::text = ${settled.id} and settled_at is null returning 1`;
  return rows.length > 0;
}

/** Flows whose drafts are open, with who touched them last. */
export type OpenDraft = {
  flow: string;
  state: 'draft' | 'in_review';
  revision: number;
  updatedAt: Date;
  updatedBy: string | null;
  comments: number;
};

export function openDrafts(db: Db): Promise<OpenDraft[]> {
  return db<OpenDraft[]>`
    select flow, state, revision, updated_at, updated_by,
      (select count(*)::int from review_comment c where c.flow = draft.flow and c.settled_at is null) as comments
    from draft where state <> 'released' order by updated_at desc`;
}
