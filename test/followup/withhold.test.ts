import { describe, expect, test } from 'vitest';
import { FEWEST, withhold } from '../../src/followup/withhold.ts';

type Withhold = typeof withhold;

const MOST = 12;
const cellsOf = (counts: readonly number[]) =>
  new Map(counts.map((count, index) => [`cell_${index}`, count]));

/** Every group of three cells of at most `MOST`. */
function* groups(): Generator<number[]> {
  for (let a = 0; a <= MOST; a += 1)
    for (let b = 0; b <= MOST; b += 1) for (let c = 0; c <= MOST; c += 1) yield [a, b, c];
}

/** The fewest different values that a withheld cell could have, for whoever knows the rule and sees what is shown. */
function leastDoubt(rule: Withhold, parts: boolean): number {
  const behind = new Map<string, number[][]>();
  for (const counts of groups()) {
    const shown = JSON.stringify(rule(cellsOf(counts), { parts }));
    behind.set(shown, [...(behind.get(shown) ?? []), counts]);
  }
  let least = Infinity;
  for (const [shown, possible] of behind)
    JSON.parse(shown).cells.forEach(({ count }: { count: unknown }, index: number) => {
      if (count !== 'withheld') return;
      least = Math.min(least, new Set(possible.map((counts) => counts[index])).size);
    });
  return least;
}

describe('small figures', () => {
  test.each([true, false])(
    'may each be one of four or more for whoever knows the rule (parts: %s)',
    (parts) => {
      expect(leastDoubt(withhold, parts)).toBeGreaterThanOrEqual(FEWEST - 1);
    },
  );

  test('of parts of a sum at least two are withheld, with five together, and the sum is', () => {
    for (const counts of groups()) {
      const { cells, total } = withhold(cellsOf(counts), { parts: true });
      const out = counts.filter((_, index) => cells[index]?.count === 'withheld');
      if (out.length === 0) expect(total).toBe(counts.reduce((sum, count) => sum + count, 0));
      else {
        expect(total).toBe('withheld');
        expect(out.length).toBeGreaterThanOrEqual(2);
        const sum = counts.reduce((all, count) => all + count, 0);
        expect(out.reduce((all, count) => all + count, 0)).toBeGreaterThanOrEqual(
          Math.min(FEWEST, sum),
        );
      }
      for (const [index, count] of counts.entries())
        if (count < FEWEST) expect(cells[index]?.count).toBe('withheld');
    }
  });

  test('mutant: a rule that withholds small ones alone and shows the sum tells them by subtraction', () => {
    const naive: Withhold = (counts) => ({
      cells: [...counts].map(([cell, count]) => ({
        cell,
        count: count < FEWEST ? 'withheld' : count,
      })),
      total: [...counts.values()].reduce((sum, count) => sum + count, 0),
    });
    expect(leastDoubt(naive, true)).toBe(1);
  });
});
