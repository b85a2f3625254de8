import type { PlaceAt } from './place.ts';
import { choices, type Home, type Screen } from './screen.ts';

/** Whether they agreed on a small step. Its words are the member's: a counsellor types none. */
export function step({ say }: Home, { who }: PlaceAt<'step'>): Screen {
  // Somebody with more training is offered about a request, and the member decides.
  const offers = who.followUpId !== null;
  const asked = say('home_step', { number: String(who.number) });
  return {
    text: offers ? `${asked}\n${say('home_refer', {})}` : asked,
    hear: choices({
      ...(offers && { 4: { to: { at: 'due' }, act: { act: 'refer', who } } }),
      1: { to: { at: 'day', who, newStep: true } },
      2: { to: { at: 'day', who, newStep: false } },
      3: { to: { at: 'due' } },
    }),
  };
}
