import type { Db } from './transact.ts';

/** Ages of what waits, in minutes from when it was made: a reply is worth ten. */
export const AGES = ['fresh', 'ten_minutes', 'hour', 'day'] as const;
/** Rows of the queue that are looked at: with more, the page says "more than". */
export const QUEUE_MAX = 100_000;

export type QueueCell = { class: string; age: (typeof AGES)[number]; count: number };

/** What waits, by class and age. */
export function queueByAge(db: Db, now: Date): Promise<QueueCell[]> {
  return db<QueueCell[]>`
    select class, case
        when created_at > ${now}::timestamptz - interval '10 minutes' then 'fresh'
        when created_at > ${now}::timestamptz - interval '1 hour' then 'ten_minutes'
        when created_at > ${now}::timestamptz - interval '1 day' then 'hour'
        else 'day' end as age, count(*)::int as count
    from (select class, created_at from message where state = 'queued' limit ${QUEUE_MAX}) q
    group by 1, 2`;
}

export type DayRow = {
  day: string;
  class: string;
  state: string;
  reason: string;
  messages: number;
  segments: number;
};

/** What became of messages by day, as it was last counted. */
export function messageDays(db: Db, from: string): Promise<DayRow[]> {
  return db<DayRow[]>`
    select day::text, class, state, reason, messages, segments from message_day
    where day >= ${from} order by day, class, state, reason`;
}

/** Every reason that was ever counted. */
export async function countedReasons(db: Db): Promise<string[]> {
  const rows = await db<{ reason: string }[]>`
    select distinct reason from message_day where reason <> ''`;
  return rows.map(({ reason }) => reason);
}

export type MoneyRow = {
  day: string;
  currency: string;
  amount: number;
  messages: number;
  segments: number;
};

export function moneyDays(db: Db, from: string): Promise<MoneyRow[]> {
  return db<MoneyRow[]>`
    select day::text, currency, amount::float8, messages, segments from money_day
    where day >= ${from} order by day, currency`;
}

/** Phones that a brake holds for now, and requests for a call whose prompt waits. */
export async function heldUp(db: Db): Promise<{ brakes: number; requests: number }> {
  const [row] = await db<{ brakes: number; requests: number }[]>`
    select (select count(*)::int from brake) as brakes,
      (select count(*)::int from (
        select from follow_up where state = 'open' and kind = 'talk' and accepted_at is null limit 1000) f) as requests`;
  return row ?? { brakes: 0, requests: 0 };
}

export type MoneyMonth = {
  month: string;
  currency: string;
  amount: number;
  messages: number;
  segments: number;
};

/** What was paid by month, as the gateway said. */
export function moneyMonths(db: Db, from: string): Promise<MoneyMonth[]> {
  return db<MoneyMonth[]>`
    select to_char(day, 'YYYY-MM') as month, currency, sum(amount)::float8 as amount, sum(messages)::int as messages,
      sum(segments)::int as segments
    from money_day where day >= ${from} group by 1, 2 order by 1, 2`;
}
