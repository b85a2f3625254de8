import type { PlaceAt } from './place.ts';
import { choices, type Home, type Screen } from './screen.ts';
import { dayIn, typedDay } from './typed-day.ts';

const DAYS: Readonly<Record<string, number>> = { 1: 1, 2: 3, 3: 7 };

/** The first day on which she is back. */
export function away({ say, today }: Home): Screen {
  return {
    text: say('home_away', {}),
    hear(text) {
      const days = DAYS[text];
      if (days !== undefined) return { to: { at: 'away_sure', until: dayIn(today, days) } };
      return text === '4' ? { to: { at: 'away_day' } } : undefined;
    },
  };
}

export function awayDay({ say, today }: Home): Screen {
  return {
    text: say('home_other_day', {}),
    hear(text) {
      const until = typedDay(text, today);
      return until === undefined ? undefined : { to: { at: 'away_sure', until } };
    },
  };
}

export function awaySure({ say, day }: Home, { until }: PlaceAt<'away_sure'>): Screen {
  return {
    text: say('home_away_sure', { date: day(until) }),
    hear: choices({
      1: { to: { at: 'menu' }, act: { act: 'away', until } },
      2: { to: { at: 'menu' } },
    }),
  };
}
