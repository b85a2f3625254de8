import type { Rule } from '../rule.ts';
import { BEFORE, onward } from '../walk/turn-graph.ts';

/** A dialled session lasts 120 to 180 s (docs/africastalking.md) and a hop takes about 10 s: reading, typing, the line. */
const HOPS_WARN = 10;
const HOPS_MAX = 15;

/**
 * How many screens a dialled session needs for the longest way through that never goes back. A session that ends early
 * goes on where it was, but somebody has to dial again.
 */
export const hops: Rule = ({ definition, walk, release, isPlayed }, add) => {
  if (!release.languages.some((language) => isPlayed(language, 'ussd'))) return;
  const { places, from } = onward(walk, 'ussd', ({ way }) => way[0] !== 'silence');
  const most = new Map([[BEFORE, 0]]);
  let longest = 0;
  for (const place of places) {
    const before = most.get(place) ?? 0;
    for (const { to } of from.get(place) ?? []) {
      longest = Math.max(longest, before + 1);
      if (to !== undefined) most.set(to.key, Math.max(most.get(to.key) ?? 0, before + 1));
    }
  }
  if (longest <= HOPS_WARN) return;
  const isTooMany = longest > HOPS_MAX;
  add(
    { path: ['steps', definition.start], at: 'key' },
    {
      code: 'many_hops',
      severity: isTooMany ? 'error' : 'warning',
      found: `the longest way through has ${longest} screens, and a dialled session has time for about ${HOPS_WARN}`,
      mend: 'Ask less, or divide the flow: what comes later can be asked another day.',
    },
  );
};
