import type { DutyTimes } from '../flow/duty-hours.ts';
import { WEEKDAYS } from '../flow/programme-times.ts';

/** From the first day to the last, both as `2027-01-31`. */
export type DaySpan = { from: string; until: string };

/**
 * Whole days of duty after one day and before another on which at least one of `spans` was on. All days as `2027-01-31`,
 * which sort as they follow each other.
 */
export function dutyDaysWithin(
  { escalation: { duty } }: Pick<DutyTimes, 'escalation'>,
  { after, before }: { after: string; before: string },
  spans: readonly DaySpan[],
): number {
  let days = 0;
  for (let day = next(after); day < before; day = next(day)) {
    const isOn = spans.some(({ from, until }) => from <= day && day <= until);
    if (isOn && duty.days.includes(weekdayOf(Temporal.PlainDate.from(day)))) days += 1;
  }
  return days;
}

function next(day: string): string {
  return Temporal.PlainDate.from(day).add({ days: 1 }).toString();
}

/** Whether this is the last day of duty of its week, or the first. */
export function placeInWeek(
  { escalation: { duty } }: Pick<DutyTimes, 'escalation'>,
  day: string,
): { first: boolean; last: boolean } {
  const today = weekdayOf(Temporal.PlainDate.from(day));
  const worked = WEEKDAYS.filter((one) => duty.days.includes(one));
  return { first: worked.at(0) === today, last: worked.at(-1) === today };
}

function weekdayOf(day: Temporal.PlainDate) {
  return WEEKDAYS[day.dayOfWeek - 1] ?? 'mon';
}
