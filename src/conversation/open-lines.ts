import type { Helplines } from '../flow/helplines.ts';
import type { Programme } from '../flow/programme.ts';
import { WEEKDAYS } from '../flow/programme-times.ts';
import { linesOf } from './programme-variables.ts';

type Known = { helplines: Helplines; today: string; now: Date };

/** Verified numbers that somebody answers at this hour. Of violence no number is told unasked. */
export function openLinesOf(programme: Programme, known: Known, language: string): string[] {
  const { helplines, now } = known;
  const there = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(
    programme.timeZone,
  );
  const time = there.toPlainTime().toString({ smallestUnit: 'minute' });
  const day = WEEKDAYS[there.dayOfWeek - 1];
  const open = programme.helplines.filter((id) => {
    const line = helplines.get(id);
    if (line === undefined || line.kind === 'violence') return false;
    const { hours } = line;
    if (hours === undefined) return true;
    return day !== undefined && hours.days.includes(day) && time >= hours.from && time < hours.to;
  });
  return linesOf({ ...programme, helplines: open }, known, language);
}
