import { describe, expect, test } from 'vitest';
import { newId } from '../../src/base/ids.ts';
import { advanceStage } from '../../src/release/change-stage.ts';
import { heldFor, stageOf } from '../../src/release/stages.ts';
import { watchStages } from '../../src/release/watch-stages.ts';
import { began } from '../release/began.ts';
import { checkInWith, partsOf, publishes, takenUp, TWO } from '../release/releasing.ts';
import { world, type World } from '../world/world.ts';

const FLOW = 'check-in';
const PHONES = Array.from({ length: 2_000 }, () => newId());
const HOUR_MS = 3_600_000;

/** Version 2 runs for 1 %; of 2,000 people in the version before one in a hundred stopped. */
async function staged(): Promise<World> {
  const w = await world();
  const weekAgo = new Date(w.clock.now().getTime() - 7 * 24 * HOUR_MS);
  await began(w.db, { version: 1, people: 2_000, stops: 20, notUnderstood: 100, at: weekAgo });
  await publishes(w);
  return w;
}

async function looks(w: World): Promise<void> {
  const { clock } = w;
  await watchStages({
    ...partsOf(w),
    clock: { ...clock, monotonicMs: () => 0 },
    log: w.service.setting.log,
  });
  await takenUp(w);
}

const startsNew = (w: World) =>
  PHONES.filter((id) => w.service.setting.releases.current(FLOW, id)?.version === 2).length;

describe('a stage is watched', () => {
  test('where people stop it is held, alarms, says why in numbers, and nobody begins with it', async () => {
    const w = await staged();
    expect(startsNew(w)).toBeGreaterThan(0);
    await began(w.db, { version: 2, people: 20, stops: 6, at: w.clock.now() });
    await w.clock.jump({ hours: 2 });
    await looks(w);
    const view = await stageOf(w.db, FLOW, w.clock.now());
    expect(view?.open).toMatchObject({
      version: 2,
      state: 'held',
      reason: 'stops',
      actor: 'watch',
    });
    expect(view?.why).toEqual({
      sign: 'stops',
      count: 6,
      people: 20,
      usualCount: 20,
      usualPeople: 2_000,
    });
    expect(startsNew(w)).toBe(0);
    expect(w.lines.filter((line) => line.includes('release_held'))).toHaveLength(1);
    await looks(w);
    expect((await stageOf(w.db, FLOW, w.clock.now()))?.history).toHaveLength(3);
  });

  test('where as many stop as before it goes on', async () => {
    const w = await staged();
    await began(w.db, { version: 2, people: 300, stops: 4, notUnderstood: 20, at: w.clock.now() });
    await w.clock.jump({ hours: 2 });
    await looks(w);
    const view = await stageOf(w.db, FLOW, w.clock.now());
    expect(view).toMatchObject({ open: { state: 'running' }, figures: { people: 300, stops: 4 } });
    expect(view?.open && heldFor(view.open)).toBeUndefined();
  });

  test('one person widens it after a day, or once 200 began; two may before', async () => {
    const w = await staged();
    const one = { flow: FLOW, by: 'one' };
    const widen = (who: { approvedBy?: string } = {}) =>
      advanceStage(partsOf(w), { ...one, ...who, now: w.clock.now() });
    expect(await widen()).toMatchObject({ reason: 'watch_longer', figures: { people: 0 } });
    expect(await widen({ approvedBy: 'one' })).toMatchObject({ reason: 'watch_longer' });
    expect(await widen(TWO)).toMatchObject({ stage: { percent: 10, reason: 'by_two' } });
    await w.clock.jump({ hours: 25 });
    expect(await widen()).toMatchObject({ stage: { percent: 100, reason: 'watched' } });
    await looks(w);
    expect((await stageOf(w.db, FLOW, w.clock.now()))?.settled).toMatchObject({ version: 2 });
    const files = await checkInWith({ 'en.yaml': ['Hello from', 'Good day from'] });
    await publishes(w, { files });
    expect(await widen()).toMatchObject({ reason: 'watch_longer' });
    await began(w.db, { version: 3, people: 200, stops: 2, at: w.clock.now() });
    await w.clock.jump({ minutes: 1 });
    expect(await widen()).toMatchObject({ stage: { version: 3, percent: 10 } });
  });
});
