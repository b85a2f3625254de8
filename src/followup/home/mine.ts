import type { Home, Screen } from './screen.ts';

/** Her members by their numbers; due or not. */
export function mine({ say, people }: Home): Screen {
  const numbers = people
    .filter(({ member }) => member !== undefined)
    .map(({ who }) => who.number)
    .toSorted((a, b) => a - b);
  const text =
    numbers.length === 0
      ? say('home_mine_none', {})
      : `${say('home_mine', {})}\n${numbers.join(', ')}`;
  return { text, hear: () => undefined };
}
