import { contactSpans } from '../flow/contact-hours.ts';
import type { Programme } from '../flow/programme.ts';
import { hoursOf, opening, type OwnHours } from './own-hours.ts';

/** A text at a time of day that the member chose may leave so long after it, whatever the programme's hours. */
export const CHOSEN_FOR_MS = 3_600_000;
/** Sooner than this, a reminder would only repeat what was said just now. */
const SOON_MS = 2 * 3_600_000;
/** A reminder that has to come on the day before comes so long before the hours end. */
const BEFORE_CLOSING_MS = 3_600_000;
const DAY_MS = 24 * 3_600_000;
/** So many days are looked back for open hours: a week. */
const DAYS_BACK = 7;

type Asked = { date?: string | undefined; time?: string | undefined; earlierMs: number };
type Where = {
  programme: Pick<Programme, 'contactHours' | 'timeZone'>;
  own: OwnHours | undefined;
  now: Date;
};
export type Reminder = { dueAt: Date; chosenUntil: Date | null };

/**
 * When a reminder comes that a member has asked for, by the clock where the programme is. A time that she picked holds
 * outside the programme's hours too, but never outside her own. Else, outside the hours, it comes when they open, if that
 * is before what it reminds of; if not, in the last hour of the hours before. Where its moment has passed already: when
 * the hours of that day open, or in two hours, if that is still in time. Undefined: nothing is left to remind of.
 */
export function reminderMoment(asked: Asked, where: Where): Reminder | undefined {
  const event = eventOf(asked, where);
  const wantedMs = earlierThan(event, asked.earlierMs, where.programme.timeZone);
  const nowMs = where.now.getTime();
  if (wantedMs <= nowMs) return whenPassed(asked, where, event);
  const chosen = asked.time !== undefined && asked.earlierMs === 0;
  if (isOpen(where, wantedMs) || (chosen && where.own === undefined))
    return due(wantedMs, chosen ? wantedMs + CHOSEN_FOR_MS : undefined);
  const opens = opening(where.programme, where.own, new Date(wantedMs));
  if (!opens.open && opens.opensAt.getTime() < event) return due(opens.opensAt.getTime());
  const before = lastHourBefore(where, wantedMs);
  return due(before !== undefined && before > nowMs ? before : wantedMs);
}

/** The next time after `from` at which the clock there shows this time of day. */
export function nextAt(time: string, timeZone: string, from: Date): Date {
  const today = dateThere(timeZone, from.getTime());
  const first = instantOf(today, time, timeZone);
  return new Date(
    first >= from.getTime() ? first : instantOf(today.add({ days: 1 }), time, timeZone),
  );
}

/**
 * The first time after `after` that lies one or more steps from `from`. Whole days are days of the clock there, so that
 * weekday and time of day stay through a change of clocks.
 */
export function stepsAfter(
  from: Date,
  everyMs: number,
  { timeZone, after }: { timeZone: string; after: Date },
): Date {
  const first = zoned(timeZone, from.getTime());
  const days = Math.floor(everyMs / DAY_MS);
  const step = (count: number) =>
    first.add({ days: days * count, milliseconds: (everyMs % DAY_MS) * count }).epochMilliseconds;
  let count = Math.max(1, Math.floor((after.getTime() - from.getTime()) / everyMs));
  while (step(count) <= after.getTime()) count += 1;
  return new Date(step(count));
}

/** The time of day there, as `18:30`. */
export function timeThere(timeZone: string, at: Date): string {
  return zoned(timeZone, at.getTime()).toPlainTime().toString({ smallestUnit: 'minute' });
}

/** Whole days are days of the clock there, the rest is time. */
function earlierThan(event: number, earlierMs: number, timeZone: string): number {
  const days = Math.floor(earlierMs / DAY_MS);
  return zoned(timeZone, event).subtract({ days, milliseconds: earlierMs % DAY_MS })
    .epochMilliseconds;
}

/** The instant that is reminded of, in milliseconds. */
function eventOf({ date, time, earlierMs }: Asked, { programme, own, now }: Where): number {
  const { timeZone, contactHours } = hoursOf(programme, own);
  const clock = time ?? contactHours.from;
  if (date !== undefined) return instantOf(Temporal.PlainDate.from(date), clock, timeZone);
  return nextAt(clock, timeZone, new Date(now.getTime() + earlierMs + 1)).getTime();
}

function whenPassed({ time }: Asked, where: Where, event: number): Reminder | undefined {
  const { programme, own, now } = where;
  const { timeZone, contactHours } = hoursOf(programme, own);
  const nowMs = now.getTime();
  const day = dateThere(timeZone, event);
  const opens = instantOf(day, contactHours.from, timeZone);
  if (opens > nowMs && opens <= event) return due(opens);
  const soon = nowMs + SOON_MS;
  const inTime = time === undefined ? dateThere(timeZone, soon).equals(day) : soon < event;
  return inTime && isOpen(where, soon) ? due(soon) : undefined;
}

/** The last hour of the hours, or of a stretch between pauses, that ended before an instant. */
function lastHourBefore({ programme, own }: Where, ms: number): number | undefined {
  const hours = hoursOf(programme, own);
  const day = dateThere(programme.timeZone, ms);
  for (let back = 0; back <= DAYS_BACK; back += 1) {
    const last = contactSpans(hours, day.subtract({ days: back })).findLast(
      ({ toMs }) => toMs <= ms,
    );
    if (last !== undefined) return Math.max(last.fromMs, last.toMs - BEFORE_CLOSING_MS);
  }
  return undefined;
}

function due(ms: number, chosenUntilMs?: number): Reminder {
  return {
    dueAt: new Date(ms),
    chosenUntil: chosenUntilMs === undefined ? null : new Date(chosenUntilMs),
  };
}

function isOpen({ programme, own }: Where, ms: number): boolean {
  return opening(programme, own, new Date(ms)).open;
}

function zoned(timeZone: string, ms: number): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(timeZone);
}

function dateThere(timeZone: string, ms: number): Temporal.PlainDate {
  return zoned(timeZone, ms).toPlainDate();
}

/** A time that a change of clocks swallows is the one an hour later; one that comes twice, the first. */
function instantOf(date: Temporal.PlainDate, time: string, timeZone: string): number {
  return date.toPlainDateTime(Temporal.PlainTime.from(time)).toZonedDateTime(timeZone)
    .epochMilliseconds;
}
