import { localDate } from '../../engine/local-date.ts';
import { CLOCK, localeOf } from './locale.ts';
import type { Ask } from './route.ts';

type Reader = Pick<Ask, 'language' | 'parts'>;

const DAY = { day: 'numeric', month: 'short', year: 'numeric' } as const;

/** A day where the programme is, as people of this language write it. */
export function dayOf({ language, parts }: Reader, at: Date): string {
  const { timeZone } = parts.programme;
  return whole(new Intl.DateTimeFormat(localeOf(language), { timeZone, ...DAY }).format(at));
}

/** A day is one word: no line breaks inside it. */
function whole(day: string): string {
  return day.replaceAll(' ', '\u00A0');
}

/** Today where the programme is, as `2027-01-31`. */
export function todayOf({ now, parts }: Pick<Ask, 'now' | 'parts'>): string {
  return localDate(now, parts.programme.timeZone);
}

/** A day that has no time, written `2027-01-31`. */
export function plainDay({ language }: Pick<Ask, 'language'>, day: string): string {
  const at = new Date(`${day}T12:00:00Z`);
  return whole(new Intl.DateTimeFormat(localeOf(language), { timeZone: 'UTC', ...DAY }).format(at));
}

/** A month, written `2027-01`; it is not broken over two lines. */
export function plainMonth({ language }: Pick<Ask, 'language'>, month: string): string {
  const { day: _, ...parts } = DAY;
  const at = new Date(`${month}-01T12:00:00Z`);
  return whole(
    new Intl.DateTimeFormat(localeOf(language), { timeZone: 'UTC', ...parts }).format(at),
  );
}

/** A day and a time of it; a dash where there is none yet. */
export function momentOf({ language, parts }: Reader, at: Date | null | undefined): string {
  if (at === null || at === undefined) return '–';
  const { timeZone } = parts.programme;
  const how = { timeZone, ...DAY, ...CLOCK };
  const written = whole(new Intl.DateTimeFormat(localeOf(language), how).format(at));
  // Between the day and the time a line may break.
  return written.replace(/,\u00A0(?=\d{2}:\d{2}$)/u, ', ');
}

/** A time of day, by the clock of the programme or of another place. */
export function timeOf(
  { language, parts }: Reader,
  at: Date,
  timeZone: string = parts.programme.timeZone,
): string {
  return new Intl.DateTimeFormat(localeOf(language), { timeZone, ...CLOCK }).format(at);
}

/** What a country is called, by its two capitals. */
export function countryName({ language }: Ask, code: string): string {
  return new Intl.DisplayNames([localeOf(language)], { type: 'region' }).of(code) ?? code;
}
