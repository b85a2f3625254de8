import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { highestShare, stakeAfter, whyHold } from '../../src/release/hold-rule.ts';
import type { StageFigures } from '../../src/store/release-stages.ts';
import { type Chance, chanceOf } from '../world/chance.ts';

const figures = (people: number, seen: Partial<StageFigures> = {}): StageFigures => ({
  people,
  stops: 0,
  parked: 0,
  notUnderstood: 0,
  ...seen,
});
const USUAL = figures(2_000, { stops: 20, notUnderstood: 100 });

describe('a release is held', () => {
  test.each<[string, StageFigures, string]>([
    ['five of twenty stop', figures(20, { stops: 5 }), 'stops'],
    ['one in twelve of 300 stops where one in a hundred did', figures(300, { stops: 25 }), 'stops'],
    ['three conversations of forty cannot go on', figures(40, { parked: 3 }), 'parked'],
    ['half are not understood', figures(60, { notUnderstood: 30 }), 'notUnderstood'],
  ])('where %s', (_, stage, sign) => {
    expect(whyHold(stage, USUAL)).toMatchObject({ sign, people: stage.people, usualPeople: 2_000 });
  });

  test.each<[string, StageFigures]>([
    ['nobody began', figures(0)],
    ['two stop, however few began', figures(2, { stops: 2 })],
    ['as many stop as before', figures(500, { stops: 5, notUnderstood: 25 })],
    ['a single conversation is parked', figures(10, { parked: 1 })],
  ])('and is not where %s', (_, stage) => {
    expect(whyHold(stage, USUAL)).toBeUndefined();
  });

  test('also where nothing is known of before, if a third stops', () => {
    expect(whyHold(figures(60, { stops: 30 }), figures(0))).toMatchObject({ sign: 'stops' });
    expect(whyHold(figures(60, { stops: 6 }), figures(0))).toBeUndefined();
  });

  test('the more of the same people stop, the surer', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 2_000 }),
        fc.double({ min: 0.001, max: 0.6, noNaN: true }),
        (people, share) => {
          const counts = [0, 1, Math.floor(people / 2), people].toSorted((a, b) => a - b);
          const stakes = counts.map((count) => stakeAfter(count, people, share));
          expect(stakes).toEqual(stakes.toSorted((a, b) => a - b));
        },
      ),
    );
  });

  test('the bet is fair or worse as long as the share is not above the usual one', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.001, max: 0.6, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.nat(100),
        fc.nat(100),
        (usual, part, stops, others) => {
          const share = usual * part;
          const people = stops + others;
          const now = stakeAfter(stops, people, usual);
          const next =
            share * stakeAfter(stops + 1, people + 1, usual) +
            (1 - share) * stakeAfter(stops, people + 1, usual);
          expect(next).toBeLessThanOrEqual(now * (1 + 1e-9));
        },
      ),
    );
  });

  test('the highest likely share is above what was seen, and nears it', () => {
    expect(highestShare(0, 0)).toBe(1);
    expect(highestShare(2, 100)).toBeGreaterThan(0.02);
    expect(highestShare(200, 10_000)).toBeLessThan(0.0225);
  });
});

/** Looks after each person, as a minute's look does at most. Resolves with after how many it was held. */
function heldAfter(seed: number, share: number, most: number): number | undefined {
  const chance = chanceOf(seed);
  const usual = figures(2_000, { stops: countOf(chance, 2_000, 0.02) });
  let stops = 0;
  for (let people = 1; people <= most; people += 1) {
    if (happens(chance, share)) stops += 1;
    if (whyHold(figures(people, { stops }), usual) !== undefined) return people;
  }
  return undefined;
}

function countOf(chance: Chance, people: number, share: number): number {
  return Array.from({ length: people }, () => happens(chance, share)).filter(Boolean).length;
}

function happens(chance: Chance, share: number): boolean {
  return chance.below(1_000_000) < share * 1_000_000;
}

describe('looked at after every single person, in 1,000 simulated releases,', () => {
  const seeds = Array.from({ length: 1_000 }, (_, index) => index + 1);

  test('one that is as good as the version before is held once in a hundred at most', () => {
    const held = seeds.filter((seed) => heldAfter(seed, 0.02, 600) !== undefined);
    expect(held.length).toBeLessThanOrEqual(10);
  });

  test('one after which one in six stops is held before 100 people in nine of ten', () => {
    const held = seeds.map((seed) => heldAfter(seed, 1 / 6, 100));
    expect(held.filter((people) => people !== undefined).length).toBeGreaterThanOrEqual(900);
  });
});
