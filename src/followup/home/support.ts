import { choices, type Home, type Screen } from './screen.ts';

/** For herself. Nothing of any member goes with it. */
export function support({ say }: Home): Screen {
  return {
    text: say('home_support', {}),
    hear: choices({
      1: { to: { at: 'menu' }, act: { act: 'support' } },
      2: { to: { at: 'menu' } },
    }),
  };
}
