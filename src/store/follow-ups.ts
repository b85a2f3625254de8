import type { Db } from './transact.ts';
import type { UnlinkedWhy } from './unlink-phone.ts';

/** A request for a person that nobody has closed. */
export type OpenRequest = {
  id: string;
  reason: string;
  channel: 'sms' | 'ussd';
  openedAt: Date;
  language: string | null;
  /** Whoever has stopped texts may still want this person. */
  stopped: boolean;
  /** Why this number leads to her no more, where she took part. */
  unlinkedWhy: UnlinkedWhy | null;
  phoneId: string;
  numberIndex: Buffer;
  numberSealed: Buffer;
  wrappedKey: Buffer;
};

/** What was asked before an erasure that is pending is hidden with everything else; what was asked since is not. */
const shown = (db: Db) => db`
  f.state = 'open' and not exists (
    select from erasure e where e.phone_id = f.phone_id and e.state = 'pending' and f.opened_at <= e.asked_at
  )`;

/** The oldest first; at most `limit`. */
export function openRequests(db: Db, limit: number): Promise<OpenRequest[]> {
  return db<OpenRequest[]>`
    select f.id, f.reason, f.channel, f.opened_at, coalesce(m.language, c.language) as language,
      is_stopped(p.id) as stopped, m.unlinked_why, p.id as phone_id, p.number_index, p.number_sealed, p.wrapped_key
    from follow_up f
    join phone p on p.id = f.phone_id
    left join member m on m.id = f.member_id
    left join conversation c on c.phone_id = f.phone_id
    where ${shown(db)}
    order by f.opened_at, f.id
    limit ${limit}`;
}

export async function countOpenRequests(db: Db): Promise<number> {
  const [row] = await db<{ open: number }[]>`
    select count(*)::int as open from follow_up f where ${shown(db)}`;
  return row?.open ?? 0;
}

/** Open requests whose id ends with these digits, hyphens left out. */
export function openRequestsEnding(
  db: Db,
  ending: string,
): Promise<{ id: string; phoneId: string; numberIndex: Buffer }[]> {
  return db`
    select f.id, p.id as phone_id, p.number_index
    from follow_up f join phone p on p.id = f.phone_id
    where ${shown(db)} and right(replace(f.id::text, '-', ''), length(${ending})) = ${ending}
    for update of f`;
}

/** Nobody's answer about it is waited for any more. */
export async function closeRequest(db: Db, id: string, now: Date): Promise<void> {
  await db`
    with done as (
      update follow_up set state = 'done', ended_as = 'closed', ended_at = ${now}, due_at = null where id = ${id}
    )
    update prompt set closed_at = ${now} where follow_up_id = ${id} and closed_at is null`;
}
