import type { PlaceAt } from './place.ts';
import type { Home, Screen } from './screen.ts';

/** A page of her peer group: what is typed there is taken by its own room. */
export function group(home: Home, place: PlaceAt<'group'>): Screen {
  const { where } = place;
  return {
    text: home.groupPage,
    hear: (text) => ({ to: place, act: { act: 'group', where, text } }),
  };
}
