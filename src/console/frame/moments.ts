import { localDate } from '../../engine/local-date.ts';
import type { Ask } from './route.ts';

/** A day where the programme is, as people of this language write it. */
export function dayOf({ language, parts }: Ask, at: Date): string {
  const { timeZone } = parts.programme;
  return new Intl.DateTimeFormat(language, { timeZone, dateStyle: 'medium' }).format(at);
}

/** Today where the programme is, as `2027-01-31`. */
export function todayOf({ now, parts }: Ask): string {
  return localDate(now, parts.programme.timeZone);
}

/** A day that has no time, written `2027-01-31`. */
export function plainDay({ language }: Ask, day: string): string {
  const at = new Date(`${day}T12:00:00Z`);
  return new Intl.DateTimeFormat(language, { timeZone: 'UTC', dateStyle: 'medium' }).format(at);
}

/** A day and a time of it. */
export function momentOf({ language, parts }: Ask, at: Date): string {
  const { timeZone } = parts.programme;
  const how = { timeZone, dateStyle: 'medium', timeStyle: 'short' } as const;
  return new Intl.DateTimeFormat(language, how).format(at);
}

/** A time of day. */
export function timeOf({ language, parts }: Ask, at: Date): string {
  const { timeZone } = parts.programme;
  return new Intl.DateTimeFormat(language, { timeZone, timeStyle: 'short' }).format(at);
}

/** What a language is called in the language of the page. */
export function languageName({ language }: Ask, code: string): string {
  return new Intl.DisplayNames([language], { type: 'language' }).of(code) ?? code;
}

/** What a country is called, by its two capitals. */
export function countryName({ language }: Ask, code: string): string {
  return new Intl.DisplayNames([language], { type: 'region' }).of(code) ?? code;
}
