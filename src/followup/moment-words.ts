import { localDate } from '../engine/local-date.ts';
import type { Setting } from '../engine/setting.ts';

type Times = Pick<Setting, 'programme' | 'formats'>;

/** A moment as a counsellor reads it: `14:30` today, else `Tue 08:30`; by the clock of 24 hours in every language. */
export function momentIn(
  { programme, formats }: Times,
  language: string,
  at: Date,
  now: Date,
): string {
  const { timeZone } = programme;
  const there = Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone);
  const time = there.toPlainTime().toString({ smallestUnit: 'minute' });
  if (localDate(at, timeZone) === localDate(now, timeZone)) return time;
  const names = formats.get(language)?.weekdays_short;
  return [names?.[there.dayOfWeek - 1] ?? localDate(at, timeZone), time].join(' ');
}

/** A time of the day that somebody asked for, as `14:00-16:00` or `Tue 14:00-16:00`. */
export function windowIn(
  times: Times,
  language: string,
  window: { from: Date; to: Date | null },
  now: Date,
): string {
  const from = momentIn(times, language, window.from, now);
  if (window.to === null) return from;
  const to = Temporal.Instant.fromEpochMilliseconds(window.to.getTime())
    .toZonedDateTimeISO(times.programme.timeZone)
    .toPlainTime()
    .toString({ smallestUnit: 'minute' });
  return `${from}-${to}`;
}
