import type { Db, Tx } from './transact.ts';

/** Where a request for a person stands on its way from one to the next (migrations/0012, follow_up). */
export type LadderRequest = {
  id: string;
  phoneId: string;
  memberId: string | null;
  reason: string;
  channel: 'sms' | 'ussd';
  state: string;
  kind: 'urgent' | 'talk' | 'digest' | null;
  stage: 'new' | 'waiting' | 'offered' | 'accepted' | 'top';
  place: string | null;
  counsellorId: string | null;
  rung: number;
  openedAt: Date;
  dueAt: Date | null;
  windowFrom: Date | null;
  windowTo: Date | null;
  toldAt: Date | null;
  acceptedAt: Date | null;
  reachedAt: Date | null;
  lateToldAt: Date | null;
  tries: number;
};

const columns = (db: Db) => db`
  f.id, f.phone_id, f.member_id, f.reason, f.channel, f.state, f.kind, f.stage, f.place, f.counsellor_id, f.rung,
  f.opened_at, f.due_at, f.window_from, f.window_to, f.told_at, f.accepted_at, f.reached_at, f.late_told_at, f.tries`;

/** The request, locked until the transaction ends. Whoever needs a counsellor's row too locks that first. */
export async function lockRequest(tx: Tx, id: string): Promise<LadderRequest | undefined> {
  const [row] = await tx<LadderRequest[]>`
    select ${columns(tx)} from follow_up f where f.id = ${id} for no key update of f`;
  return row;
}

export async function readRequest(db: Db, id: string): Promise<LadderRequest | undefined> {
  const [row] = await db<
    LadderRequest[]
  >`select ${columns(db)} from follow_up f where f.id = ${id}`;
  return row;
}

/**
 * What is opened when a member has died: a review of what happened, and a call to the family (docs/promises.md, req K14). It is for
 * staff alone: no counsellor is asked to call her, and it is joined with nothing.
 */
export const OF_THE_DESK = ['died_review', 'died_call'];

/** When something is due about the open request `f`; never about one that rests with somebody (index follow_up_due). */
const dueAt = (db: Db) =>
  db`coalesce(f.due_at, case when f.stage in ('accepted', 'top') then 'infinity'::timestamptz else f.opened_at end)`;

/** What staff see to themselves is asked of nobody; what was asked before an erasure that is pending is hidden with everything else. */
const shown = (db: Db) => db`
  f.reason <> all (${OF_THE_DESK}) and not exists (
    select from erasure e where e.phone_id = f.phone_id and e.state = 'pending' and f.opened_at <= e.asked_at
  )`;

/** The open request as it stands, if something is due about it; the list of `dueRequests` may be older than what another process did. */
export async function readDueRequest(
  db: Db,
  id: string,
  now: Date,
): Promise<LadderRequest | undefined> {
  const [row] = await db<LadderRequest[]>`
    select ${columns(db)} from follow_up f where f.id = ${id} and f.state = 'open' and ${dueAt(db)} <= ${now}`;
  return row;
}

/**
 * Ids of open requests about which something is due: never looked at, waiting until now, or not answered in time; but for
 * those that wait for the text of a morning.
 */
export async function dueRequests(db: Db, now: Date, limit: number): Promise<string[]> {
  const rows = await db<{ id: string }[]>`
    select f.id from follow_up f
    where f.state = 'open' and ${dueAt(db)} <= ${now} and ${shown(db)}
      and (f.kind is distinct from 'digest' or f.stage in ('new', 'accepted'))
    order by (f.kind = 'urgent') desc nulls first, ${dueAt(db)}, f.id
    limit ${limit}`;
  return rows.map(({ id }) => id);
}

/**
 * All that the text of this morning is about, together, so that each counsellor gets one: nothing while another process still
 * looks at what was asked before `morning`, when duty began.
 */
export function dueDigest(db: Db, now: Date, morning: Date): Promise<LadderRequest[]> {
  return db<LadderRequest[]>`
    select ${columns(db)} from follow_up f
    where f.state = 'open' and f.kind = 'digest' and f.stage in ('waiting', 'offered') and ${dueAt(db)} <= ${now}
      and ${shown(db)}
      and not exists (
        select from follow_up f
        where f.state = 'open' and f.stage = 'new' and f.opened_at < ${morning} and ${dueAt(db)} <= ${now} and ${shown(db)})
    order by f.opened_at, f.id`;
}

/** Whoever wrote words of danger was offered a person and has not asked for one by that. */
const NOT_ASKED = ['risk_words'];

/** The member is told that nobody has reached her after so long, of any time. */
const NOBODY_YET = '24 hours';

/** Of `f`: nobody has met her since she asked, and she was not told so yet. */
export const unreached = (db: Db) => db`
  f.state = 'open' and f.late_told_at is null and f.reached_at is null and f.kind in ('urgent', 'talk')
  and f.reason <> all (${[...NOT_ASKED, ...OF_THE_DESK]})`;

/**
 * When she is told so: a day after she asked, or said last that she still wants a call though everybody had been asked; not
 * before the time that she asked for is over, and not sooner after a failure.
 */
export const lateAt = (db: Db) => db`
  greatest(f.opened_at + ${NOBODY_YET}::interval, f.window_to, f.late_again_at, (
    select max(b.at) + ${NOBODY_YET}::interval from follow_up_act b
    where b.follow_up_id = f.id and b.act = any (${STILL_WANTS})))`;

/** What she says, and does, of a request that she still wants. */
const STILL_WANTS = ['begun_again', 'still_wanted'];

/** Whether she has said so since she was told that nobody has reached her: then she is told once more. */
export async function wantsStill(
  db: Db,
  { id, lateToldAt }: Pick<LadderRequest, 'id' | 'lateToldAt'>,
): Promise<boolean> {
  const rows = await db`
    select from follow_up_act b
    where b.follow_up_id = ${id} and b.act = any (${STILL_WANTS}) and b.at >= ${lateToldAt} limit 1`;
  return rows.length > 0;
}

/** Open requests for a call whose member is to be told now that nobody has met her: one a phone. */
export async function lateRequests(
  db: Db,
  { now, limit }: { now: Date; limit: number },
): Promise<string[]> {
  const rows = await db<{ id: string }[]>`
    select distinct on (f.phone_id) f.id from follow_up f
    where ${unreached(db)} and f.opened_at <= ${now}::timestamptz - ${NOBODY_YET}::interval
      and ${lateAt(db)} <= ${now}
    order by f.phone_id, f.opened_at
    limit ${limit}`;
  return rows.map(({ id }) => id);
}

/** Something about it failed: it is looked at again then, and nothing else waits for it. */
export async function deferRequest(db: Db, id: string, until: Date): Promise<void> {
  await db`update follow_up set due_at = ${until} where id = ${id} and state = 'open'`;
}

/** Telling her that nobody has reached her failed: it is tried again then. */
export async function deferLate(db: Db, id: string, until: Date): Promise<void> {
  await db`update follow_up set late_again_at = ${until} where id = ${id} and state = 'open'`;
}

/** The member of this phone was told that nobody has reached her: for all that she asked. */
export async function noteLateTold(tx: Tx, phoneId: string, now: Date): Promise<void> {
  await tx`
    update follow_up set late_told_at = ${now}
    where phone_id = ${phoneId} and state = 'open' and late_told_at is null and kind in ('urgent', 'talk')`;
}

/**
 * An older open request of the same phone that stands for this one too, locked: she has asked again. Urgent ones stand for all that
 * she asks, others for their like.
 */
export async function olderRequest(
  tx: Tx,
  { id, phoneId, reason }: Pick<LadderRequest, 'id' | 'phoneId' | 'reason'>,
  kind: 'urgent' | 'talk' | 'digest',
): Promise<LadderRequest | undefined> {
  const [row] = await tx<LadderRequest[]>`
    select ${columns(tx)} from follow_up f
    where f.phone_id = ${phoneId} and f.state = 'open' and f.stage <> 'new' and f.id <> ${id}
      and case ${kind}
        when 'digest' then f.kind = 'digest' and f.reason = ${reason}
        when 'talk' then f.kind in ('talk', 'urgent')
        else f.kind = 'urgent'
      end
    order by f.opened_at
    limit 1
    for no key update of f`;
  return row;
}

/** The columns that the ladder moves; left out, they stay. */
export type LadderMove = Partial<
  Pick<
    LadderRequest,
    | 'kind'
    | 'stage'
    | 'place'
    | 'counsellorId'
    | 'rung'
    | 'dueAt'
    | 'windowFrom'
    | 'windowTo'
    | 'toldAt'
    | 'acceptedAt'
    | 'reachedAt'
    | 'lateToldAt'
    | 'tries'
  >
>;

/** Writes where it stands now. Lock it first. */
export async function moveRequest(tx: Tx, request: LadderRequest, move: LadderMove): Promise<void> {
  const to = { ...request, ...move };
  await tx`
    update follow_up
    set kind = ${to.kind}, stage = ${to.stage}, place = ${to.place}, counsellor_id = ${to.counsellorId}, rung = ${to.rung},
      due_at = ${to.dueAt}, window_from = ${to.windowFrom}, window_to = ${to.windowTo}, told_at = ${to.toldAt},
      accepted_at = ${to.acceptedAt}, reached_at = ${to.reachedAt}, late_told_at = ${to.lateToldAt}, tries = ${to.tries}
    where id = ${request.id}`;
}

/** Somebody begins to work here, or again: what waits for anybody, or was asked of everybody else, is looked at again. */
export async function wakeRequests(db: Db, now: Date): Promise<void> {
  await db`
    update follow_up set stage = 'waiting', rung = 0, due_at = ${now}
    where state = 'open' and kind <> 'digest' and reason <> all (${OF_THE_DESK})
      and (stage = 'top' or (stage = 'waiting' and counsellor_id is null and told_at is null))`;
}

/** It is over: how, in a word. */
export async function endRequest(tx: Tx, id: string, endedAs: string, now: Date): Promise<void> {
  await tx`
    update follow_up set state = 'done', ended_as = ${endedAs}, ended_at = ${now}, due_at = null
    where id = ${id} and state = 'open'`;
}
