import { choices, type Home, type Screen } from './screen.ts';

/** Her own times, a refresher, her PIN. */
export function me({ say }: Home): Screen {
  return {
    text: say('home_me', {}),
    hear: choices({
      1: { to: { at: 'hours' } },
      2: { to: { at: 'away' } },
      3: { to: { at: 'refresher', page: 1 } },
      4: { to: { at: 'pin', tries: 0 } },
    }),
  };
}
