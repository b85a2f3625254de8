/** Chance that depends on its seed alone, so that a run can be had again. Never for anything secret. */
export type Chance = {
  /** A number from 0 up to, and without, 1. */
  next(): number;
  /** A whole number from 0 to `below` - 1. */
  below(below: number): number;
  pick<T>(from: readonly [T, ...T[]]): T;
  /** A chance of its own, so that what happens beside it does not disturb it. */
  fork(name: number): Chance;
};

/** mulberry32. */
export function chanceOf(seed: number): Chance {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit: number) => Math.floor(next() * limit);
  return {
    next,
    below,
    pick: (from) => from[below(from.length)] ?? from[0],
    fork: (name) => chanceOf(Math.imul((seed ^ 0x9e3779b9) + name, 0x85ebca6b) >>> 0),
  };
}
