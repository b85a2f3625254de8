import { Refusal } from '../base/refusal.ts';
import { Rhythm } from '../groups/rhythm.ts';
import { Reminds } from '../groups/stages.ts';
import { WEEKDAYS } from '../flow/programme-times.ts';

/** What may be written behind a verb. */
export const GROUP_OPTIONS = {
  name: { type: 'string' },
  language: { type: 'string' },
  place: { type: 'string', multiple: true },
  moderator: { type: 'string' },
  facilitator: { type: 'string', multiple: true },
  at: { type: 'string' },
  remind: { type: 'string', multiple: true },
  holidays: { type: 'string' },
  weeks: { type: 'string' },
  months: { type: 'string' },
  nth: { type: 'string' },
  weekday: { type: 'string' },
  from: { type: 'string' },
  dates: { type: 'string' },
  who: { type: 'string' },
  until: { type: 'string' },
  options: { type: 'string' },
  days: { type: 'string' },
} as const;

export type GroupValues = Readonly<
  Partial<
    Record<Exclude<keyof typeof GROUP_OPTIONS, 'place' | 'facilitator' | 'remind'>, string> &
      Record<'place' | 'facilitator' | 'remind', string[]>
  >
>;

/** @throws Refusal: no rhythm, or two */
export function rhythmFrom({ weeks, months, nth, weekday, from, dates }: GroupValues): Rhythm {
  const written =
    dates !== undefined
      ? { every: 'dates', dates: dates.split(',').map((date) => date.trim()) }
      : months !== undefined
        ? { every: 'months', months: Number(months), nth: Number(nth), weekday, from }
        : { every: 'weeks', weeks: Number(weeks), from };
  const parsed = Rhythm.safeParse(written);
  const several = [weeks, months, dates].filter((one) => one !== undefined).length;
  if (parsed.success && several === 1) return parsed.data;
  throw new Refusal(
    'invalid',
    `Write one rhythm: --weeks 1 --from DAY, or --months 1 --nth 1 --weekday ${WEEKDAYS[5]} --from DAY, or --dates DAY,DAY. Nothing was done.`,
  );
}

/** `1@16:00`: a day before, at four. @throws Refusal */
export function remindsFrom(written: readonly string[] = ['1@16:00']): Reminds {
  const parsed = Reminds.safeParse(
    written.map((one) => {
      const [days, at] = one.split('@');
      return { days: Number(days), at };
    }),
  );
  if (parsed.success) return parsed.data;
  throw new Refusal(
    'invalid',
    'Write --remind 1@16:00: days before, at most 7, and a time of day; one or two of them. Nothing was done.',
  );
}

/** A whole number between two. @throws Refusal */
export function numberFrom(
  text: string | undefined,
  option: string,
  [least, most]: [number, number],
): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= least && number <= most) return number;
  throw new Refusal(
    'invalid',
    `${option} is a whole number from ${least} to ${most}. Nothing was done.`,
  );
}
