import { z } from 'zod';
import { WEEKDAYS } from '../flow/programme-times.ts';

const LocalDate = z.iso.date();
/** Weeks between meetings: weekly, every second week, every six weeks, at most a quarter. */
const WEEKS_MAX = 13;
/** Months between meetings: monthly, every quarter, yearly. */
const MONTHS_MAX = 12;
/** Dates that a list may have: two years of every second week. */
const DATES_MAX = 52;

/**
 * On which days a group meets. Weeks are counted from `from`, a day of that weekday; months from the month of `from`;
 * `nth` is which of that weekday in its month, 5 the last.
 */
export const Rhythm = z.discriminatedUnion('every', [
  z.strictObject({
    every: z.literal('weeks'),
    weeks: z.int().min(1).max(WEEKS_MAX),
    from: LocalDate,
  }),
  z.strictObject({
    every: z.literal('months'),
    months: z.int().min(1).max(MONTHS_MAX),
    nth: z.int().min(1).max(5),
    weekday: z.enum(WEEKDAYS),
    from: LocalDate,
  }),
  z.strictObject({
    every: z.literal('dates'),
    dates: z.array(LocalDate).min(1).max(DATES_MAX),
  }),
]);
export type Rhythm = z.infer<typeof Rhythm>;

/** A day of the rhythm, and the day on which the group meets for it. */
type MeetingDay = { day: string; on: string };

export type Holidays = { days: ReadonlySet<string>; onHoliday: 'skip' | 'later' };

/** A feast lasts a few days; a list of holidays that goes on longer moves nothing. */
const LATER_DAYS_MAX = 7;
/** Rhythm days looked at for one that is not left out: a year of weekly ones. */
const LOOKED_AT_MAX = 53;

/** The first meeting day whose day of the rhythm is later than `after`; undefined when a list of dates is over. Pure. */
export function nextMeetingDay(
  rhythm: Rhythm,
  after: string,
  { days, onHoliday }: Holidays,
): MeetingDay | undefined {
  let day = nextDay(rhythm, Temporal.PlainDate.from(after));
  for (let looked = 0; day !== undefined && looked < LOOKED_AT_MAX; looked += 1) {
    const on = days.has(day.toString()) ? movedFrom(day, { days, onHoliday }) : day;
    if (on !== undefined) return { day: day.toString(), on: on.toString() };
    day = nextDay(rhythm, day);
  }
  return undefined;
}

function movedFrom(
  day: Temporal.PlainDate,
  { days, onHoliday }: Holidays,
): Temporal.PlainDate | undefined {
  if (onHoliday === 'skip') return undefined;
  for (let later = 1; later <= LATER_DAYS_MAX; later += 1) {
    const on = day.add({ days: later });
    if (!days.has(on.toString())) return on;
  }
  return undefined;
}

function nextDay(rhythm: Rhythm, after: Temporal.PlainDate): Temporal.PlainDate | undefined {
  switch (rhythm.every) {
    case 'weeks':
      return nextByWeeks(rhythm, after);
    case 'months':
      return nextByMonths(rhythm, after);
    case 'dates':
      return rhythm.dates
        .map((date) => Temporal.PlainDate.from(date))
        .filter((date) => Temporal.PlainDate.compare(date, after) > 0)
        .toSorted(Temporal.PlainDate.compare)
        .at(0);
  }
}

function nextByWeeks(
  { weeks, from }: Extract<Rhythm, { every: 'weeks' }>,
  after: Temporal.PlainDate,
): Temporal.PlainDate {
  const first = Temporal.PlainDate.from(from);
  const passed = first.until(after, { largestUnit: 'days' }).days;
  if (passed < 0) return first;
  const period = weeks * 7;
  return first.add({ days: (Math.floor(passed / period) + 1) * period });
}

function nextByMonths(
  rhythm: Extract<Rhythm, { every: 'months' }>,
  after: Temporal.PlainDate,
): Temporal.PlainDate {
  const first = Temporal.PlainDate.from(rhythm.from);
  const start = first.toPlainYearMonth();
  const passed = start.until(after.toPlainYearMonth(), { largestUnit: 'months' }).months;
  let month = start.add({
    months: Math.max(0, Math.floor(passed / rhythm.months)) * rhythm.months,
  });
  for (;;) {
    const day = nthOf(month, rhythm);
    const isLater =
      Temporal.PlainDate.compare(day, after) > 0 && Temporal.PlainDate.compare(day, first) >= 0;
    if (isLater) return day;
    month = month.add({ months: rhythm.months });
  }
}

const LAST = 5;

function nthOf(
  month: Temporal.PlainYearMonth,
  { nth, weekday }: Pick<Extract<Rhythm, { every: 'months' }>, 'nth' | 'weekday'>,
): Temporal.PlainDate {
  const first = month.toPlainDate({ day: 1 });
  const shift = (WEEKDAYS.indexOf(weekday) + 1 - first.dayOfWeek + 7) % 7;
  const days = Array.from({ length: LAST }, (_, week) => shift + week * 7).filter(
    (offset) => offset < month.daysInMonth,
  );
  const wanted = nth === LAST ? days.at(-1) : days[nth - 1];
  return first.add({ days: wanted ?? shift });
}

/** The instant of a local day and time; where a clock change leaves the hour out, the hour after it. */
export function meetingInstant(on: string, at: string, timeZone: string): Date {
  const there = Temporal.PlainDate.from(on).toZonedDateTime({
    timeZone,
    plainTime: Temporal.PlainTime.from(at),
  });
  return new Date(there.epochMilliseconds);
}
