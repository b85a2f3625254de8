import { expect, test } from 'vitest';
import { isDoubted, isLapsed, leavesBy } from '../../src/engine/long-silence.ts';
import { chanceOf, worldSeed, type Chance } from '../world/chance.ts';

const MEMBERS = 2_000;
const DAYS = 365;
const DAY_MS = 24 * 3_600_000;
const START_MS = Date.parse('2027-01-04T09:00:00Z');

type Person = { heardAt: Date; provedAt: Date | null; doubted: boolean };
type Rules = { isDoubted: typeof isDoubted; leavesBy: typeof leavesBy };

/** Texts with her own words, unasked, that left after so many days of silence; and how many left at all. */
function yearOf(chance: Chance, rules: Rules): { own: number[]; all: number } {
  const row = (one: Person) => ({ ...one, memberId: 'somebody', joinedAt: new Date(START_MS) });
  const person: Person = { heardAt: new Date(START_MS), provedAt: null, doubted: false };
  // Some write every other day, some hardly ever; one in four has a PIN.
  const seldom = 2 + chance.below(60);
  const hasPin = chance.below(4) === 0;
  const own: number[] = [];
  let all = 0;
  for (let day = 1; day <= DAYS; day += 1) {
    const now = new Date(START_MS + day * DAY_MS + chance.below(DAY_MS));
    if (isLapsed(row(person), now)) break;
    if (chance.below(seldom) === 0) {
      const proved = hasPin && chance.below(3) === 0;
      const doubted = !proved && rules.isDoubted(row(person), now);
      Object.assign(person, { heardAt: now, doubted }, proved && { provedAt: now });
    }
    if (day % 7 !== 0) continue;
    const isOwn = !rules.isDoubted(row(person), now);
    const by = rules.leavesBy(row(person), now, new Date(now.getTime() + 2 * DAY_MS));
    const leaves = new Date(now.getTime() + chance.below(2 * DAY_MS));
    if (leaves > by) continue;
    all += 1;
    if (isOwn) own.push((leaves.getTime() - person.heardAt.getTime()) / DAY_MS);
  }
  return { own, all };
}

function longest(rules: Rules, seed: number): { days: number; all: number } {
  const years = Array.from({ length: MEMBERS }, (_, n) => yearOf(chanceOf(seed).fork(n), rules));
  return {
    days: years.reduce((most, { own }) => Math.max(most, ...own), 0),
    all: years.reduce((sum, { all }) => sum + all, 0),
  };
}

test('in a year of 2,000 people no text with own words leaves unasked after 30 silent days [rel R2]', () => {
  const seed = worldSeed();
  const { days, all } = longest({ isDoubted, leavesBy }, seed);
  expect({ seed, late: days > 30 }).toEqual({ seed, late: false });
  expect(all).toBeGreaterThan(MEMBERS * 10);
});

test('mutant: without the doubt, or where what waits in the queue is forgotten, some do', () => {
  const seed = worldSeed();
  expect(
    longest({ isDoubted: () => false, leavesBy: (_, __, by) => by }, seed).days,
  ).toBeGreaterThan(60);
  expect(longest({ isDoubted, leavesBy: (_, __, by) => by }, seed).days).toBeGreaterThan(30);
});

test('after a doubt nothing but a proof ends it: however often she writes', () => {
  const at = (day: number) => new Date(START_MS + day * DAY_MS);
  const row = { memberId: 'somebody', joinedAt: at(0), provedAt: null };
  expect(isDoubted({ ...row, heardAt: at(0), doubted: false }, at(29))).toBe(false);
  expect(isDoubted({ ...row, heardAt: at(0), doubted: false }, at(30))).toBe(true);
  expect(isDoubted({ ...row, heardAt: at(40), doubted: true }, at(41))).toBe(true);
  expect(isDoubted({ ...row, heardAt: at(0), provedAt: at(40), doubted: false }, at(41))).toBe(
    false,
  );
  expect(isDoubted({ ...row, memberId: null, heardAt: at(0), doubted: true }, at(99))).toBe(false);
  expect(isLapsed({ ...row, heardAt: at(0), doubted: true }, at(90))).toBe(false);
  expect(isLapsed({ ...row, heardAt: at(0), doubted: true }, at(91))).toBe(true);
});
