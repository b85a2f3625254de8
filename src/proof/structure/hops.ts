import type { ProvedFlow, Rule } from '../rule.ts';
import { measure } from '../text/measure.ts';
import { BEFORE, onward } from '../walk/turn-graph.ts';

/** A dialled session lasts 120 to 180 s (docs/africastalking.md) and a hop takes about 10 s: reading, typing, the line. */
const HOPS_WARN = 10;
const HOPS_MAX = 15;

/**
 * How many screens a dialled session needs for the longest way through that never goes back, paging included. A session
 * that ends early goes on where it was, but somebody has to dial again.
 */
export const hops: Rule = (flow, add) => {
  const { definition, walk, release, isPlayed } = flow;
  if (!release.languages.some((language) => isPlayed(language, 'ussd'))) return;
  const pages = pagesOf(flow);
  const { places, from } = onward(walk, 'ussd', ({ way }) => way[0] !== 'silence');
  const most = new Map([[BEFORE, 0]]);
  let longest = 0;
  for (const place of places) {
    const before = most.get(place) ?? 0;
    for (const { to, says } of from.get(place) ?? []) {
      const after = before + (pages.get(says.join(' ')) ?? 1);
      longest = Math.max(longest, after);
      if (to !== undefined) most.set(to.key, Math.max(most.get(to.key) ?? 0, after));
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

/** How many screens a message needs in the language in which it needs most. */
function pagesOf(flow: ProvedFlow): Map<string, number> {
  const pages = new Map<string, number>();
  for (const one of measure(flow)) {
    if (one.channel !== 'ussd') continue;
    const key = one.screen.says.join(' ');
    pages.set(key, Math.max(pages.get(key) ?? 1, one.pages.length));
  }
  return pages;
}
