import type { PlaceAt } from './place.ts';
import { type Home, type Move, type Screen } from './screen.ts';
import { dayIn, typedDay } from './typed-day.ts';

const DAYS: Readonly<Record<string, number>> = { 1: 3, 2: 7, 3: 14 };

/** When the member is asked next how it went. */
export function day({ say, today }: Home, { who, newStep }: PlaceAt<'day'>): Screen {
  return {
    text: say('home_day', {}),
    hear(text) {
      const days = DAYS[text];
      if (days !== undefined) return setFor(who, newStep, dayIn(today, days));
      if (text === '4') return { to: { at: 'other_day', who, newStep } };
      return text === '5' ? { to: { at: 'due' } } : undefined;
    },
  };
}

/** A day and a month, typed. */
export function otherDay({ say, today }: Home, { who, newStep }: PlaceAt<'other_day'>): Screen {
  return {
    text: say('home_other_day', {}),
    hear(text) {
      const on = typedDay(text, today);
      return on === undefined ? undefined : setFor(who, newStep, on);
    },
  };
}

function setFor(who: PlaceAt<'day'>['who'], newStep: boolean, on: string): Move {
  return { to: { at: 'due' }, act: { act: 'next_day', who, newStep, on } };
}
