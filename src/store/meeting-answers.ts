import type { Db, Tx } from './transact.ts';

/** The last answer of a phone counts; one to a meeting that has begun, or of somebody who has left, is none. */
export async function saveAnswer(
  tx: Tx,
  a: { meetingId: string; phoneId: string; coming: boolean; at: Date },
): Promise<void> {
  await tx`
    insert into meeting_answer (meeting_id, membership_id, coming, at)
    select m.id, q.id, ${a.coming}, ${a.at}
    from meeting m join membership q on q.group_id = m.group_id
    where m.id = ${a.meetingId} and m.state = 'planned' and m.starts_at > ${a.at}
      and q.phone_id = ${a.phoneId} and q.state = 'agreed'
    on conflict (meeting_id, membership_id) do update set coming = excluded.coming, at = excluded.at
    where meeting_answer.at <= excluded.at`;
}

export type Counts = { coming: number; notComing: number; members: number };

/** The day has changed: who could come on the other one is asked anew. */
export async function dropAnswers(tx: Tx, meetingId: string): Promise<void> {
  await tx`delete from meeting_answer where meeting_id = ${meetingId}`;
}

/** Numbers, never who. */
export async function countAnswers(db: Db, meetingId: string): Promise<Counts> {
  const [row] = await db<Counts[]>`
    select count(a.membership_id) filter (where a.coming)::int as coming,
      count(a.membership_id) filter (where not a.coming)::int as not_coming,
      (select count(*)::int from membership q where q.group_id = m.group_id and q.state = 'agreed') as members
    from meeting m
    left join (
      select a.* from meeting_answer a join membership q on q.id = a.membership_id and q.state = 'agreed'
    ) a on a.meeting_id = m.id
    where m.id = ${meetingId}
    group by m.id`;
  return row ?? { coming: 0, notComing: 0, members: 0 };
}

/**
 * Whoever was asked and not heard since has one more question unanswered; whoever was heard has none. Where no text left (a
 * pause, no consent, who only dials) nobody was silent.
 */
export async function countSilences(tx: Tx, meetingId: string): Promise<void> {
  await tx`
    update membership q
    set unanswered = case
      when c.heard_at >= m.asked_at
        or exists (select from meeting_answer a where a.meeting_id = m.id and a.membership_id = q.id) then 0
      when not was_asked_to_come(q.phone_id, m.asked_at) then q.unanswered
      else least(q.unanswered + 1, 100)
    end
    from meeting m, conversation c
    where m.id = ${meetingId} and m.asked_at is not null and q.group_id = m.group_id and q.state = 'agreed'
      and c.phone_id = q.phone_id and q.agreed_at <= m.asked_at`;
}

/** Whoever rests and was heard since the last question is asked again. Before the next one is asked. */
export async function wakeHeard(tx: Tx, groupId: string): Promise<void> {
  await tx`
    update membership q set unanswered = 0 from conversation c
    where q.group_id = ${groupId} and q.state = 'agreed' and q.unanswered > 0 and c.phone_id = q.phone_id
      and c.heard_at >= (select max(m.asked_at) from meeting m where m.group_id = ${groupId})`;
}

/** A number stays of who said that they come; who it was goes, and so does a place of that day alone. */
export async function forgetAnswers(tx: Tx, meetingId: string): Promise<void> {
  await tx`
    update meeting set coming = (
        select count(*) from meeting_answer a where a.meeting_id = ${meetingId} and a.coming),
      place_sealed = null
    where id = ${meetingId}`;
  await tx`delete from meeting_answer where meeting_id = ${meetingId}`;
  await tx`delete from meeting_change where meeting_id = ${meetingId}`;
}
