import { assert } from '../base/assert.ts';
import type { Programme } from './programme.ts';
import { WEEKDAYS } from './programme-times.ts';

/** So many days are looked ahead: any time a ladder waits for is within weeks of duty. */
const DAYS_AHEAD = 60;

/** Where and when somebody is on duty. */
export type DutyTimes = Pick<Programme, 'timeZone'> & {
  escalation: Pick<Programme['escalation'], 'duty'>;
};

export type DutyNow = { open: true; closesAt: Date } | { open: false; opensAt: Date };

/** Whether somebody is on duty now, and until or from when. */
export function dutyNow(times: DutyTimes, now: Date): DutyNow {
  const span = firstSpan(times, now);
  return now < span.from ? { open: false, opensAt: span.from } : { open: true, closesAt: span.to };
}

/** How long duty has been open today, in milliseconds; undefined while it is closed. */
export function dutyOpenFor(times: DutyTimes, now: Date): number | undefined {
  const ms = now.getTime() - firstSpan(times, now).from.getTime();
  return ms < 0 ? undefined : ms;
}

/** The instant after `ms` milliseconds of duty hours, counted from `from`. */
export function dutyAfter(times: DutyTimes, from: Date, ms: number): Date {
  let left = ms;
  for (const span of spans(times, from)) {
    const begins = Math.max(span.from.getTime(), from.getTime());
    const lasts = span.to.getTime() - begins;
    if (left <= lasts) return new Date(begins + left);
    left -= lasts;
  }
  throw new Error('impossible: a ladder waits for less than weeks of duty');
}

/** The duty hours of the days ahead that end after `from`, as instants. */
export function spansFrom(times: DutyTimes, from: Date): Span[] {
  return [...spans(times, from)];
}

function firstSpan(times: DutyTimes, now: Date): Span {
  const { value } = spans(times, now).next();
  assert(value !== undefined, 'duty hours open within weeks');
  return value;
}

type Span = { from: Date; to: Date };

/**
 * Each local day by itself, so that summer time is right. A time that a change of clocks makes happen twice or never is read
 * so that the hours are shorter. A generator, since mostly the first is all that is asked for.
 */
function* spans(
  { escalation: { duty }, timeZone }: DutyTimes,
  after: Date,
): Generator<Span, undefined> {
  const today = Temporal.Instant.fromEpochMilliseconds(after.getTime())
    .toZonedDateTimeISO(timeZone)
    .toPlainDate();
  const instant = (day: Temporal.PlainDate, time: string, disambiguation: 'earlier' | 'later') =>
    new Date(
      day
        .toPlainDateTime(Temporal.PlainTime.from(time))
        .toZonedDateTime(timeZone, { disambiguation }).epochMilliseconds,
    );
  for (let days = 0; days < DAYS_AHEAD; days += 1) {
    const day = today.add({ days });
    const weekday = WEEKDAYS[day.dayOfWeek - 1];
    if (weekday === undefined || !duty.days.includes(weekday)) continue;
    const span = { from: instant(day, duty.from, 'later'), to: instant(day, duty.to, 'earlier') };
    if (span.from < span.to && span.to > after) yield span;
  }
}

/** How long somebody was on duty between two moments, in milliseconds; at most the weeks that are looked ahead. */
export function dutyBetween(times: DutyTimes, from: Date, to: Date): number {
  let ms = 0;
  for (const span of spans(times, from)) {
    if (span.from >= to) break;
    const begins = Math.max(span.from.getTime(), from.getTime());
    ms += Math.max(0, Math.min(span.to.getTime(), to.getTime()) - begins);
  }
  return ms;
}
