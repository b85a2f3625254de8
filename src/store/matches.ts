import { newId } from '../base/ids.ts';
import type { Db, Tx } from './transact.ts';

type Pair = { memberId: string; counsellorId: string; now: Date };

/** Somebody could meet a member: asked of both, of the counsellor first and unseen. False: it stands already. */
export async function proposeMatch(
  tx: Tx,
  { memberId, counsellorId, now }: Pair,
): Promise<boolean> {
  const rows = await tx`
    insert into assignment (counsellor_id, member_id, since, state)
    values (${counsellorId}, ${memberId}, ${now}, 'proposed')
    on conflict do nothing returning 1`;
  return rows.length > 0;
}

/** She said yes, unseen. False: it is not asked any more. */
export async function okProposal(tx: Tx, { memberId, counsellorId, now }: Pair): Promise<boolean> {
  const rows = await tx`
    update assignment set counsellor_ok_at = ${now}
    where counsellor_id = ${counsellorId} and member_id::text = ${memberId} and until is null and state = 'proposed'
    returning 1`;
  return rows.length > 0;
}

/** It is over, by the counsellor. `agreedToo`: also where both had said yes. False: there is nothing to end. */
export async function endProposal(
  tx: Tx,
  {
    memberId,
    counsellorId,
    now,
    endedAs,
    agreedToo,
  }: Pair & { endedAs: string; agreedToo: boolean },
): Promise<boolean> {
  const rows = await tx`
    update assignment set until = ${now}, state = 'ended', ended_as = ${endedAs}, told_as = 'ended'
    where counsellor_id = ${counsellorId} and member_id::text = ${memberId} and until is null
      and (state = 'proposed' or ${agreedToo})
    returning 1`;
  return rows.length > 0;
}

/** How long a proposal waits: for the counsellor, and for the member after she was asked. */
const COUNSELLOR_WAITS = '72 hours';
const MEMBER_WAITS = '192 hours';
/** After a silence of hers no other is proposed for so long: nobody is asked week after week. */
const SILENT_FOR = '720 hours';

/** Proposals that nobody answered are over; silence is an answer and is not asked about. Returns how many. */
export async function endUnanswered(db: Db, now: Date): Promise<number> {
  const rows = await db`
    update assignment
    set until = ${now}, state = 'ended', ended_as = case when asked_at is null then 'no_word' else 'silent' end
    where until is null and state = 'proposed'
      -- A visit takes the time that it takes.
      and not exists (
        select from follow_up f
        where f.member_id = assignment.member_id and f.reason = 'take_over' and f.state = 'open')
      and (
      (counsellor_ok_at is null and since < ${now}::timestamptz - ${COUNSELLOR_WAITS}::interval)
      or asked_at < ${now}::timestamptz - ${MEMBER_WAITS}::interval)
    returning 1`;
  return rows.length;
}

/** Who could meet a member. `met`: she invited her, with her phone in her hand. `load`: members she has, asked ones included. */
export type CouldMeet = { id: string; met: boolean; load: number };
/** As many are looked at for each member: those asked at the same moment are shared among them. */
const COULD_MAX = 20;

/**
 * Members who said yes to meetings and have nobody, each with who could meet her, the nearest first: at work and trained, of
 * her place, with the fewest members, another phone than hers, and nobody with whom it ended.
 */
export function unmatched(
  db: Db,
  { now, today, limit }: { now: Date; today: string; limit: number },
): Promise<{ memberId: string; could: CouldMeet[] }[]> {
  return db<{ memberId: string; could: CouldMeet[] }[]>`
    select m.id as member_id, n.could
    from member m
    cross join lateral (
      select json_agg(json_build_object('id', k.id, 'met', k.met, 'load', k.load)
        order by k.met desc, k.load, k.code) as could
      from (select c.id, c.code, exists (
          select from invitation i where i.phone_id = m.phone_id and i.entered_by = 'counsellor ' || c.id
        ) as met, (
          select count(*)::int from assignment a where a.counsellor_id = c.id and a.until is null
        ) as load
      from counsellor c
      where c.state = 'active' and c.role in ('counsellor', 'peer', 'champion') and c.place = coalesce(m.place, 'main')
        and c.phone_id <> m.phone_id and c.trained_on <= ${today}::date
        and coalesce(c.refresher_by >= ${today}::date, true)
        and not are_apart(m.id, c.id) and not exists (
          select from assignment z
          where z.member_id = m.id and z.counsellor_id = c.id and z.ended_as in ('passed', 'no_word'))
      order by met desc, load, c.code
      limit ${COULD_MAX}) k
    ) n
    where n.could is not null and m.unlinked_at is null and not is_stopped(m.phone_id)
      and not exists (select from assignment a where a.member_id = m.id and a.until is null)
      and not exists (
        select from assignment a
        where a.member_id = m.id and a.ended_as = 'silent' and a.until > ${now}::timestamptz - ${SILENT_FOR}::interval)
      and has_consent(m.phone_id, 'counsellor_contact', ${now})
      and not exists (select from erasure e where e.phone_id = m.phone_id and e.state = 'pending')
    order by m.id
    limit ${limit}`;
}

/** Proposals about which the counsellor was not asked yet. */
export function unasked(
  db: Db,
  limit: number,
): Promise<{ memberId: string; counsellorId: string }[]> {
  return db<{ memberId: string; counsellorId: string }[]>`
    select a.member_id, a.counsellor_id
    from assignment a join counsellor c on c.id = a.counsellor_id
    where c.state = 'active' and ${isUnasked(db)}
    order by a.since, a.member_id
    limit ${limit}`;
}

/** Whether it is still so, once her row is locked. */
export async function stillUnasked(
  tx: Tx,
  { memberId, counsellorId }: Pick<Pair, 'memberId' | 'counsellorId'>,
): Promise<boolean> {
  const rows = await tx`
    select from assignment a
    where a.member_id = ${memberId} and a.counsellor_id = ${counsellorId} and ${isUnasked(tx)}`;
  return rows.length > 0;
}

function isUnasked(db: Db) {
  return db`a.until is null and a.state = 'proposed' and a.counsellor_ok_at is null and not exists (
      select from prompt q
      where q.counsellor_id = a.counsellor_id and q.about_id = a.member_id and q.kind = 'match'
        and q.sent_at >= a.since)`;
}

/** Asks each member about whom the counsellor has said yes, by a flow that begins in her hours. Returns how many. */
export async function askMembers(
  tx: Tx,
  { flow, sendBy, now, limit }: { flow: string; sendBy: Date; now: Date; limit: number },
): Promise<number> {
  const rows = await tx<{ phoneId: string; epoch: number }[]>`
    update assignment a set asked_at = ${now}
    from member m, gate g
    where a.member_id in (
        select s.member_id from assignment s
        where s.until is null and s.state = 'proposed' and s.counsellor_ok_at is not null and s.asked_at is null
        order by s.member_id limit ${limit})
      and a.until is null and a.state = 'proposed' and a.counsellor_ok_at is not null and a.asked_at is null
      and m.id = a.member_id and m.unlinked_at is null and g.phone_id = m.phone_id
      and has_consent(m.phone_id, 'counsellor_contact', ${now})
      -- Whoever is locked out, or away for a while only, is proposed to nobody meanwhile.
      and exists (select from counsellor c where c.id = a.counsellor_id and c.state in ('active', 'away'))
    returning m.phone_id, g.epoch`;
  for (const { phoneId, epoch } of rows)
    await tx`
      insert into timer (id, phone_id, kind, epoch, flow, due_at, send_by)
      values (${newId(now.getTime())}, ${phoneId}, 'start', ${epoch}, ${flow}, ${now}, ${sendBy})`;
  return rows.length;
}

/** Counsellors who have not heard yet how it stands: that it is agreed, or has ended. */
export function untold(
  db: Db,
  limit: number,
): Promise<{ memberId: string; counsellorId: string; since: Date; state: 'agreed' | 'ended' }[]> {
  return db`
    select a.member_id, a.counsellor_id, a.since, a.state
    from assignment a join counsellor c on c.id = a.counsellor_id
    where a.told_as is distinct from a.state and c.state in ('active', 'away') and (
      (a.state = 'agreed' and a.asked_at is not null)
      or (a.state = 'ended' and (a.ended_as = 'changed' or (a.ended_as in ('declined', 'silent')
        and a.counsellor_ok_at is not null))))
    order by a.since, a.member_id
    limit ${limit}`;
}

/** She hears it now. False: she has heard it meanwhile. */
export async function noteTold(
  tx: Tx,
  a: { memberId: string; counsellorId: string; since: Date; state: 'agreed' | 'ended' },
): Promise<boolean> {
  const rows = await tx`
    update assignment set told_as = ${a.state}
    where member_id = ${a.memberId} and counsellor_id = ${a.counsellorId} and since = ${a.since}
      and state = ${a.state} and told_as is distinct from ${a.state}
    returning 1`;
  return rows.length > 0;
}

/**
 * Starts a flow for a member at once, in her hours, in place of one that is still to come. False: she did not say yes to texts
 * of those who meet her, or has stopped.
 */
export async function startFor(
  tx: Tx,
  { memberId, flow, sendBy, now }: { memberId: string; flow: string; sendBy: Date; now: Date },
): Promise<boolean> {
  const rows = await tx<{ phoneId: string; epoch: number }[]>`
    select m.phone_id, g.epoch from member m join gate g on g.phone_id = m.phone_id
    where m.id = ${memberId} and m.unlinked_at is null and not is_stopped(m.phone_id)
      and has_consent(m.phone_id, 'counsellor_contact', ${now})`;
  const [place] = rows;
  if (place === undefined) return false;
  await tx`delete from timer where phone_id = ${place.phoneId} and flow = ${flow} and stopped_by is null`;
  await tx`
    insert into timer (id, phone_id, kind, epoch, flow, due_at, send_by)
    values (${newId(now.getTime())}, ${place.phoneId}, 'start', ${place.epoch}, ${flow}, ${now}, ${sendBy})`;
  return true;
}
