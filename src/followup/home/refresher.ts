import type { PlaceAt } from './place.ts';
import { choices, type Home, type Screen } from './screen.ts';

export const PAGES = ['home_refresher_1', 'home_refresher_2', 'home_refresher_3'] as const;

/** Three short screens to read before a session. */
export function refresher({ say }: Home, { page }: PlaceAt<'refresher'>): Screen {
  const next = page + 1;
  return {
    text: `${say(PAGES[page - 1] ?? PAGES[0], {})}\n${say('home_next', {})}`,
    hear: choices({
      1: { to: next > PAGES.length ? { at: 'menu' } : { at: 'refresher', page: next } },
    }),
  };
}
