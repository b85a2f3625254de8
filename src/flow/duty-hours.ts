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
  const [span] = spansFrom(times, now);
  assert(span !== undefined, 'duty hours open within weeks');
  return now < span.from ? { open: false, opensAt: span.from } : { open: true, closesAt: span.to };
}

/** The instant after `ms` milliseconds of duty hours, counted from `from`. */
export function dutyAfter(times: DutyTimes, from: Date, ms: number): Date {
  let left = ms;
  for (const span of spansFrom(times, from)) {
    const begins = Math.max(span.from.getTime(), from.getTime());
    const lasts = span.to.getTime() - begins;
    if (left <= lasts) return new Date(begins + left);
    left -= lasts;
  }
  throw new Error('impossible: a ladder waits for less than weeks of duty');
}

type Span = { from: Date; to: Date };

/**
 * The duty hours of each local day that end after `from`, as instants, so that summer time is right. A time that a change
 * of clocks makes happen twice or never is read so that the hours are shorter.
 */
export function spansFrom({ escalation: { duty }, timeZone }: DutyTimes, from: Date): Span[] {
  const today = Temporal.Instant.fromEpochMilliseconds(from.getTime())
    .toZonedDateTimeISO(timeZone)
    .toPlainDate();
  const instant = (day: Temporal.PlainDate, time: string, disambiguation: 'earlier' | 'later') =>
    new Date(
      day
        .toPlainDateTime(Temporal.PlainTime.from(time))
        .toZonedDateTime(timeZone, { disambiguation }).epochMilliseconds,
    );
  return Array.from({ length: DAYS_AHEAD }, (_, days) => today.add({ days }))
    .filter((day) => {
      const weekday = WEEKDAYS[day.dayOfWeek - 1];
      return weekday !== undefined && duty.days.includes(weekday);
    })
    .map((day) => ({
      from: instant(day, duty.from, 'later'),
      to: instant(day, duty.to, 'earlier'),
    }))
    .filter((span) => span.from < span.to && span.to > from);
}
