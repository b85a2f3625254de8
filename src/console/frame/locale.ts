/**
 * How days, times and money are written in a language, of the console or of members. English as most of the world writes it: day
 * before month.
 */
export function localeOf(language: string): string {
  return language === 'en' ? 'en-GB' : language;
}

/** A time of day has 24 hours in every language: a 9 in a duty list never means the evening. */
export const CLOCK = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
