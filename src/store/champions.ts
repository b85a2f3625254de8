import type { Db } from './transact.ts';

/**
 * To whom a mitra could hand somebody over: a trained champion at work, on another phone than the person's, with whom it did
 * not end before; the one named as her backup first, else of her place the one with the fewest members.
 */
export async function championFor(
  db: Db,
  { memberId, mitraId, today }: { memberId: string; mitraId: string; today: string },
): Promise<string | undefined> {
  const [row] = await db<{ id: string }[]>`
    select c.id
    from counsellor w
    join counsellor c on c.role = 'champion' and (c.id = w.backup_id or c.place = w.place)
    join staff s on s.id = c.id and s.left_at is null
    join member m on m.id = ${memberId}
    where w.id = ${mitraId} and c.state = 'active' and c.phone_id <> m.phone_id and not is_stopped(c.phone_id)
      and c.trained_on <= ${today}::date and coalesce(c.refresher_by >= ${today}::date, true)
      and not are_apart(m.id, c.id)
    order by c.id = w.backup_id desc nulls last,
      (select count(*) from assignment a where a.counsellor_id = c.id and a.until is null), c.code
    limit 1`;
  return row?.id;
}

/** Whether a member is this counsellor's, both having agreed. */
export async function isHers(db: Db, memberId: string, counsellorId: string): Promise<boolean> {
  const rows = await db`
    select from assignment
    where member_id = ${memberId} and counsellor_id = ${counsellorId} and until is null and state = 'agreed'`;
  return rows.length > 0;
}

/** Whether a text may ask her who shall meet her: she said yes to such texts, and has not stopped. */
export async function mayBeAsked(db: Db, memberId: string, now: Date): Promise<boolean> {
  const rows = await db`
    select from member m
    where m.id = ${memberId} and m.unlinked_at is null and not is_stopped(m.phone_id)
      and has_consent(m.phone_id, 'counsellor_contact', ${now})`;
  return rows.length > 0;
}
