import type { Db, Tx } from './transact.ts';

/** What stands about a member beside the list: kinds, states and times, no content. */
export type MemberFacts = {
  phoneId: string;
  slot: number;
  /** How many take part on her phone, herself included. */
  sharers: number;
  pausedUntil: Date | null;
  unlinkedAt: Date | null;
  unlinkedWhy: string | null;
  erasureAskedAt: Date | null;
  erasureDueAt: Date | null;
};

export async function readMemberFacts(db: Db, memberId: string): Promise<MemberFacts | undefined> {
  const [row] = await db<MemberFacts[]>`
    select m.phone_id, m.slot, m.paused_until, m.unlinked_at, m.unlinked_why, e.asked_at as erasure_asked_at,
      e.due_at as erasure_due_at,
      (select count(*)::int from member o where o.phone_id = m.phone_id and o.unlinked_at is null) as sharers
    from member m left join erasure e on e.phone_id = m.phone_id and e.state = 'pending'
    where m.id = ${memberId}`;
  return row;
}

export type MemberRequest = {
  id: string;
  reason: string;
  state: string;
  openedAt: Date;
  acceptedAt: Date | null;
  reachedAt: Date | null;
  endedAt: Date | null;
  endedAs: string | null;
};

/** As many as a page shows; older ones are in the yearly counts. */
const REQUESTS_MAX = 50;

/** The newest first. */
export function requestsOf(db: Db, memberId: string, phoneId: string): Promise<MemberRequest[]> {
  return db<MemberRequest[]>`
    select id, reason, state, opened_at, accepted_at, reached_at, ended_at, ended_as
    from follow_up where phone_id = ${phoneId} and member_id = ${memberId}
    order by opened_at desc limit ${REQUESTS_MAX}`;
}

export type MessageCount = { class: string; state: string; count: number; segments: number };

/** Texts to her phone by kind and state, as counts. */
export function messageCounts(db: Db, phoneId: string): Promise<MessageCount[]> {
  return db<MessageCount[]>`
    select class, case when state = 'sent' then coalesce(delivery, 'sent') else state end as state,
      count(*)::int as count, sum(segments)::int as segments
    from message where phone_id = ${phoneId}
    group by 1, 2 order by 1, 2`;
}

/** Who takes part with a number, under any of its look-up values. */
export async function phoneOfIndexes(
  db: Db,
  indexes: readonly Buffer[],
): Promise<{ id: string; numberIndex: Buffer } | undefined> {
  const hex = indexes.map((index) => index.toString('hex'));
  const [row] = await db<{ id: string; numberIndex: Buffer }[]>`
    select p.id, p.number_index from phone p
    where p.number_index in (select decode(i, 'hex') from unnest(${hex}::text[]) i)
      and exists (select from member m where m.phone_id = p.id) limit 1`;
  return row;
}

/** The number index of a member's phone, for the audit log. */
export async function indexOfMember(
  db: Db,
  memberId: string,
): Promise<{ phoneId: string; numberIndex: Buffer } | undefined> {
  const [row] = await db<{ phoneId: string; numberIndex: Buffer }[]>`
    select p.id as phone_id, p.number_index from member m join phone p on p.id = m.phone_id
    where m.id = ${memberId}`;
  return row;
}

/** One look-up of a person at a time, on all processes: what is counted in the next statement is then what there is. */
export async function lockLookups(tx: Tx, staffId: string): Promise<void> {
  await tx`select pg_advisory_xact_lock(hashtextextended(${`member look-ups ${staffId}`}, 0))`;
}

/** How many numbers somebody of the staff has looked up since then. */
export async function lookupsSince(db: Db, staffId: string, since: Date): Promise<number> {
  const [row] = await db<{ n: number }[]>`
    select count(*)::int as n from audit
    where actor = ${staffId} and action = 'member_looked_up' and at > ${since}`;
  return row?.n ?? 0;
}
