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
 * calls checks it again.
 */
export function requestsOfMembers(db: Db, limit: number): Promise<CounsellorRequest[]> {
  return db<CounsellorRequest[]>`
    select f.id, f.member_id, f.phone_id, f.reason, f.opened_at, m.language,
      is_own_stopped(f.phone_id) as stopped, p.number_sealed, p.wrapped_key
    from follow_up f join member m on m.id = f.member_id join phone p on p.id = f.phone_id
    where f.state = 'open'
    order by f.opened_at, f.id
    limit ${limit}`;
}
