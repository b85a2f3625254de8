/** A figure that is shown, or `withheld`: too few people stand behind it, or it would tell how few behind another. */
export type Cell = { cell: string; count: number | 'withheld' };

/** Fewer than this are withheld, none included: who knows one of four knows the rest. */
export const FEWEST = 5;

/**
 * Withholds small figures. `parts`: the cells are parts of one sum. Then, as soon as one is withheld, so is the sum; and the
 * next smallest cell with it, until at least two are that hold five together: so that nobody who knows the sum from
 * elsewhere finds the one by subtraction.
 */
export function withhold(
  counts: ReadonlyMap<string, number>,
  { parts }: { parts: boolean },
): { cells: Cell[]; total: number | 'withheld' | undefined } {
  const all = [...counts].map(([cell, count]) => ({ cell, count }));
  const bySize = all.toSorted((a, b) => a.count - b.count || (a.cell < b.cell ? -1 : 1));
  const out = new Set(bySize.filter(({ count }) => count < FEWEST).map(({ cell }) => cell));
  const isTold = () => out.size === 1 || (out.size > 0 && sumOf(all, out) < FEWEST);
  if (parts)
    for (const { cell } of bySize) {
      if (!isTold()) break;
      out.add(cell);
    }
  const cells = all.map(({ cell, count }): Cell => ({
    cell,
    count: out.has(cell) ? 'withheld' : count,
  }));
  if (!parts) return { cells, total: undefined };
  const sum = all.reduce((total, { count }) => total + count, 0);
  return { cells, total: out.size > 0 ? 'withheld' : sum };
}

function sumOf(all: readonly { cell: string; count: number }[], of: ReadonlySet<string>): number {
  return all.reduce((sum, { cell, count }) => sum + (of.has(cell) ? count : 0), 0);
}
