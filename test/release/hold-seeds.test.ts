import { describe, expect, test } from 'vitest';
import { whyHold } from '../../src/release/hold-rule.ts';
import type { StageFigures } from '../../src/store/release-stages.ts';
import { chanceOf } from '../world/chance.ts';

type Sign = 'stops' | 'parked' | 'notUnderstood';
/** People of the weeks before, and the most of a stage that are looked at. */
const [BEFORE, MOST] = [2_000, 600];
/** So many begin at most between her beginning and what happens to her. */
const LATE_MOST = 40;
const SEEDS = Array.from({ length: 200 }, (_, index) => index + 1);
/** Of 200: one in a hundred, since the share of before is only known from 2,000 people. */
const BY_CHANCE = 2;

const NOBODY: StageFigures = { people: 0, stops: 0, parked: 0, notUnderstood: 0 };

/** Looked at after each one who begins; after how many it was held, and for what. */
function heldAfter(seed: number, sign: Sign, shares: { before: number; now: number }) {
  const chance = chanceOf(seed);
  const happens = (share: number) => chance.below(1_000_000) < share * 1_000_000;
  const before = Array.from({ length: BEFORE }, () => happens(shares.before));
  const usual = { ...NOBODY, people: BEFORE, [sign]: before.filter(Boolean).length };
  // It happens hours after she began, when others have begun as well; until then she counts as one to whom it has not.
  const due = Array.from({ length: MOST + LATE_MOST + 1 }, () => 0);
  let known = 0;
  for (let people = 1; people <= MOST; people += 1) {
    const at = people + chance.below(LATE_MOST);
    if (happens(shares.now)) due[at] = (due[at] ?? 0) + 1;
    known += due[people] ?? 0;
    const why = whyHold({ ...NOBODY, people, [sign]: known }, usual);
    if (why !== undefined) return { people, sign: why.sign };
  }
  return undefined;
}

describe.each<[Sign, number, number]>([
  ['stops', 0.005, 0.08],
  ['stops', 0.02, 0.12],
  ['stops', 0.1, 0.35],
  ['parked', 0, 0.03],
  ['parked', 0.005, 0.08],
  ['notUnderstood', 0.05, 0.35],
  ['notUnderstood', 0.25, 0.6],
])('by 200 seeds, where of %s there were %d before,', (sign, before, bad) => {
  test('one as good as before is held by chance only', () => {
    const held = SEEDS.filter((seed) => heldAfter(seed, sign, { before, now: before }));
    expect(held.length).toBeLessThanOrEqual(BY_CHANCE);
  });

  test(`one with ${bad} is held before 300 people in nineteen of twenty, for that and nothing else`, () => {
    const held = SEEDS.map((seed) => heldAfter(seed, sign, { before, now: bad }));
    const soon = held.filter((one) => one !== undefined && one.people <= 300);
    expect(soon.length).toBeGreaterThanOrEqual(190);
    expect(new Set(soon.map((one) => one?.sign))).toEqual(new Set([sign]));
  });

  test('one that is better than before never is', () => {
    expect(SEEDS.filter((seed) => heldAfter(seed, sign, { before, now: before / 4 }))).toEqual([]);
  });
});
