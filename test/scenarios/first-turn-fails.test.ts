import { expect, test, vi } from 'vitest';
import { stageOf } from '../../src/release/stages.ts';
import { began } from '../release/began.ts';
import { publishes, toAll } from '../release/releasing.ts';
import { looks, newIn } from '../release/stage-checks.ts';
import { world } from '../world/world.ts';
import { joins } from './joined.ts';

const FLOW = 'check-in';
/** The version that throws as it is begun, and whether the rule is left out that lays this to it. */
const now = vi.hoisted(() => ({ broken: 0, isLeftOut: false }));

vi.mock(import('../../src/conversation/begin.ts'), async (original) => {
  const real = await original();
  return {
    ...real,
    begin: (release, ...given) => {
      if (release.flow === 'check-in' && release.version === now.broken) throw new Error('broken');
      return real.begin(release, ...given);
    },
  };
});
vi.mock(import('../../src/engine/flow-fault.ts'), async (original) => {
  const real = await original();
  return {
    ...real,
    inRelease: (release, begins) => (now.isLeftOut ? begins() : real.inRelease(release, begins)),
  };
});

/** Two members are to begin with a new version, which throws in its very first turn: nobody ever stands in it. */
async function expectHeld(): Promise<void> {
  now.broken = 0;
  const w = await world();
  const weekAgo = new Date(w.clock.now().getTime() - 7 * 24 * 3_600_000);
  await began(w.db, { version: 1, people: 2_000, stops: 20, notUnderstood: 100, at: weekAgo });
  for (const number of ['+254711000201', '+254711000202']) await joins(w.phoneOf(number));
  await w.clock.advance({ hours: 20 });
  await publishes(w);
  await toAll(w);
  now.broken = 2;
  await w.clock.advance({ hours: 5 });
  await looks(w);
  const view = await stageOf(w.db, FLOW, w.clock.now());
  expect(view?.open).toMatchObject({ version: 2, state: 'held', reason: 'parked' });
  expect(view?.why).toMatchObject({ sign: 'parked', count: 2, people: 2, usualPeople: 2_000 });
  expect(newIn(w.service).size).toBe(0);
  const faults = w.lines.filter((line) => line.includes('turn_not_decided'));
  expect(faults.at(-1)).toContain('"flow":"check-in","version":2');
}

test('a version that fails in its very first turn, for everybody, is seen and held', expectHeld);

test('without the rule that a first turn which fails is laid to its version, the test of it fails', async () => {
  now.isLeftOut = true;
  await expect(expectHeld()).rejects.toThrow(/expected/u);
});
