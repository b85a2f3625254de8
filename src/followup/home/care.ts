import type { PlaceAt } from './place.ts';
import { choices, type Home, type Screen } from './screen.ts';

/** To words of danger, hers: what anybody is told, with numbers to call. Her 1 asks her own supervisor to call her. */
export function care({ care: text }: Home, { quiet }: PlaceAt<'care'>): Screen {
  return {
    text: text(quiet),
    hear: choices({
      1: { to: { at: 'cared', quiet }, act: { act: 'support' } },
      2: { to: { at: 'menu' } },
    }),
  };
}

/** What is valid until somebody calls. */
export function cared({ afterCare, say }: Home, { quiet }: PlaceAt<'cared'>): Screen {
  return { text: `${afterCare(quiet)}\n${say('home_ways', {})}`, hear: () => undefined };
}
