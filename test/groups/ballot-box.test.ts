import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { cast, count, emptyBox, tokenOf } from '../../src/groups/ballot-box.ts';

const ballot = { id: 'b1', key: randomBytes(32), eligible: 25, options: 3 };
const voter = (n: number) => `m${n}`;
const votes = (list: readonly [number, number][], box = emptyBox(ballot)) =>
  list.reduce(
    (all, [who, choice]) => cast(ballot, all, { token: tokenOf(ballot, voter(who)), choice }),
    box,
  );

describe('a ballot box [req G4]', () => {
  test('one member has one vote, the last one', () => {
    const box = votes([
      [1, 1],
      [2, 1],
      [1, 3],
      [3, 2],
      [1, 2],
    ]);
    expect(count(ballot, box)).toEqual({ counts: [1, 2, 0], cast: 3 });
  });

  test('is as large with one vote as with all, and never the same bytes for the same votes', () => {
    const full = votes(Array.from({ length: 25 }, (_, n) => [n + 1, (n % 3) + 1]));
    expect(full).toHaveLength(emptyBox(ballot).length);
    expect(votes([[1, 1]])).toHaveLength(full.length);
    expect(votes([[1, 1]]).equals(votes([[1, 1]]))).toBe(false);
    expect(count(ballot, full).cast).toBe(25);
  });

  test('takes no vote of a twenty-sixth, and opens for no other ballot', () => {
    const full = votes(Array.from({ length: 25 }, (_, n) => [n + 1, 1]));
    expect(() => votes([[26, 1]], full)).toThrow('who may not');
    expect(() => count({ ...ballot, id: 'b2' }, full)).toThrow();
    expect(() => count({ ...ballot, key: randomBytes(32) }, full)).toThrow();
  });

  test('gives a member another token in another ballot', () => {
    const other = { ...ballot, id: 'b2' };
    expect(tokenOf(ballot, voter(1)).equals(tokenOf(other, voter(1)))).toBe(false);
    expect(tokenOf(ballot, voter(1)).equals(tokenOf(ballot, voter(1)))).toBe(true);
  });

  test('a count that does not add up is no result', () => {
    const spoiled = votes([[1, 9]]);
    expect(() => count(ballot, spoiled)).toThrow('adds up');
  });
});
