import type { Db } from './transact.ts';

/** A place where requests may come from, and how many are on its duty list with hours. */
export type DutyPlace = { place: string; names: number };

/** Every place that somebody works at or a member belongs to; `main` where nobody said any. */
export function dutyPlaces(db: Db): Promise<DutyPlace[]> {
  return db<DutyPlace[]>`
    with places as (
      select place from counsellor
      where state not in ('left', 'dead') and role not in ('supervisor', 'lead', 'safeguarding')
      union select place from member where place is not null and unlinked_at is null
      union select place from duty
      union select 'main' where not exists (select from counsellor where state not in ('left', 'dead'))
    )
    select p.place, (
      select count(*)::int from duty d join counsellor c on c.id = d.counsellor_id
      where d.place = p.place and c.state in ('invited', 'active', 'away')
    ) as names
    from places p
    order by p.place`;
}

/** What a live start asks of the people who are entered. */
export async function readStaffing(db: Db): Promise<{ places: DutyPlace[]; hearers: number }> {
  const places = await dutyPlaces(db);
  const [row] = await db<{ n: number }[]>`
    select count(*)::int as n from counsellor where role = 'safeguarding' and state in ('invited', 'active')`;
  return { places, hearers: row?.n ?? 0 };
}
