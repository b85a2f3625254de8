import { COUNTED_MAX, type Paged, pagedFrom } from './member-list.ts';
import type { Db } from './transact.ts';

/** A peer group as staff see it: how it meets and how many, never who. */
export type BoardGroup = {
  id: string;
  code: number;
  name: string;
  language: string;
  state: 'open' | 'closed';
  rhythm: unknown;
  meetsAt: string;
  onHoliday: 'skip' | 'later';
  members: number;
  asked: number;
  nextAt: Date | null;
  /** Of the next meeting. */
  coming: number | null;
  notComing: number | null;
  /** How many came last, as the group counted them. */
  heads: number | null;
  /** Codes of who leads it, and of who hears what is reported. */
  facilitators: number[];
  moderatorCode: number | null;
  /** What a facilitator asked for and has not confirmed. */
  changes: number;
  ballot: { state: 'open' | 'counted' | 'void'; closesAt: string } | null;
};

export type GroupFilter = {
  /** Its code, or a part of its name. */
  search?: string | undefined;
  state?: string | undefined;
  language?: string | undefined;
};

/** A change that nobody has confirmed for so long is forgotten. */
const CHANGE_WAITS = '1 day';

/** By code, the open ones first. */
export async function listGroupBoard(
  db: Db,
  { search, state, language }: GroupFilter,
  { page, size, now }: { page: number; size: number; now: Date },
): Promise<Paged<BoardGroup>> {
  const like = `%${(search ?? '').replaceAll(/[\\%_]/gu, String.raw`\$&`)}%`;
  const rows = await db<(BoardGroup & { total: number })[]>`
    with found as materialized (
      select g.* from peer_group g
      where true
        ${search === undefined ? db`` : db`and (g.code::text = ${search} or g.name ilike ${like})`}
        ${state === undefined ? db`` : db`and g.state = ${state}`}
        ${language === undefined ? db`` : db`and g.language = ${language}`}
    )
    select g.id, g.code, g.name, g.language, g.state, g.rhythm, to_char(g.meets_at, 'HH24:MI') as meets_at, g.on_holiday,
      (select count(*)::int from membership q where q.group_id = g.id and q.state = 'agreed') as members,
      (select count(*)::int from membership q where q.group_id = g.id and q.state = 'asked') as asked,
      n.starts_at as next_at, n.coming, n.not_coming,
      (select m.heads from meeting m where m.group_id = g.id and m.state = 'over' order by m.starts_at desc limit 1) as heads,
      array(select c.code from facilitator f join counsellor c on c.id = f.counsellor_id
        where f.group_id = g.id and f.until is null order by c.code) as facilitators,
      (select c.code from counsellor c where c.id = g.moderator_id) as moderator_code,
      (select count(*)::int from meeting_change h where h.group_id = g.id and h.done_at is null
        and h.asked_at > ${now}::timestamptz - ${CHANGE_WAITS}::interval) as changes,
      (select json_build_object('state', b.state, 'closesAt', b.closes_at) from ballot b
        where b.group_id = g.id order by b.opens_at desc limit 1) as ballot,
      (select count(*)::int from (select from found limit ${COUNTED_MAX + 1}) z) as total
    from found g
    left join lateral (
      select m.starts_at, count(a.membership_id) filter (where a.coming)::int as coming,
        count(a.membership_id) filter (where not a.coming)::int as not_coming
      from meeting m
      left join (
        select a.* from meeting_answer a join membership q on q.id = a.membership_id and q.state = 'agreed'
      ) a on a.meeting_id = m.id
      where m.group_id = g.id and m.state = 'planned' and m.starts_at > ${now}
      group by m.id order by m.starts_at limit 1
    ) n on true
    order by g.state = 'closed', g.code limit ${size} offset ${(page - 1) * size}`;
  return pagedFrom(rows);
}
