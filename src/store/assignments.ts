import { OF_THE_DESK } from './ladder-requests.ts';
import type { Db } from './transact.ts';

/** The members of a counsellor, now. None where nobody of this id works here as one. */
export async function membersOf(db: Db, counsellorId: string): Promise<string[]> {
  const rows = await db<{ memberId: string }[]>`
    select a.member_id
    from assignment a join staff s on s.id = a.counsellor_id
    where a.counsellor_id::text = ${counsellorId} and a.until is null and s.left_at is null
      and s.role = 'counsellor' and a.state = 'agreed'`;
  return rows.map(({ memberId }) => memberId);
}

/** Whether a member has left this counsellor's list, however that came, and has not come back. */
export async function isSomebodyElses(
  db: Db,
  memberId: string,
  counsellorId: string,
): Promise<boolean> {
  const [row] = await db<{ is: boolean }[]>`
    select exists (
      select from assignment a
      where a.member_id = ${memberId} and a.counsellor_id = ${counsellorId} and a.until is not null
    ) and not exists (
      select from assignment s
      where s.member_id = ${memberId} and s.counsellor_id = ${counsellorId} and s.until is null and s.state = 'agreed'
    ) as is`;
  return row?.is ?? true;
}

export type CounsellorRequest = {
  id: string;
  memberId: string | null;
  phoneId: string;
  reason: string;
  openedAt: Date;
  language: string;
  stopped: boolean;
  numberSealed: Buffer;
  wrappedKey: Buffer;
};

/**
 * Open requests of members, oldest first. Whose they are is left to the database: it has to be asked as staff, and whoever
 * calls checks it again. By the phones of the reader's list, where there is an index: else each open request of the programme
 * would be asked whose it is.
 */
export function requestsOfMembers(db: Db, limit: number): Promise<CounsellorRequest[]> {
  return db<CounsellorRequest[]>`
    with hers as materialized (
      select m.id, m.phone_id, m.language from member m
      where m.id = any (array(select a.member_id from assignment a where a.until is null))
    )
    select f.id, f.member_id, f.phone_id, f.reason, f.opened_at, m.language,
      is_own_stopped(f.phone_id) as stopped, p.number_sealed, p.wrapped_key
    from follow_up f join hers m on m.id = f.member_id join phone p on p.id = f.phone_id
    where f.phone_id = any (array(select phone_id from hers)) and f.state = 'open' and f.reason <> all (${OF_THE_DESK})
    order by f.opened_at, f.id
    limit ${limit}`;
}
