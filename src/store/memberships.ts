import type { Db, Tx } from './transact.ts';

export type MembershipRow = {
  id: string;
  groupId: string;
  phoneId: string;
  state: 'asked' | 'agreed' | 'ended' | 'blocked';
};

export type GroupTask = {
  id: string;
  phoneId: string;
  memberId: string | null;
  act: string;
  codeSealed: Buffer | null;
  aboutId: string | null;
  askedAt: Date;
  /** In which she is written to, where she is a member. */
  language: string | null;
  /** The key of the phone. */
  wrappedKey: Buffer;
};

/** What people said to their groups, oldest first. */
export async function openTasks(db: Db, limit: number): Promise<string[]> {
  const rows = await db<{ id: string }[]>`
    select id from group_task where state = 'open' order by asked_at, id limit ${limit}`;
  return rows.map(({ id }) => id);
}

/** The task, locked; undefined where it is done, or its phone is gone. */
export async function lockTask(tx: Tx, id: string): Promise<GroupTask | undefined> {
  const [row] = await tx<GroupTask[]>`
    select t.id, t.phone_id, t.member_id, t.act, t.code_sealed, t.about_id, t.asked_at, p.wrapped_key,
      (select m.language from member m where m.id = t.member_id) as language
    from group_task t join phone p on p.id = t.phone_id
    where t.id = ${id} and t.state = 'open'
    for no key update of t skip locked`;
  return row;
}

/** It is done, and gone: who came, and who reported, is to be found nowhere. */
export async function endTask(tx: Tx, id: string): Promise<void> {
  await tx`delete from group_task where id = ${id}`;
}

/** It could not be done; what was typed goes. */
export async function failTask(tx: Tx, id: string): Promise<void> {
  await tx`update group_task set state = 'failed', code_sealed = null where id = ${id}`;
}

/** Locks the gate first, as whatever ends something of a phone does. */
export async function lockGate(tx: Tx, phoneId: string): Promise<void> {
  await tx`select from gate where phone_id = ${phoneId} for no key update`;
}

/**
 * Somebody asks to come; what she asked before, and nobody has answered, is over. Undefined where she is in a group already,
 * or wants nothing of this one.
 */
export async function askMembership(
  tx: Tx,
  m: { id: string; groupId: string; phoneId: string; memberId: string | null; now: Date },
): Promise<string | undefined> {
  await tx`
    update membership set state = 'ended', ended_at = ${m.now}, ended_as = 'asked_again'
    where phone_id = ${m.phoneId} and state = 'asked'`;
  const [row] = await tx<{ id: string }[]>`
    insert into membership (id, group_id, phone_id, member_id, state, asked_at)
    select ${m.id}, ${m.groupId}, ${m.phoneId},
      coalesce(${m.memberId}::uuid, (select c.member_id from conversation c where c.phone_id = ${m.phoneId})), 'asked', ${m.now}
    where not is_stopped(${m.phoneId}) and not exists (
      select from membership b where b.group_id = ${m.groupId} and b.phone_id = ${m.phoneId} and b.state = 'blocked')
    on conflict do nothing
    returning id`;
  return row?.id;
}

/** A facilitator says yes. False where there is nothing to say yes to any more. */
export async function agreeMembership(tx: Tx, id: string, now: Date): Promise<boolean> {
  const rows = await tx`
    update membership set state = 'agreed', agreed_at = ${now} where id = ${id} and state = 'asked' returning 1`;
  return rows.length > 0;
}

export async function refuseMembership(tx: Tx, id: string, now: Date): Promise<boolean> {
  const rows = await tx`
    update membership set state = 'ended', ended_at = ${now}, ended_as = 'refused'
    where id = ${id} and state = 'asked' returning 1`;
  return rows.length > 0;
}

export async function membershipOf(db: Db, phoneId: string): Promise<MembershipRow | undefined> {
  const [row] = await db<MembershipRow[]>`
    select id, group_id, phone_id, state from membership
    where phone_id = ${phoneId} and state in ('asked', 'agreed')`;
  return row;
}

/** A report counts so long after its end: whoever leaves because of what happened says so afterwards. */
const REPORTS_FOR = '30 days';

/** The group that a phone reports about: the one she is in, or the one that she was in last. */
export async function reportedGroup(
  db: Db,
  phoneId: string,
  at: Date,
): Promise<string | undefined> {
  const [row] = await db<{ groupId: string }[]>`
    select group_id from membership
    where phone_id = ${phoneId}
      and (state in ('asked', 'agreed') or (state = 'ended' and ended_at > ${at}::timestamptz - ${REPORTS_FOR}::interval))
    order by state = 'agreed' desc, ended_at desc nulls first, asked_at desc
    limit 1`;
  return row?.groupId;
}

export async function membershipById(db: Db, id: string): Promise<MembershipRow | undefined> {
  const [row] = await db<MembershipRow[]>`
    select id, group_id, phone_id, state from membership where id = ${id}`;
  return row;
}

/** Whatever is still to be said of the group goes with it. Lock the gate first. */
export async function endMembership(tx: Tx, phoneId: string, as: string, now: Date): Promise<void> {
  await tx`select end_membership(${phoneId}, ${as}, ${now})`;
}

/** She wants nothing of this group again, whoever asks. */
export async function blockGroup(
  tx: Tx,
  m: { id: string; groupId: string; phoneId: string; memberId: string | null; now: Date },
): Promise<void> {
  await tx`
    insert into membership (id, group_id, phone_id, member_id, state, asked_at)
    values (${m.id}, ${m.groupId}, ${m.phoneId}, ${m.memberId}, 'blocked', ${m.now})
    on conflict do nothing`;
}

export async function countMembers(db: Db, groupId: string): Promise<number> {
  const [row] = await db<{ n: number }[]>`
    select count(*)::int as n from membership where group_id = ${groupId} and state = 'agreed'`;
  return row?.n ?? 0;
}

/** Everybody's place ends with the group. */
export async function endAllMemberships(tx: Tx, groupId: string, now: Date): Promise<string[]> {
  const rows = await tx<{ phoneId: string; was: string }[]>`
    with before as (
      select id, phone_id, state from membership
      where group_id = ${groupId} and state in ('asked', 'agreed') order by id for no key update
    )
    update membership m set state = 'ended', ended_at = ${now}, ended_as = 'closed'
    from before b where m.id = b.id
    returning b.phone_id, b.state as was`;
  const phones = rows.map(({ phoneId }) => phoneId);
  await tx`
    delete from timer where phone_id = any(${phones}::uuid[]) and stopped_by is null
      and (kind = 'group' or flow in ('meeting', 'ballot'))`;
  return rows.filter(({ was }) => was === 'agreed').map(({ phoneId }) => phoneId);
}

/** The meeting that she is told about next. */
export async function setMeeting(tx: Tx, id: string, meetingId: string): Promise<void> {
  await tx`update membership set meeting_id = ${meetingId} where id = ${id}`;
}
