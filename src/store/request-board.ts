import { COUNTED_MAX, type Paged, pagedFrom } from './member-list.ts';
import type { Db } from './transact.ts';

/** An open request for a person as supervision sees it: kinds, times and codes. */
export type BoardRequest = {
  id: string;
  memberId: string | null;
  reason: string;
  kind: 'urgent' | 'talk' | 'digest' | null;
  stage: 'new' | 'waiting' | 'offered' | 'accepted' | 'top';
  rung: number;
  place: string | null;
  openedAt: Date;
  dueAt: Date | null;
  windowFrom: Date | null;
  windowTo: Date | null;
  acceptedAt: Date | null;
  reachedAt: Date | null;
  state: string;
  endedAt: Date | null;
  endedAs: string | null;
  tries: number;
  /** Who was asked last, or has it. */
  counsellorCode: number | null;
  /** How many were asked. */
  asked: number;
  late: boolean;
  stopped: boolean;
};

/** Before these moments a request of each kind is late, if nobody has met her. */
export type LateBefore = { urgent: Date; talk: Date };

export type BoardFilter = {
  kind?: string | undefined;
  stage?: string | undefined;
  rung?: number | undefined;
  place?: string | undefined;
  counsellor?: number | undefined;
  late?: boolean | undefined;
  /** The end of an id, as a reference names it. */
  ending?: string | undefined;
};

/** Whether nobody has met her in time. */
export const isLate = (db: Db, { urgent, talk }: LateBefore) => db`
  (f.state = 'open' and f.reached_at is null and (
    (f.kind = 'urgent' and f.opened_at < ${urgent})
    or (f.kind = 'talk' and coalesce(f.window_to, f.opened_at) < ${talk} and f.opened_at < ${talk})))`;

/** Hidden is what was asked before an erasure that is pending, as everything else of that phone. */
export const isShown = (db: Db) => db`
  not exists (
    select from erasure e where e.phone_id = f.phone_id and e.state = 'pending' and f.opened_at <= e.asked_at)`;

const columns = (db: Db, before: LateBefore) => db`
  f.id, f.member_id, f.reason, f.kind, f.stage, f.rung, f.place, f.opened_at, f.due_at, f.window_from, f.window_to,
  f.accepted_at, f.reached_at, f.state, f.ended_at, f.ended_as, f.tries, c.code as counsellor_code,
  (select count(distinct q.counsellor_id)::int from prompt q where q.follow_up_id = f.id) as asked,
  ${isLate(db, before)} as late, is_stopped(f.phone_id) as stopped`;

/** Open ones: late first, then whoever waits longest. Of those that a member's death opened there is a list of its own. */
export async function listBoard(
  db: Db,
  filter: BoardFilter,
  { page, size, before }: { page: number; size: number; before: LateBefore },
): Promise<Paged<BoardRequest>> {
  const rows = await db<(BoardRequest & { total: number })[]>`
    with found as materialized (
      select f.id, f.opened_at, f.kind, ${isLate(db, before)} as late
      from follow_up f left join counsellor c on c.id = f.counsellor_id
      where f.state = 'open' and ${isShown(db)} and ${conditions(db, filter, before)}
    ), picked as materialized (
      select * from found
      order by late desc, (kind = 'urgent') desc nulls last, opened_at, id
      limit ${size} offset ${(page - 1) * size}
    )
    select ${columns(db, before)}, (
        select count(*)::int from (select from found limit ${COUNTED_MAX + 1}) n
      ) as total
    from picked k join follow_up f on f.id = k.id left join counsellor c on c.id = f.counsellor_id
    order by k.late desc, (k.kind = 'urgent') desc nulls last, k.opened_at, k.id`;
  return pagedFrom(rows);
}

function conditions(db: Db, filter: BoardFilter, before: LateBefore) {
  const { kind, stage, rung, place, counsellor, ending } = filter;
  return db`true
    ${kind === undefined ? db`` : db`and f.kind = ${kind}`}
    ${stage === undefined ? db`` : db`and f.stage = ${stage}`}
    ${rung === undefined ? db`` : db`and f.rung = ${rung}`}
    ${place === undefined ? db`` : db`and f.place = ${place}`}
    ${counsellor === undefined ? db`` : db`and c.code = ${counsellor}`}
    ${filter.late === true ? db`and ${isLate(db, before)}` : db``}
    ${
      ending === undefined
        ? db``
        : db`and right(replace(f.id::text, '-', ''), length(${ending})) = ${ending}`
    }`;
}

/** One of them, open or over. */
export async function readBoardRequest(
  db: Db,
  id: string,
  before: LateBefore,
): Promise<BoardRequest | undefined> {
  const [row] = await db<BoardRequest[]>`
    select ${columns(db, before)}
    from follow_up f left join counsellor c on c.id = f.counsellor_id
    where f.id = ${id} and ${isShown(db)}`;
  return row;
}

/** What was done about it: codes only. Null: by the service itself, or at a desk. Whoever was asked by text was told by it. */
export type BoardAct = { act: string; at: Date; code: number | null; channel: string };

export function actsOf(db: Db, id: string): Promise<BoardAct[]> {
  return db<BoardAct[]>`
    select t.act, t.at, c.code, t.channel
    from follow_up_act t left join counsellor c on c.id = t.counsellor_id
    where t.follow_up_id = ${id} and not (t.act = 'told' and exists (
      select from prompt q
      where q.follow_up_id = t.follow_up_id and q.counsellor_id = t.counsellor_id and q.kind <> 'listed'))
    union all
    select 'asked', q.sent_at, c.code, 'sms' from prompt q join counsellor c on c.id = q.counsellor_id
    where q.follow_up_id = ${id} and q.kind not in ('listed')
    order by 2`;
}

/** Where requests are open now. */
export async function placesOfRequests(db: Db): Promise<string[]> {
  const rows = await db<{ place: string }[]>`
    select distinct place from follow_up where state = 'open' and place is not null order by place`;
  return rows.map(({ place }) => place);
}
