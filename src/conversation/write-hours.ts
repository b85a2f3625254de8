import { assert } from '../base/assert.ts';
import type { Format } from '../flow/formats.ts';
import { type ContactHours, WEEKDAYS } from '../flow/programme-times.ts';

/** Two days in a row are named both; of more, the first and the last. */
const NAMED_MAX = 2;

/**
 * Hours of a week as `Mon-Fri 08:00-17:00`; of every day the times alone. They stand by the clock of 24 hours in every
 * language: two times told with the part of the day would be longer than the rest of a text.
 */
export function writeHours(
  { from, to, days }: ContactHours,
  { weekdays_short: names }: Pick<Format, 'weekdays_short'>,
): string {
  const told = runsOf(days).map((run) => {
    const shown = run.map((day) => names[day]);
    return shown.length > NAMED_MAX ? `${shown[0]}-${shown.at(-1)}` : shown.join(', ');
  });
  return [told.join(', '), `${from}-${to}`].join(' ').trim();
}

/** Days without a gap between them, from 0 for Monday; a week has no end: Sunday and Monday are one. None of all seven. */
function runsOf(days: ContactHours['days']): number[][] {
  const has = (day: number) => WEEKDAYS.some((name, n) => n === day % 7 && days.includes(name));
  const firsts = WEEKDAYS.map((_, day) => day).filter((day) => has(day) && !has(day + 6));
  return firsts.map((first) => {
    const length = [1, 2, 3, 4, 5, 6].find((count) => !has(first + count));
    assert(length !== undefined, 'a first day stands behind a day that is none');
    return Array.from({ length }, (_, count) => (first + count) % 7);
  });
}
