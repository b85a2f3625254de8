import { assert } from '../base/assert.ts';
import type { Programme } from './programme.ts';
import { WEEKDAYS } from './programme-times.ts';

/** Whether texts that nobody asked for may be sent now, and if not, from when. */
export type ContactOpening = { open: true } | { open: false; opensAt: Date };

/** So many days are looked ahead: a week, and one for a day whose hours a change of clocks swallows. */
const DAYS_AHEAD = 8;
/** Hours of a member's own end before midnight. */
const LAST_MINUTE = '23:59';
const DAY_MS = 24 * 3_600_000;

type Times = Pick<Programme, 'contactHours' | 'timeZone'>;
type Span = { fromMs: number; toMs: number };

/**
 * The contact hours as instants of each local day, so that summer time is right: closed at `to`, open at `from`, closed
 * in each pause. Where a clock change makes a time happen twice or never, the quieter reading counts. Hours that pauses
 * leave nothing of never open: they are looked at again after eight days.
 */
export function contactOpening(times: Times, now: Date): ContactOpening {
  const nowMs = now.getTime();
  const today = Temporal.Instant.fromEpochMilliseconds(nowMs)
    .toZonedDateTimeISO(times.timeZone)
    .toPlainDate();
  for (let ahead = 0; ahead <= DAYS_AHEAD; ahead += 1) {
    const spans = contactSpans(times, today.add({ days: ahead }));
    const next = spans.find(({ toMs }) => nowMs < toMs);
    if (next === undefined) continue;
    return nowMs >= next.fromMs ? { open: true } : { open: false, opensAt: new Date(next.fromMs) };
  }
  return { open: false, opensAt: new Date(nowMs + DAYS_AHEAD * DAY_MS) };
}

/** The stretches of one local day in which they are open, in order. */
export function contactSpans({ contactHours, timeZone }: Times, day: Temporal.PlainDate): Span[] {
  const weekday = WEEKDAYS[day.dayOfWeek - 1];
  assert(weekday !== undefined, 'a week has seven days');
  const { from, to, days, without = [] } = contactHours;
  if (!days.includes(weekday)) return [];
  const instant = (time: string, disambiguation: 'earlier' | 'later') =>
    day.toPlainDateTime(Temporal.PlainTime.from(time)).toZonedDateTime(timeZone, { disambiguation })
      .epochMilliseconds;
  let spans: Span[] = [{ fromMs: instant(from, 'later'), toMs: instant(to, 'earlier') }];
  for (const pause of without) {
    if (pause.days !== undefined && !pause.days.includes(weekday)) continue;
    const begins = instant(pause.from, 'earlier');
    const ends = instant(pause.to, 'later');
    spans = spans.flatMap(({ fromMs, toMs }) => [
      { fromMs, toMs: Math.min(toMs, begins) },
      { fromMs: Math.max(fromMs, ends), toMs },
    ]);
  }
  return spans.filter(({ fromMs, toMs }) => fromMs < toMs);
}

/** Whether the day there has hours, and this is in none of their pauses: it holds for hours of a member's own too. */
export function dayIsOpen(times: Times, now: Date): boolean {
  const { timeZone, contactHours } = times;
  const nowMs = now.getTime();
  const day = Temporal.Instant.fromEpochMilliseconds(nowMs)
    .toZonedDateTimeISO(timeZone)
    .toPlainDate();
  const wholeDay = { ...contactHours, from: '00:00', to: LAST_MINUTE };
  const spans = contactSpans({ timeZone, contactHours: wholeDay }, day);
  return spans.some(({ fromMs, toMs }) => nowMs >= fromMs && nowMs < toMs);
}
