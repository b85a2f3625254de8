import type { Format } from '../flow/formats.ts';

/** Where a moment is told, and with which names of days; without them the date stands as it is stored. */
export type MomentPlace = {
  timeZone: string;
  format: Pick<Format, 'weekdays_short'> | undefined;
};

/** A moment: `14:30` today, else `Tue 08:30`; by the clock of 24 hours in every language, as duty hours are. */
export function writeMoment(at: Date, now: Date, { timeZone, format }: MomentPlace): string {
  const [then, today] = [zoned(at, timeZone), zoned(now, timeZone)];
  const time = then.toPlainTime().toString({ smallestUnit: 'minute' });
  const date = then.toPlainDate();
  if (date.equals(today.toPlainDate())) return time;
  return [format?.weekdays_short[then.dayOfWeek - 1] ?? date.toString(), time].join(' ');
}

/** A time between two moments of one day: `14:30-17:00`, or `Tue 08:00-12:00`. */
export function writeSpan(
  { from, to }: { from: Date; to: Date },
  now: Date,
  place: MomentPlace,
): string {
  const end = zoned(to, place.timeZone).toPlainTime().toString({ smallestUnit: 'minute' });
  return `${writeMoment(from, now, place)}-${end}`;
}

function zoned(at: Date, timeZone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone);
}
