import { writeMoment, writeSpan } from '../conversation/write-moment.ts';
import type { Setting } from './setting.ts';

type Times = Pick<Setting, 'programme' | 'formats'>;

/** A moment as a counsellor reads it: `14:30` today, else `Tue 08:30`. */
export function momentIn(times: Times, language: string, at: Date, now: Date): string {
  return writeMoment(at, now, placeOf(times, language));
}

/** A time that somebody asked for, as `14:00-16:00` or `Tue 14:00-16:00`. */
export function windowIn(
  times: Times,
  language: string,
  { from, to }: { from: Date; to: Date | null },
  now: Date,
): string {
  const place = placeOf(times, language);
  return to === null ? writeMoment(from, now, place) : writeSpan({ from, to }, now, place);
}

function placeOf({ programme, formats }: Times, language: string) {
  return { timeZone: programme.timeZone, format: formats.get(language) };
}
