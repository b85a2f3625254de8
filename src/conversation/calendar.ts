/** A day ahead, with what dates are told by. `weekday` counts from 1, Monday; `offset` from 0, today. */
export type Day = {
  offset: number;
  iso: string;
  weekday: number;
  day: number;
  month: number;
  year: number;
};

/** A date without its year comes back within so many days. */
export const YEAR_DAYS = 366;

let last: { today: string; days: readonly Day[] } = { today: '', days: [] };

/** The days of a year from `today` (`2027-01-31`) on. Made once a day, since Temporal is slow to ask. */
export function daysAhead(today: string): readonly Day[] {
  if (last.today === today) return last.days;
  const first = Temporal.PlainDate.from(today);
  const days = Array.from({ length: YEAR_DAYS }, (_, offset): Day => {
    const date = first.add({ days: offset });
    const { dayOfWeek: weekday, day, month, year } = date;
    return { offset, iso: date.toString(), weekday, day, month, year };
  });
  last = { today, days };
  return days;
}
