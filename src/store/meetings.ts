import type { Db, Tx } from './transact.ts';

export type MeetingRow = {
  id: string;
  groupId: string;
  /** The day that the rhythm gave it, as `2027-01-31`. */
  day: string;
  startsAt: Date;
  place: number;
  placeSealed: Buffer | null;
  agenda: string[];
  state: 'planned' | 'cancelled' | 'over';
  stage: number;
  askedAt: Date | null;
  changedAt: Date | null;
};

const columns = (db: Db) =>
  db`id, group_id, day::text as day, starts_at, place, place_sealed, agenda, state, stage, asked_at, changed_at`;

/** Meetings of which something is due, oldest first. */
export async function dueMeetings(
  db: Db,
  now: Date,
  limit: number,
): Promise<{ id: string; groupId: string }[]> {
  return db`
    select id, group_id from meeting where due_at <= ${now} order by due_at, id limit ${limit}`;
}

/** The group that a meeting belongs to, to be locked first. */
export async function groupOfMeeting(db: Db, id: string): Promise<string | undefined> {
  const [row] = await db<{ groupId: string }[]>`select group_id from meeting where id = ${id}`;
  return row?.groupId;
}

/** Lock the group first. */
export async function lockMeeting(tx: Tx, id: string): Promise<MeetingRow | undefined> {
  const [row] = await tx<MeetingRow[]>`
    select ${columns(tx)} from meeting where id = ${id} for no key update`;
  return row;
}

/** The next meeting that is planned and has not begun. */
export async function nextMeeting(
  db: Db,
  groupId: string,
  now: Date,
): Promise<MeetingRow | undefined> {
  const [row] = await db<MeetingRow[]>`
    select ${columns(db)} from meeting
    where group_id = ${groupId} and state = 'planned' and starts_at > ${now} order by starts_at limit 1`;
  return row;
}

/** Open groups without a meeting ahead, and the last day of the rhythm that was planned. */
export function groupsToPlan(db: Db): Promise<{ id: string; last: string | null }[]> {
  return db`
    select g.id, (select max(m.day)::text from meeting m where m.group_id = g.id) as last
    from peer_group g
    where g.state = 'open' and not exists (
      select from meeting m where m.group_id = g.id and m.state = 'planned')
    order by g.code`;
}

type NewMeeting = {
  id: string;
  groupId: string;
  day: string;
  startsAt: Date;
  place: number;
  agenda: readonly string[];
  dueAt: Date;
  now: Date;
};

/** Plans it, and makes it what members see next. False where its day is planned already, or another is ahead. */
export async function addMeeting(tx: Tx, m: NewMeeting): Promise<boolean> {
  const rows = await tx`
    insert into meeting (id, group_id, day, planned_at, starts_at, place, agenda, due_at)
    select ${m.id}, ${m.groupId}, ${m.day}::date, ${m.now}, ${m.startsAt}, ${m.place}, ${[...m.agenda]}, ${m.dueAt}
    where not exists (select from meeting o where o.group_id = ${m.groupId} and o.state = 'planned')
    on conflict do nothing returning 1`;
  if (rows.length === 0) return false;
  await tx`
    update membership set meeting_id = ${m.id} where group_id = ${m.groupId} and state in ('asked', 'agreed')`;
  return true;
}

/** One of its stages was done; `dueAt`: when the next is. */
export async function setStage(
  tx: Tx,
  id: string,
  { stage, dueAt }: { stage: number; dueAt: Date | null },
): Promise<void> {
  await tx`update meeting set stage = ${stage}, due_at = ${dueAt} where id = ${id}`;
}

/** Something that failed is looked at again later, so that it keeps nobody waiting. */
export async function deferMeeting(db: Db, id: string, dueAt: Date): Promise<void> {
  await db`update meeting set due_at = ${dueAt} where id = ${id}`;
}

export type Notice =
  | 'group_yes'
  | 'group_yes_soon'
  | 'group_no'
  | 'group_moved'
  | 'group_cancelled'
  | 'group_again'
  | 'group_closed'
  | 'group_voted'
  | 'group_vote_void';

/** Members who are heard, three questions unanswered in a row at most, are asked once whether they come. */
export async function askMembers(
  tx: Tx,
  m: { meetingId: string; groupId: string; unansweredMax: number; now: Date; sendBy: Date },
): Promise<void> {
  await tx`update meeting set asked_at = ${m.now} where id = ${m.meetingId}`;
  await tx`
    insert into timer (id, phone_id, kind, epoch, flow, meeting_id, due_at, send_by)
    select gen_random_uuid(), q.phone_id, 'remind', g.epoch, 'meeting', ${m.meetingId}, ${m.now}, ${m.sendBy}
    from membership q join gate g on g.phone_id = q.phone_id
    where q.group_id = ${m.groupId} and q.state = 'agreed' and q.unanswered < ${m.unansweredMax}
      -- Who was welcomed since, or told of another day, has said already whether she comes.
      and not exists (
        select from meeting_answer a where a.meeting_id = ${m.meetingId} and a.membership_id = q.id)
    order by q.id`;
}

/**
 * Tells something to members of a group, who said that they come before the others. `who`: those who said so alone, or
 * everybody.
 */
export async function tellMembers(
  tx: Tx,
  n: {
    notice: Notice;
    groupId: string;
    meetingId: string;
    who: 'coming' | 'all';
    now: Date;
    othersAt: Date;
    sendBy: Date;
  },
): Promise<number> {
  const rows = await tx`
    insert into timer (id, phone_id, kind, epoch, notice, meeting_id, due_at, send_by)
    select gen_random_uuid(), q.phone_id, 'group', g.epoch, ${n.notice}, ${n.meetingId},
      case when a.coming then ${n.now}::timestamptz else ${n.othersAt}::timestamptz end, ${n.sendBy}
    from membership q join gate g on g.phone_id = q.phone_id
    left join meeting_answer a on a.meeting_id = ${n.meetingId} and a.membership_id = q.id
    where q.group_id = ${n.groupId} and q.state = 'agreed' and (a.coming or ${n.who === 'all'})
    order by a.coming desc nulls last, q.id
    returning 1`;
  return rows.length;
}

/** Tells something to these phones. */
export async function tellPhones(
  tx: Tx,
  n: { notice: Notice; phoneIds: readonly string[]; now: Date; sendBy: Date },
): Promise<void> {
  await tx`
    insert into timer (id, phone_id, kind, epoch, notice, due_at, send_by)
    select gen_random_uuid(), phone_id, 'group', epoch, ${n.notice}, ${n.now}, ${n.sendBy}
    from gate where phone_id = any(${[...n.phoneIds]}::uuid[]) order by phone_id`;
}

/**
 * Reminders and notices of a meeting that has changed are told no more, those that wait to be sent included: what is older
 * would arrive after the change. That another meeting was cancelled is still told.
 */
export async function dropNotices(
  tx: Tx,
  m: { groupId: string; meetingId: string; now: Date },
): Promise<void> {
  await tx`select drop_notices(${m.groupId}, ${m.meetingId}, ${m.now})`;
}

export async function moveMeeting(
  tx: Tx,
  id: string,
  m: {
    startsAt: Date;
    place: number;
    placeSealed: Buffer | null;
    now: Date;
    stage: number;
    dueAt: Date | null;
  },
): Promise<void> {
  await tx`
    update meeting
    set starts_at = ${m.startsAt}, place = ${m.place}, place_sealed = ${m.placeSealed}, changed_at = ${m.now},
      stage = ${m.stage}, due_at = ${m.dueAt}
    where id = ${id}`;
}

export async function endMeeting(
  tx: Tx,
  id: string,
  { state, dueAt }: { state: 'over' | 'cancelled'; dueAt: Date | null },
): Promise<void> {
  await tx`update meeting set state = ${state}, due_at = ${dueAt} where id = ${id}`;
}

export async function setHeads(tx: Tx, id: string, heads: number): Promise<void> {
  await tx`update meeting set heads = ${heads} where id = ${id}`;
}

export async function setAgenda(tx: Tx, id: string, agenda: readonly string[]): Promise<void> {
  await tx`update meeting set agenda = ${[...agenda]} where id = ${id}`;
}
