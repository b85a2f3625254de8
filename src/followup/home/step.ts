import type { PlaceAt } from './place.ts';
import { choices, type Home, type Screen } from './screen.ts';

/** Whether they agreed on a small step. Its words are the member's: a counsellor types none. */
export function step({ say }: Home, { who }: PlaceAt<'step'>): Screen {
  return {
    text: say('home_step', { number: String(who.number) }),
    hear: choices({
      1: { to: { at: 'day', who, newStep: true } },
      2: { to: { at: 'day', who, newStep: false } },
      3: { to: { at: 'due' } },
    }),
  };
}
