import type { Ask } from '../frame/route.ts';

/** An instant as the clock of the programme has it, in the language of who reads. */
export function whenIs(ask: Pick<Ask, 'language' | 'parts'>, at: Date | null | undefined): string {
  if (at === null || at === undefined) return '–';
  return new Intl.DateTimeFormat(ask.language, {
    dateStyle: 'medium',
    timeStyle: 'short',
    timeZone: ask.parts.programme.timeZone,
  }).format(at);
}
