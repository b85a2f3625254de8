import type { Budget } from '../flow/budget.ts';
import type { Db } from './transact.ts';

/** What a programme file says of how much may be sent, and how long a yes counts. */
export type SendingLimits = {
  caps: { perHour: number; perDay: number };
  budget: Budget;
  consentForDays: number;
};

/** Writes the limits down where the gate reads them. */
export async function saveLimits(db: Db, limits: SendingLimits): Promise<void> {
  const { caps, budget, consentForDays } = limits;
  await db`
    update sending
    set unprompted_hour_max = ${caps.perHour}, unprompted_day_max = ${caps.perDay},
      number_month_max = ${budget.numberMonth}, day_max = ${budget.day ?? null}::bigint,
      consent_days = ${consentForDays},
      held = case when ${budget.day ?? null}::bigint is null then 0 else held end`;
}

/** From this share of the day's budget on, texts that nobody asked for wait, so that answers have the rest. */
const UNASKED_SHARE = 0.9;
/** What finished less than this long ago may still be committed by another: it is counted anew each time. */
const SETTLED_MS = 60_000;

/** 0 nothing, 1 texts that nobody asked for wait, 2 replies are dropped as well. */
export type Held = 0 | 1 | 2;

type Spent = {
  dayMax: number | null;
  spent: number;
  spentFrom: Date | null;
  spentTo: Date | null;
};

/**
 * Counts the segments of the day that began at `dayStart` and says what its budget holds up. Any number of processes may
 * do so: each writes what it counted from the same beginning. Undefined where nothing has changed.
 */
export async function noteSpent(db: Db, now: Date, dayStart: Date): Promise<Held | undefined> {
  const [known] = await db<Spent[]>`
    select day_max::float8, spent::float8, spent_from, spent_to from sending where day_max is not null`;
  if (known?.dayMax === undefined || known.dayMax === null) return undefined;
  const sameDay = known.spentFrom?.getTime() === dayStart.getTime();
  const from = (sameDay ? known.spentTo : null) ?? dayStart;
  const before = sameDay ? known.spent : 0;
  const to = new Date(Math.max(from.getTime(), now.getTime() - SETTLED_MS));
  const [since] = await db<{ settled: number; rest: number }[]>`
    select coalesce(sum(segments) filter (where finished_at <= ${to}), 0)::float8 as settled,
      coalesce(sum(segments) filter (where finished_at > ${to}), 0)::float8 as rest
    from message where finished_at > ${from} and state in ('sent', 'unknown')`;
  const { settled = 0, rest = 0 } = since ?? {};
  const held = heldAt(before + settled + rest, known.dayMax);
  const changed = await db`
    with was as (select held from sending), w as (
      update sending
      set spent = ${before + settled}::bigint, spent_from = ${dayStart}, spent_to = ${to}, held = ${held}
    )
    select from was where held <> ${held}`;
  return changed.length > 0 ? held : undefined;
}

function heldAt(spent: number, dayMax: number): Held {
  if (spent >= dayMax) return 2;
  return spent >= dayMax * UNASKED_SHARE ? 1 : 0;
}
