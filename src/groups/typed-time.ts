/**
 * `14.30` is a time on the day of the meeting; `24.11 14.30` names day and month too. `3/12 14:00`, as the service's own texts
 * write it, and `9:30` are read as well.
 */
const TIME = /^([01]\d|2[0-3])([0-5]\d)$/u;
const DAY_AND_TIME = /^(\d\d)(\d\d)([01]\d|2[0-3])([0-5]\d)$/u;

/** The instant that was typed, for a meeting that was at `startsAt`; undefined where it is none, or lies in the past. Pure. */
export function typedTime(
  typed: string,
  { startsAt, now, timeZone }: { startsAt: Date; now: Date; timeZone: string },
): Date | undefined {
  const was = Temporal.Instant.fromEpochMilliseconds(startsAt.getTime()).toZonedDateTimeISO(
    timeZone,
  );
  const padded = typed.replaceAll(/(?<!\d)\d(?!\d)/gu, (digit) => `0${digit}`);
  const digits = padded.replaceAll(/[\s.:,/-]/gu, '');
  const time = typed.includes('/') ? undefined : timeOf(digits, was);
  const there = time ?? dayOf(digits, now, timeZone);
  if (there === undefined) return undefined;
  const at = new Date(there.toZonedDateTime(timeZone).epochMilliseconds);
  return at > now ? at : undefined;
}

function timeOf(digits: string, was: Temporal.ZonedDateTime): Temporal.PlainDateTime | undefined {
  const [, hour, minute] = TIME.exec(digits) ?? [];
  if (hour === undefined || minute === undefined) return undefined;
  return was.toPlainDate().toPlainDateTime({ hour: Number(hour), minute: Number(minute) });
}

/** A day of this year, or of the next one where it has passed. */
function dayOf(digits: string, now: Date, timeZone: string): Temporal.PlainDateTime | undefined {
  const [, day, month, hour, minute] = (DAY_AND_TIME.exec(digits) ?? []).map(Number);
  if (day === undefined || month === undefined) return undefined;
  const today = Temporal.Instant.fromEpochMilliseconds(now.getTime())
    .toZonedDateTimeISO(timeZone)
    .toPlainDate();
  for (const year of [today.year, today.year + 1]) {
    const at = plainOf({ year, month, day, hour: hour ?? 0, minute: minute ?? 0 });
    if (at !== undefined && Temporal.PlainDate.compare(at.toPlainDate(), today) >= 0) return at;
  }
  return undefined;
}

type Fields = { year: number; month: number; day: number; hour: number; minute: number };

function plainOf(fields: Fields): Temporal.PlainDateTime | undefined {
  try {
    return Temporal.PlainDateTime.from(fields, { overflow: 'reject' });
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
