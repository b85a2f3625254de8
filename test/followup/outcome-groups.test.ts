import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { OUTCOME_GROUPS, OUTCOME_TIMES } from '../../src/followup/outcome-groups.ts';

const page = readFileSync('docs/outcomes.md', 'utf8');
const rows = page
  .split('\n')
  .filter((line) => line.startsWith('| ') && !line.startsWith('| Group'));
const inCells = (at: number) =>
  new Set(
    rows.flatMap((row) =>
      [...(row.split('|')[at] ?? '').matchAll(/`(\w+)`/gu)].map(([, id]) => id ?? ''),
    ),
  );

test('every figure that is shown stands in docs/outcomes.md, with what it is for, and no other', () => {
  const groups = OUTCOME_GROUPS.map(({ group }) => group);
  expect([...inCells(1)].toSorted()).toEqual([...groups, 'times'].toSorted());
  const purposes = new Set(['yes_given', 'yes_taken_back', 'yes_lapsed']);
  const cells = OUTCOME_GROUPS.flatMap(({ group, cells: of }) => (purposes.has(group) ? [] : of));
  expect([...inCells(2)].toSorted()).toEqual([...new Set([...cells, ...OUTCOME_TIMES])].toSorted());
  for (const row of rows)
    expect(
      row
        .split('|')
        .slice(3, 6)
        .every((cell) => cell.trim() !== ''),
    ).toBe(true);
});
