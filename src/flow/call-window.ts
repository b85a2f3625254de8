import { type DutyTimes, spansFrom } from './duty-hours.ts';

/** What a member can answer to "when?" behind her request for a call. */
export type CallWish = 'morning' | 'afternoon' | 'another_day';

/** A window shorter than this would only be missed, in milliseconds. */
const SHORTEST_MS = 3_600_000;
/** Windows begin on the quarter of an hour, in milliseconds: a time such as 14:23 promises more than anybody can keep. */
const QUARTER_MS = 15 * 60_000;

/**
 * The next time that fits what she answered, within duty hours: what is left of today's morning or afternoon if that is
 * long enough, else the next day's. Where duty has no morning (or no afternoon), the next duty hours there are.
 */
export function callWindow(times: DutyTimes, wish: CallWish, now: Date): { from: Date; to: Date } {
  const spans = spansFrom(times, now).map(({ from, to }) => {
    const begins = new Date(Math.max(from.getTime(), quarterAfter(now)));
    const noon = noonOf(times.timeZone, from);
    const isToday = dateThere(times.timeZone, from) === dateThere(times.timeZone, now);
    if (wish === 'morning') return { from: begins, to: earlier(to, noon), isToday };
    if (wish === 'afternoon') return { from: later(begins, noon), to, isToday };
    return { from: begins, to, isToday };
  });
  const fits = ({ from, to, isToday }: (typeof spans)[number]) =>
    to.getTime() - from.getTime() >= SHORTEST_MS && !(wish === 'another_day' && isToday);
  const found = spans.find(fits) ?? spansFrom(times, now)[0];
  if (found === undefined) throw new Error('impossible: duty hours open within weeks');
  return { from: found.from, to: found.to };
}

function quarterAfter(now: Date): number {
  return Math.ceil(now.getTime() / QUARTER_MS) * QUARTER_MS;
}

function earlier(a: Date, b: Date): Date {
  return a < b ? a : b;
}

function later(a: Date, b: Date): Date {
  return a > b ? a : b;
}

function there(timeZone: string, at: Date): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone);
}

function dateThere(timeZone: string, at: Date): string {
  return there(timeZone, at).toPlainDate().toString();
}

function noonOf(timeZone: string, at: Date): Date {
  const noon = there(timeZone, at).withPlainTime({ hour: 12 });
  return new Date(noon.epochMilliseconds);
}
