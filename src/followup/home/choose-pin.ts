import { readPin } from '../../conversation/read-pin.ts';
import type { PlaceAt } from './place.ts';
import type { Home, Screen } from './screen.ts';

/**
 * More tries in one session are none: that digits are refused could else tell somebody by and by which PIN a member on the
 * same phone has.
 */
const PIN_TRIES_MAX = 3;

export function choosePin({ say }: Home, { tries }: PlaceAt<'pin'>): Screen {
  return {
    text: say('home_pin', {}),
    hear(text) {
      if (tries >= PIN_TRIES_MAX) return { to: { at: 'over' } };
      const pin = readPin(text);
      if (pin === undefined)
        return { to: { at: 'pin', tries: tries + 1 }, says: say('home_pin_other', {}) };
      return { to: { at: 'pin_again', pin, tries } };
    },
  };
}

export function pinAgain({ say }: Home, { pin, tries }: PlaceAt<'pin_again'>): Screen {
  return {
    text: say('home_pin_again', {}),
    hear: (text) =>
      text === pin
        ? { to: { at: 'pin', tries: tries + 1 }, act: { act: 'set_pin', pin } }
        : { to: { at: 'pin', tries: tries + 1 }, says: say('home_pin_differs', {}) },
  };
}
