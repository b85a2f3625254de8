import type { Db, Tx } from './transact.ts';

/** The kinds about which somebody outside the line is told within the hour. */
export const URGENT_KINDS = ['touched_by_mine', 'touched_by_other'];

/** Counsellors whom a complaint is about, each once: they are taken off prompts, and what led to them is forgotten. */
export async function takeHolds(tx: Tx): Promise<string[]> {
  const rows = await tx<{ id: string }[]>`
    with h as (delete from complaint_hold returning phone_id)
    select distinct c.id
    from h join member m on m.phone_id = h.phone_id
    join assignment a on a.member_id = m.id and a.until is null and a.state = 'agreed'
    join counsellor c on c.id = a.counsellor_id and c.state in ('active', 'away', 'invited')
    order by c.id`;
  return rows.map(({ id }) => id);
}

/**
 * `urgent`: complaints of the urgent kinds of which nobody outside the line has said "I see to it". Else: whatever waits to be
 * closed, those included of which somebody has.
 */
export async function untaken(
  db: Db,
  urgent: boolean,
): Promise<{ count: number; oldest: string | null; toldOn: string | null }> {
  const [row] = await db<{ count: number; oldest: string | null; toldOn: string | null }[]>`
    select count(*)::int as count, min(received_on)::text as oldest, max(told_on)::text as told_on from complaint
    where state = 'open'
      and (coalesce(kind = any (${URGENT_KINDS}), false) and taken_on is null) = ${urgent}`;
  return row ?? { count: 0, oldest: null, toldOn: null };
}

/** She sees to all that were told and had come until the day of the text that she answers. */
export async function takeComplaints(
  tx: Tx,
  { by, until, day, now }: { by: string; until: string; day: string; now: Date },
): Promise<void> {
  await tx`
    update complaint set taken_on = ${day}
    where state = 'open' and taken_on is null and told_on is not null and received_on <= ${until}`;
  await tx`update complaint_tick set answered_at = ${now} where counsellor_id = ${by} and answered_at is null`;
}

export async function noteTold(tx: Tx, urgent: boolean, day: string): Promise<void> {
  await tx`
    update complaint set told_on = ${day}
    where state = 'open'
      and (coalesce(kind = any (${URGENT_KINDS}), false) and taken_on is null) = ${urgent}`;
}

/** Whoever hears complaints and can be texted: those told longest ago first. */
export function hearers(db: Db): Promise<{ id: string; toldAt: Date | null }[]> {
  return db`
    select c.id, (select max(t.at) from complaint_tick t where t.counsellor_id = c.id) as told_at
    from counsellor c join staff s on s.id = c.id
    where c.role = 'safeguarding' and c.state = 'active' and s.left_at is null and not is_stopped(c.phone_id)
    order by told_at nulls first, c.code`;
}

/** Once for each half hour. False: somebody was told at it already. */
export async function noteTick(tx: Tx, at: Date, counsellorId: string): Promise<boolean> {
  const rows = await tx`
    insert into complaint_tick (at, counsellor_id)
    select ${at}, ${counsellorId} where not exists (select from complaint_tick where at = ${at})
    on conflict do nothing
    returning at`;
  return rows.length > 0;
}
