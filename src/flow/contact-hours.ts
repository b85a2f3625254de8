import { assert } from '../base/assert.ts';
import type { Programme } from './programme.ts';
import { WEEKDAYS } from './programme-times.ts';

/** Whether texts that nobody asked for may be sent now, and if not, from when. */
export type ContactOpening = { open: true } | { open: false; opensAt: Date };

/** So many days are looked ahead: a week, and one for a day whose hours a change of clocks swallows. */
const DAYS_AHEAD = 8;

/**
 * The contact hours as instants of each local day, so that summer time is right: closed at `to`, open at `from`. Where
 * a clock change makes a time happen twice or never, the quieter reading counts.
 */
export function contactOpening(
  programme: Pick<Programme, 'contactHours' | 'timeZone'>,
  now: Date,
): ContactOpening {
  const { contactHours, timeZone } = programme;
  const nowMs = now.getTime();
  const today = Temporal.Instant.fromEpochMilliseconds(nowMs)
    .toZonedDateTimeISO(timeZone)
    .toPlainDate();
  const instant = (day: Temporal.PlainDate, time: string, disambiguation: 'earlier' | 'later') =>
    day.toPlainDateTime(Temporal.PlainTime.from(time)).toZonedDateTime(timeZone, { disambiguation })
      .epochMilliseconds;
  for (let ahead = 0; ahead <= DAYS_AHEAD; ahead += 1) {
    const day = today.add({ days: ahead });
    const weekday = WEEKDAYS[day.dayOfWeek - 1];
    assert(weekday !== undefined, 'a week has seven days');
    if (!contactHours.days.includes(weekday)) continue;
    const opensMs = instant(day, contactHours.from, 'later');
    const closesMs = instant(day, contactHours.to, 'earlier');
    if (nowMs >= closesMs || opensMs >= closesMs) continue;
    return nowMs >= opensMs ? { open: true } : { open: false, opensAt: new Date(opensMs) };
  }
  throw new Error('impossible: contact hours open within eight days');
}
