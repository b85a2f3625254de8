import { REFUSALS } from './ladder-people.ts';
import { OF_THE_DESK } from './ladder-requests.ts';
import type { Db, Tx } from './transact.ts';

/** An open request that is due with a counsellor: asked of her, taken by her, or of a member of hers and with nobody. */
export type DueRequest = {
  id: string;
  memberId: string | null;
  phoneId: string;
  kind: 'urgent' | 'talk' | 'digest' | null;
  reason: string;
  stage: 'new' | 'waiting' | 'offered' | 'accepted' | 'top';
  isWithHer: boolean;
  windowFrom: Date | null;
  windowTo: Date | null;
  openedAt: Date;
  tries: number;
  /** The number by which she was asked about it last. */
  number: number | null;
};

/** What she is asked about holds nothing of a member; of what is with nobody only her own members' requests are here. */
export function requestsDueWith(db: Db, counsellorId: string): Promise<DueRequest[]> {
  return db<DueRequest[]>`
    select f.id, f.member_id, f.phone_id, f.kind, f.reason, f.stage, f.counsellor_id is not distinct from ${counsellorId} as is_with_her,
      f.window_from, f.window_to, f.opened_at, f.tries, (
        select q.number from prompt q
        where q.counsellor_id = ${counsellorId}
          and (q.follow_up_id = f.id or (q.kind = 'listed' and q.about_id = f.id))
        order by q.sent_at desc limit 1
      ) as number
    from follow_up f
    where f.state = 'open' and f.reason <> all (${OF_THE_DESK}) and (
      (f.counsellor_id = ${counsellorId} and f.stage in ('offered', 'accepted'))
      or (f.stage in ('new', 'waiting', 'top') and exists (
        select from assignment a
        where a.member_id = f.member_id and a.counsellor_id = ${counsellorId} and a.until is null and a.state = 'agreed'
      ) and not exists (
        select from follow_up_act t
        where t.follow_up_id = f.id and t.counsellor_id = ${counsellorId}
          and t.act = any (${REFUSALS})
      ))
    ) and not exists (
      select from erasure e where e.phone_id = f.phone_id and e.state = 'pending' and f.opened_at <= e.asked_at
    )`;
}

/** A member, as whoever asks may see her; numbers are sealed. */
export type OwnPerson = {
  memberId: string;
  phoneId: string;
  numberSealed: Buffer;
  wrappedKey: Buffer;
  traits: string[];
  coverTopic: string | null;
  ringBack: boolean;
  callFrom: string | null;
  callTo: string | null;
  answeredBy: string | null;
  stopped: boolean;
};

/**
 * Those of these members whom the database shows to this reader: it has to be asked as staff, and whoever calls checks it
 * again. Asked by name, since a wall that looks at every member of a programme takes seconds.
 */
export function peopleShown(
  db: Db,
  memberIds: readonly string[],
  limit: number,
): Promise<OwnPerson[]> {
  return db<OwnPerson[]>`
    select m.id as member_id, m.phone_id, p.number_sealed, p.wrapped_key, m.traits, m.cover_topic, m.ring_back,
      m.call_from, m.call_to, m.answered_by, is_own_stopped(m.phone_id) as stopped
    from member m join phone p on p.id = m.phone_id
    where m.id = any (${[...memberIds]}::uuid[])
    order by m.created_at, m.id
    limit ${limit}`;
}

/** The phone of an accepted request of a number that nobody knows; as staff. */
export async function phoneShown(
  db: Db,
  phoneId: string,
): Promise<{ numberSealed: Buffer; wrappedKey: Buffer } | undefined> {
  const [row] = await db<{ numberSealed: Buffer; wrappedKey: Buffer }[]>`
    select number_sealed, wrapped_key from phone where id = ${phoneId}`;
  return row;
}

/** How many questions in a row each of these members has left unanswered, where there are some. */
export function quietOf(
  db: Db,
  memberIds: readonly string[],
): Promise<{ memberId: string; silences: number }[]> {
  return db<{ memberId: string; silences: number }[]>`
    select member_id, silences from conversation
    where member_id = any(${[...memberIds]}::uuid[]) and silences > 0`;
}

/**
 * The number of each of her members in her own list: it stays the same as long as she looks once in 30 days. It takes no
 * answer, so it is closed from the beginning. Those without one are returned too. Lock her row first.
 */
export async function renewNumbers(
  tx: Tx,
  counsellorId: string,
  memberIds: readonly string[],
  now: Date,
): Promise<Map<string, number>> {
  const rows = await tx<{ aboutId: string; number: number }[]>`
    update prompt p set sent_at = ${now}
    where p.counsellor_id = ${counsellorId} and p.kind = 'person' and p.about_id = any(${[...memberIds]}::uuid[])
      and not exists (
        select from prompt q
        where q.counsellor_id = p.counsellor_id and q.number = p.number and q.id <> p.id and q.sent_at >= p.sent_at
      )
    returning p.about_id, p.number`;
  return new Map(rows.map(({ aboutId, number }) => [aboutId, number]));
}

/** A talk outside every request, as a request that is over: so that it is counted, and its acts have their place. */
export async function saveTalk(
  tx: Tx,
  t: {
    id: string;
    phoneId: string;
    memberId: string;
    counsellorId: string;
    place: string;
    channel: 'sms' | 'ussd';
    endedAs: string;
    now: Date;
  },
): Promise<void> {
  await tx`
    insert into follow_up (id, phone_id, member_id, reason, channel, opened_at, state, kind, stage, place, counsellor_id,
      accepted_at, reached_at, ended_at, ended_as)
    values (${t.id}, ${t.phoneId}, ${t.memberId}, 'counsellor_talk', ${t.channel}, ${t.now}, 'done', 'talk', 'accepted',
      ${t.place}, ${t.counsellorId}, ${t.now}, ${t.endedAs === 'met' ? t.now : null}, ${t.now}, ${t.endedAs})`;
}

/** She asks for somebody herself: no member is named. Due at once, on the rung of supervisors. */
export async function saveSupport(
  tx: Tx,
  s: { id: string; phoneId: string; place: string; channel: 'sms' | 'ussd'; now: Date },
): Promise<boolean> {
  const rows = await tx`
    insert into follow_up (id, phone_id, reason, channel, opened_at, kind, stage, place, rung, due_at)
    select ${s.id}, ${s.phoneId}, 'counsellor_support', ${s.channel}, ${s.now}, 'talk', 'waiting', ${s.place}, 2, ${s.now}
    where not exists (
      select from follow_up f
      where f.phone_id = ${s.phoneId} and f.reason = 'counsellor_support' and f.state = 'open'
    )
    returning id`;
  return rows.length > 0;
}

/** Whose request it is. */
export async function memberOfRequest(db: Db, id: string): Promise<string | null> {
  const [row] = await db<{ memberId: string | null }[]>`
    select member_id from follow_up where id = ${id}`;
  return row?.memberId ?? null;
}
