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

/** Ids of open requests about which something is due: never looked at, waiting until now, or not answered in time. */
export async function dueRequests(db: Db, now: Date, limit: number): Promise<string[]> {
  const rows = await db<{ id: string }[]>`
    select f.id from follow_up f
    where f.state = 'open' and coalesce(f.due_at, f.opened_at) <= ${now}
      and (f.stage not in ('accepted', 'top') or f.due_at is not null)
      and not exists (
        select from erasure e where e.phone_id = f.phone_id and e.state = 'pending' and f.opened_at <= e.asked_at
      )
    order by (f.kind = 'urgent') desc nulls first, coalesce(f.due_at, f.opened_at), f.id
    limit ${limit}`;
  return rows.map(({ id }) => id);
}

/** Open requests for a call since before `before` whose member nobody has met, and who was not told so yet. */
export async function lateRequests(db: Db, before: Date, limit: number): Promise<string[]> {
  const rows = await db<{ id: string }[]>`
    select f.id from follow_up f
    where f.state = 'open' and f.late_told_at is null and f.reached_at is null and f.kind in ('urgent', 'talk')
      and f.opened_at <= ${before}
    order by f.opened_at, f.id
    limit ${limit}`;
  return rows.map(({ id }) => id);
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

/** It is over: how, in a word. */
export async function endRequest(tx: Tx, id: string, endedAs: string, now: Date): Promise<void> {
  await tx`
    update follow_up set state = 'done', ended_as = ${endedAs}, ended_at = ${now}, due_at = null
    where id = ${id} and state = 'open'`;
}

export type ActWrite = {
  followUpId: string;
  /** Null: the service itself. */
  counsellorId: string | null;
  act: string;
  rung: number | null;
  channel: 'sms' | 'ussd' | 'service' | 'cli';
};

/** What was done about a request, for ever. */
export async function saveAct(tx: Tx, a: ActWrite, now: Date): Promise<void> {
  await tx`
    insert into follow_up_act (follow_up_id, counsellor_id, act, rung, at, channel)
    values (${a.followUpId}, ${a.counsellorId}, ${a.act}, ${a.rung}, ${now}, ${a.channel})`;
}
