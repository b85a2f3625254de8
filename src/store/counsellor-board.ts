import { COUNTED_MAX, type Paged, pagedFrom } from './member-list.ts';
import type { ListedCounsellor } from './counsellor-list.ts';
import type { Db } from './transact.ts';

/** Somebody who works with members by phone, with all that planning her work needs. Never her number. */
export type BoardCounsellor = ListedCounsellor & {
  language: string;
  agreedAt: Date | null;
  awayUntil: Date | null;
  /** Hours on the list of a place, as `main mon,tue 08:00-17:00`. */
  duty: { place: string; days: string[]; from: string; to: string }[];
};

export type CounsellorFilter = {
  code?: number | undefined;
  role?: string | undefined;
  state?: string | undefined;
  place?: string | undefined;
  /** Whose training is over, or ends by that day. */
  refresherBefore?: string | undefined;
};

/** By code. Those who have left or died only where that is asked for. */
export async function listCounsellorBoard(
  db: Db,
  filter: CounsellorFilter,
  { page, size }: { page: number; size: number },
): Promise<Paged<BoardCounsellor>> {
  const { code, role, state, place, refresherBefore } = filter;
  const rows = await db<(BoardCounsellor & { total: number })[]>`
    with found as materialized (
      select c.* from counsellor c
      where ${code === undefined ? db`true` : db`c.code = ${code}`}
        ${role === undefined ? db`` : db`and c.role = ${role}`}
        ${place === undefined ? db`` : db`and c.place = ${place}`}
        ${
          state !== undefined
            ? db`and c.state = ${state}`
            : code === undefined
              ? db`and c.state not in ('left', 'dead')`
              : db``
        }
        ${
          refresherBefore === undefined
            ? db``
            : db`and c.role not in ('supervisor', 'lead', 'safeguarding')
                and (c.refresher_by is null or c.refresher_by <= ${refresherBefore}::date)`
        }
    )
    select c.id, c.code, c.role, c.place, c.state, c.language, c.trained_on::text as trained_on,
      c.refresher_by::text as refresher_by, c.backup_id, b.code as backup_code, c.supervisor_id,
      u.code as supervisor_code, c.agreed_at, c.away_until, c.last_key_at,
      (select count(*)::int from assignment a
        where a.counsellor_id = c.id and a.until is null and a.state = 'agreed') as members,
      (select count(*)::int from follow_up f where f.counsellor_id = c.id and f.state = 'open') as waiting,
      coalesce((
        select json_agg(json_build_object('place', d.place, 'days', d.days,
          'from', to_char(d.hours_from, 'HH24:MI'), 'to', to_char(d.hours_to, 'HH24:MI')) order by d.place)
        from duty d where d.counsellor_id = c.id
      ), '[]'::json) as duty,
      (select count(*)::int from (select from found limit ${COUNTED_MAX + 1}) n) as total
    from found c
    left join counsellor b on b.id = c.backup_id
    left join counsellor u on u.id = c.supervisor_id
    order by c.code limit ${size} offset ${(page - 1) * size}`;
  return pagedFrom(rows);
}

export async function placesOfCounsellors(db: Db): Promise<string[]> {
  const rows = await db<{ place: string }[]>`
    select distinct place from counsellor where state not in ('left', 'dead') order by place`;
  return rows.map(({ place }) => place);
}

/** Her number as it is sealed, to say its last digits. */
export async function sealedNumberOf(
  db: Db,
  counsellorId: string,
): Promise<{ phoneId: string; numberSealed: Buffer; wrappedKey: Buffer } | undefined> {
  const [row] = await db<{ phoneId: string; numberSealed: Buffer; wrappedKey: Buffer }[]>`
    select p.id as phone_id, p.number_sealed, p.wrapped_key
    from counsellor c join phone p on p.id = c.phone_id where c.id = ${counsellorId}`;
  return row;
}
