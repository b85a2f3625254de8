import type { DutyTimes } from '../flow/duty-hours.ts';
import { WEEKDAYS } from '../flow/programme-times.ts';

/** Whole days of duty after one day and before another, both as `2027-01-31`. */
export function dutyDaysBetween(
  { escalation: { duty } }: Pick<DutyTimes, 'escalation'>,
  after: string,
  before: string,
): number {
  let day = Temporal.PlainDate.from(after).add({ days: 1 });
  const end = Temporal.PlainDate.from(before);
  let days = 0;
  while (Temporal.PlainDate.compare(day, end) < 0) {
    if (duty.days.includes(weekdayOf(day))) days += 1;
    day = day.add({ days: 1 });
  }
  return days;
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
