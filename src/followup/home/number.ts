import type { PlaceAt } from './place.ts';
import type { Home, Screen } from './screen.ts';

/** The only screen with a number; its session is over, so that she can call. */
export function number({ say }: Home, { phone }: PlaceAt<'number'>): Screen {
  return { text: say('home_number', { phone }), hear: () => undefined, ends: true };
}
