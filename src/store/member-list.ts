import type { Db } from './transact.ts';

/** How it stands with a member, the strongest that is true of her first. */
export const MEMBER_STATES = [
  'erasing',
  'gone',
  'lapsed',
  'stopped',
  'paused',
  'silent',
  'taking_part',
] as const;
export type MemberState = (typeof MEMBER_STATES)[number];

/** A member as staff see her: never a number, a name or a word of hers. */
export type ListedMember = {
  id: string;
  state: MemberState;
  /** What she has said yes to, and has not taken back. */
  purposes: string[];
  language: string;
  /** How she was last heard. */
  channel: 'sms' | 'ussd' | null;
  since: Date;
  heardAt: Date | null;
  counsellorCode: number | null;
};

export type MemberFilter = {
  state?: MemberState | undefined;
  purpose?: string | undefined;
  language?: string | undefined;
  /** The code of her counsellor. */
  counsellor?: number | undefined;
  /** Ends of ids, as a pseudonym names them. */
  called?: { from: string; to: string } | undefined;
  /** Members of one phone. */
  phoneId?: string | undefined;
};

export type Paged<Row> = { rows: Row[]; total: number };

/** Rows that each carry how many there are in all, as one list. */
export function pagedFrom<Row extends { total: number }>(
  rows: readonly Row[],
): Paged<Omit<Row, 'total'>> {
  return { rows: rows.map(({ total: _total, ...row }) => row), total: rows[0]?.total ?? 0 };
}

/** Days of silence after which somebody is called silent, and lapsed (engine/long-silence.ts says what follows from each). */
const SILENT_DAYS = 30;
const LAPSED_DAYS = 90;
/** More are not counted: whoever looks at so many filters first. */
export const COUNTED_MAX = 10_000;

/** What a member's state is made of, for all of them at once: hashed, since asking phone by phone takes a second for 50,000. */
const joined = (db: Db) => db`
  from member m
  left join conversation v on v.phone_id = m.phone_id
  left join (
    select s.phone_id, max(s.seq) as seq from stop_request s group by s.phone_id
  ) t on t.phone_id = m.phone_id
  left join (select r.phone_id, max(r.answers) as answers from restart r group by r.phone_id) r
    on r.phone_id = m.phone_id
  left join erasure e on e.phone_id = m.phone_id and e.state = 'pending'`;

/** The same for a few. */
const joinedToFew = (db: Db) => db`
  from picked k join member m on m.id = k.id
  left join conversation v on v.phone_id = m.phone_id
  left join lateral (select max(s.seq) as seq from stop_request s where s.phone_id = m.phone_id) t on true
  left join lateral (select max(r.answers) as answers from restart r where r.phone_id = m.phone_id) r on true
  left join erasure e on e.phone_id = m.phone_id and e.state = 'pending'`;

const stateOf = (db: Db, now: Date) => db`
  case
    when e.id is not null then 'erasing'
    when m.unlinked_why = 'lapse' then 'lapsed'
    when m.unlinked_at is not null then 'gone'
    when t.seq > coalesce(r.answers, 0) then 'stopped'
    when m.paused_until > ${now} then 'paused'
    when coalesce(greatest(v.heard_at, v.proved_at), m.created_at)
      < ${now}::timestamptz - make_interval(days => ${LAPSED_DAYS}) then 'lapsed'
    when coalesce(greatest(v.heard_at, v.proved_at), m.created_at)
      < ${now}::timestamptz - make_interval(days => ${SILENT_DAYS}) then 'silent'
    else 'taking_part'
  end`;

/** The newest first. `total` is at most one more than `COUNTED_MAX`. */
export async function listMembers(
  db: Db,
  filter: MemberFilter,
  { page, size, now }: { page: number; size: number; now: Date },
): Promise<Paged<ListedMember>> {
  const rows = await db<(ListedMember & { total: number })[]>`
    with found as materialized (
      ${found(db, filter, now)}
    ), counted as (
      select count(*)::int as total from (select from found limit ${COUNTED_MAX + 1}) n
    ), picked as materialized (
      select id from found order by created_at desc, id desc limit ${size} offset ${(page - 1) * size}
    )
    select m.id, ${stateOf(db, now)} as state, m.language, v.channel, m.created_at as since, v.heard_at,
      array(
        select y.purpose from (
          select distinct on (n.purpose) n.purpose, n.act from consent n
          where n.member_id = m.id order by n.purpose, n.seq desc
        ) y where y.act = 'given' order by y.purpose
      ) as purposes,
      (select c.code from assignment a join counsellor c on c.id = a.counsellor_id
        where a.member_id = m.id and a.until is null and a.state = 'agreed') as counsellor_code,
      (select total from counted) as total
    ${joinedToFew(db)}
    order by m.created_at desc, m.id desc`;
  const paged = pagedFrom(rows);
  if (rows.length > 0 || page === 1) return paged;
  return { ...paged, total: await countMembers(db, filter, now) };
}

async function countMembers(db: Db, filter: MemberFilter, now: Date): Promise<number> {
  const [row] = await db<{ n: number }[]>`
    select count(*)::int as n from (
      select from (${found(db, filter, now)}) f limit ${COUNTED_MAX + 1}
    ) n`;
  return row?.n ?? 0;
}

/**
 * Who fits the filter. By state last, behind `offset 0`: of a state that it has to work out the planner expects hardly anybody, and
 * would look up one by one what is to be hashed.
 */
function found(db: Db, filter: MemberFilter, now: Date) {
  const { state } = filter;
  if (state === undefined)
    return db`select m.id, m.created_at from member m where ${conditions(db, filter)}`;
  return db`
    select z.id, z.created_at from (
      select m.id, m.created_at, ${stateOf(db, now)} as state ${joined(db)} where ${conditions(db, filter)} offset 0
    ) z where z.state = ${state}`;
}

function conditions(db: Db, filter: MemberFilter) {
  const { purpose, language, counsellor, called, phoneId } = filter;
  return db`true
    ${language === undefined ? db`` : db`and m.language = ${language}`}
    ${phoneId === undefined ? db`` : db`and m.phone_id = ${phoneId}`}
    ${
      called === undefined
        ? db``
        : db`and right(replace(m.id::text, '-', ''), 10) collate "C" between ${called.from} and ${called.to}`
    }
    ${
      purpose === undefined
        ? db``
        : db`and m.id in (
            select n.member_id from consent n where n.purpose = ${purpose}
            group by n.member_id
            having max(n.seq) filter (where n.act = 'given') > coalesce(max(n.seq) filter (where n.act <> 'given'), 0))`
    }
    ${
      counsellor === undefined
        ? db``
        : db`and m.id in (
            select a.member_id from assignment a join counsellor c on c.id = a.counsellor_id
            where a.until is null and a.state = 'agreed' and c.code = ${counsellor})`
    }`;
}

/** Somebody who was invited and has not answered: there is a phone, and no member yet. */
export type Invited = { phoneId: string; at: Date };

export async function listInvited(
  db: Db,
  { page, size }: { page: number; size: number },
): Promise<Paged<Invited>> {
  const rows = await db<(Invited & { total: number })[]>`
    with found as materialized (
      select i.phone_id, i.at from invitation i
      where not exists (select from member m where m.phone_id = i.phone_id)
        and not exists (select from counsellor c where c.phone_id = i.phone_id)
    )
    select f.phone_id, f.at, (
        select count(*)::int from (select from found limit ${COUNTED_MAX + 1}) n
      ) as total
    from found f order by f.at desc, f.phone_id limit ${size} offset ${(page - 1) * size}`;
  return pagedFrom(rows);
}
