import type { Ask } from '../frame/route.ts';

/** A day and a time as people of this language write them, in the time zone of the programme. */
export function momentWords(
  { language, parts }: Pick<Ask, 'language' | 'parts'>,
  at: Date,
): string {
  return new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, {
    dateStyle: 'medium',
    timeStyle: 'short',
    timeZone: parts.programme.timeZone,
  }).format(at);
}
