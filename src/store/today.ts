import { assert } from '../base/assert.ts';
import type { PlaceNow } from './ladder-people.ts';
import { isShown } from './request-board.ts';
import type { Db } from './transact.ts';

/** With more members than this, who takes part is told as it was last counted: a look at every consent takes too long. */
const COUNTED_LIVE_MAX = 2_000;
/** Whole days from which it is told how long the money lasts. */
const MONEY_DAYS = 7;

/** How today stands, in counts; none is counted above `most`. */
export type TodayCounts = {
  /** Messages that are over today, as they were counted at `countedAt`; null: not yet today. */
  sent: number;
  notSent: number;
  unknown: number;
  countedAt: Date | null;
  waiting: number;
  /** Open requests for a person, and when the oldest was made. */
  open: number;
  oldestAt: Date | null;
  /** Who answers requests now, by the list of duty. */
  onDuty: number;
  /** Who takes part, in any purpose. */
  takesPart: number;
  /** The same as the reports have it: counted each hour; null: not yet. */
  reported: number | null;
  /** SMS that were paid for since `month` began. */
  paid: number;
  /** Money left, `KES 5000.0000`; null: the gateway has not said. */
  balance: string | null;
  /** Spent on a day of the last week, on average; null: nothing. */
  spent: number | null;
};

type Asked = {
  here: PlaceNow;
  /** The first day of this month. */
  month: string;
  most: number;
};

/** Reads what is counted already where there is such a count; what is left is small, or found by an index. */
export async function todayCounts(db: Db, { here, month, most }: Asked): Promise<TodayCounts> {
  const { date, weekday, time } = here;
  const [row] = await db<TodayCounts[]>`
    with over as materialized (
      select coalesce(sum(messages) filter (where state = 'sent'), 0)::int as sent,
        coalesce(sum(messages) filter (where state in ('failed', 'expired')), 0)::int as not_sent,
        coalesce(sum(messages) filter (where state = 'unknown'), 0)::int as unknown
      from message_day where day = ${date}
    ), open as materialized (
      select f.opened_at from follow_up f where f.state = 'open' and ${isShown(db)} order by f.opened_at limit ${most}
    )
    select over.*,
      (select at from figure_counted where name = 'messages' and day = ${date}) as counted_at,
      (select count(*)::int from (select from message where state = 'queued' limit ${most}) m) as waiting,
      (select count(*)::int from open) as open,
      (select min(opened_at) from open) as oldest_at,
      (select count(distinct d.counsellor_id)::int
        from duty d join counsellor c on c.id = d.counsellor_id join staff s on s.id = c.id
        where c.state = 'active' and s.left_at is null and not is_stopped(c.phone_id)
          and c.trained_on <= ${date}::date and coalesce(c.refresher_by >= ${date}::date, true)
          and ${weekday} = any (d.days) and ${time}::time >= d.hours_from and ${time}::time < d.hours_to) as on_duty,
      case when (select count(*) from (select from member where unlinked_at is null limit ${COUNTED_LIVE_MAX + 1}) m)
          <= ${COUNTED_LIVE_MAX}
        then (select count(distinct member_id)::int from (
          select distinct on (c.member_id, c.purpose) c.member_id, c.act
          from consent c join member m on m.id = c.member_id and m.unlinked_at is null
          order by c.member_id, c.purpose, c.seq desc) standing where act = 'given')
        else coalesce(${reported(db)}, 0) end as takes_part,
      ${reported(db)} as reported,
      (select coalesce(sum(segments), 0)::int from money_day where day >= ${month}) as paid,
      sending.balance,
      (select (sum(amount) / ${MONEY_DAYS})::float8 from money_day
        where day >= ${date}::date - ${MONEY_DAYS}::int and day < ${date}
          and currency = split_part(sending.balance, ' ', 1)) as spent
    from over, sending`;
  assert(row !== undefined, 'the row of sending is there from the first migration on');
  return row;
}

const reported = (db: Db) => db`
  (select count from figure where name = 'reach' and cell = 'takes_part' order by day desc limit 1)`;
