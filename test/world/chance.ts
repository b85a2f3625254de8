/** Chance that depends on its seed alone, so that a run can be had again: `WORLD_SEED=… vitest run …`. */
export type Chance = {
  seed: number;
  /** A whole number from 0 to `below` - 1. */
  below(below: number): number;
  pick<T>(from: readonly T[]): T;
  shuffled<T>(all: readonly T[]): T[];
  /** A chance of its own, so that what happens in parallel does not disturb it. */
  fork(name: number): Chance;
};

export function worldSeed(): number {
  const given = Number(process.env['WORLD_SEED'] ?? Number.NaN);
  return Number.isNaN(given) ? Math.floor(Math.random() * 2 ** 31) : given;
}

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
    seed,
    below,
    pick: (from) => from[below(from.length)]!,
    shuffled(all) {
      const order = [...all];
      for (let last = order.length - 1; last > 0; last -= 1) {
        const other = below(last + 1);
        [order[last], order[other]] = [order[other]!, order[last]!];
      }
      return order;
    },
    fork: (name) => chanceOf(Math.imul(seed ^ 0x9e3779b9, name + 1) >>> 0),
  };
}
