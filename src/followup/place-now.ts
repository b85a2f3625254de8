import { localDate } from '../engine/local-date.ts';
import { WEEKDAYS } from '../flow/programme-times.ts';
import type { PlaceNow } from '../store/ladder-people.ts';

/** Day, weekday and time where a programme is: what a list of duty is written in. */
export function placeNow(timeZone: string, now: Date): PlaceNow {
  const there = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(timeZone);
  return {
    date: localDate(now, timeZone),
    weekday: WEEKDAYS[there.dayOfWeek - 1] ?? 'mon',
    time: there.toPlainTime().toString({ smallestUnit: 'minute' }),
  };
}
