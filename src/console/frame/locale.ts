/**
 * How days, times, money and plurals are written in a language, of the console or of members: days before months in English,
 * Mozambique as Portugal does, Peru with a point in amounts. A bare `pt` would be Brazil's, where nought is one.
 */
const LOCALES: Readonly<Record<string, string>> = { en: 'en-GB', pt: 'pt-PT', es: 'es-PE' };

/** What `Intl` is asked for where somebody reads in this language. */
export function localeOf(language: string): string {
  return LOCALES[language] ?? language;
}

/** A time of day has 24 hours in every language: a 9 in a duty list never means the evening. */
export const CLOCK = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
