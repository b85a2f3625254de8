const MINUTE_MS = 60_000;
let last = { minute: NaN, timeZone: '', date: '' };

/** The date at an instant in a time zone, as `2027-01-31`. No clock of a zone changes within a minute, so one is kept. */
export function localDate(now: Date, timeZone: string): string {
  const minute = Math.floor(now.getTime() / MINUTE_MS);
  if (last.minute !== minute || last.timeZone !== timeZone)
    last = { minute, timeZone, date: dateAt(now, timeZone) };
  return last.date;
}

function dateAt(now: Date, timeZone: string): string {
  return Temporal.Instant.fromEpochMilliseconds(now.getTime())
    .toZonedDateTimeISO(timeZone)
    .toPlainDate()
    .toString();
}
