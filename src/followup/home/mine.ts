import type { Home, Screen } from './screen.ts';

/** The numbers of her members, in their order; empty where there are none. */
export function ownNumbers({ people }: Pick<Home, 'people'>): string {
  return people
    .filter(({ member }) => member !== undefined)
    .map(({ who }) => who.number)
    .toSorted((a, b) => a - b)
    .join(', ');
}

/** Her members by their numbers; due or not. */
export function mine(home: Home): Screen {
  const { say } = home;
  const numbers = ownNumbers(home);
  const text = numbers === '' ? say('home_mine_none', {}) : `${say('home_mine', {})}\n${numbers}`;
  return { text, hear: () => undefined };
}
