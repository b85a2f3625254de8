import type { Db, Tx } from './transact.ts';

/** A count of people: of the day, or of the week or month that begins on it. */
export type Figure = { name: string; day: string; cell: string; count: number };
/** An instant, and the instant after it that is not meant any more. */
type Span = { from: Date; to: Date };

/** The days, weeks or months that are counted, and when. */
export async function countedAt(db: Db, name: string): Promise<Map<string, Date>> {
  const rows = await db<{ day: string; at: Date }[]>`
    select day::text, at from figure_counted where name = ${name}`;
  return new Map(rows.map(({ day, at }) => [day, at]));
}

export async function noteCounted(db: Db, name: string, day: string, at: Date): Promise<void> {
  await db`
    insert into figure_counted (name, day, at) values (${name}, ${day}, ${at})
    on conflict (name, day) do update set at = excluded.at`;
}

/** When the first phone was known: nothing is counted before it, and phones are few enough to be looked through. */
export async function firstAt(db: Db): Promise<Date | undefined> {
  const [row] = await db<{ at: Date | null }[]>`
    select min(created_at) as at from phone`;
  return row?.at ?? undefined;
}

/** Counts the messages and the money of one day anew. */
export async function countMessageDay(db: Db, day: string, { from, to }: Span): Promise<void> {
  await db`select count_message_day(${day}::date, ${from}, ${to})`;
}

/** Writes what a day, week or month was counted to, in place of what was known of it. */
export async function saveFigures(
  tx: Tx,
  names: readonly string[],
  day: string,
  figures: readonly Omit<Figure, 'day'>[],
): Promise<void> {
  await tx`delete from figure where name = any(${names}) and day = ${day}`;
  for (const { name, cell, count } of figures)
    await tx`insert into figure (name, day, cell, count) values (${name}, ${day}, ${cell}, ${count})`;
}

/** Who takes part now, by purpose; and who has written or dialled within 30 days. */
export async function countReach(db: Db, now: Date): Promise<Omit<Figure, 'day'>[]> {
  return await db<Omit<Figure, 'day'>[]>`
    with standing as (
      select distinct on (c.member_id, c.purpose) c.member_id, c.phone_id, c.purpose, c.act
      from consent c join member m on m.id = c.member_id and m.unlinked_at is null
      order by c.member_id, c.purpose, c.seq desc
    ), yes as (select member_id, phone_id, purpose from standing where act = 'given')
    select 'reach' as name, 'takes_part' as cell, count(distinct member_id)::int as count from yes
    union all
    select 'reach', 'heard_of', count(distinct y.member_id)::int
    from yes y join conversation v on v.phone_id = y.phone_id
    where v.heard_at > ${now}::timestamptz - interval '30 days'
    union all
    select 'consent', purpose, count(*)::int from yes group by purpose`;
}

/** Of one week, by flow: whom it asked, and who answered within seven days. */
export async function countAnswers(db: Db, { from, to }: Span): Promise<Omit<Figure, 'day'>[]> {
  return await db<Omit<Figure, 'day'>[]>`
    with asked as (
      select t.phone_id, t.flow, bool_or(exists (
        select from turn n
        where n.phone_id = t.phone_id and n.turn between t.turn + 1 and t.turn + 3 and n.event = 'reply'
          and n.at < t.at + interval '7 days'
      )) as answered
      from turn t
      where t.at >= ${from} and t.at < ${to} and t.event = 'start' and t.flow is not null
      group by t.phone_id, t.flow
    )
    select 'asked' as name, flow as cell, count(*)::int as count from asked group by flow
    union all
    select 'answered', flow, count(*) filter (where answered)::int from asked group by flow`;
}

/** Of one month, by step: who stood there, and who of them said nothing more to it. */
export async function countSteps(db: Db, { from, to }: Span): Promise<Omit<Figure, 'day'>[]> {
  return await db<Omit<Figure, 'day'>[]>`
    with stood as (
      select t.phone_id, t.flow, t.step, bool_and(
        not exists (
          select from turn n
          where n.phone_id = t.phone_id and n.turn = t.turn + 1 and n.event not in ('silence', 'start', 'nobody_yet')
        )
      ) as stopped
      from turn t
      where t.at >= ${from} and t.at < ${to} and t.flow is not null and t.step is not null
        -- Who was moved to another version stood where she is now: nothing was said to this one.
        and not exists (
          select from turn n where n.phone_id = t.phone_id and n.turn = t.turn + 1 and n.event = 'moved'
        )
      group by t.phone_id, t.flow, t.step
    )
    select 'went_on' as name, flow || '/' || step as cell, (count(*) filter (where not stopped))::int as count
    from stood group by flow, step
    union all
    select 'stopped', flow || '/' || step, (count(*) filter (where stopped))::int from stood group by flow, step`;
}

/** Figures by these names since a day, oldest first. */
export async function readFigures(
  db: Db,
  names: readonly string[],
  from: string,
): Promise<Figure[]> {
  return await db<Figure[]>`
    select name, day::text, cell, count from figure
    where name = any(${names}) and day >= ${from} order by day, name, cell`;
}

/** One figure of a month that is over; null: withheld. `place`: the order in which they are shown. */
export type OutcomeRow = {
  month: string;
  group: string;
  cell: string;
  place: number;
  value: number | null;
};

export async function saveOutcomeMonth(
  tx: Tx,
  month: string,
  rows: readonly OutcomeRow[],
): Promise<void> {
  await tx`delete from outcome_month where month = ${month}`;
  for (const { group, cell, place, value } of rows)
    await tx`
      insert into outcome_month (month, "group", cell, place, value)
      values (${month}, ${group}, ${cell}, ${place}, ${value})`;
}

/** Months from the one given, in order. */
export async function readOutcomeMonths(db: Db, from: string): Promise<OutcomeRow[]> {
  return await db<OutcomeRow[]>`
    select month, "group", cell, place, value::float8 from outcome_month
    where month >= ${from} order by month, place`;
}
