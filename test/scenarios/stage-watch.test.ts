import { describe, expect, test } from 'vitest';
import { advanceStage } from '../../src/release/change-stage.ts';
import { heldFor, stageOf } from '../../src/release/stages.ts';
import { began } from '../release/began.ts';
import { checkInWith, partsOf, publishes, TWO } from '../release/releasing.ts';
import { expectHeld, looks, staged } from '../release/stage-checks.ts';

const FLOW = 'check-in';

describe('a stage is watched', () => {
  test('where people stop it is held, alarms, says why in numbers, and nobody begins with it', () =>
    expectHeld());

  test('where as many stop as before it goes on', async () => {
    const w = await staged();
    await began(w.db, { version: 2, people: 300, stops: 4, notUnderstood: 20, at: w.clock.now() });
    await w.clock.jump({ hours: 2 });
    await looks(w);
    const view = await stageOf(w.db, FLOW, w.clock.now());
    expect(view).toMatchObject({ open: { state: 'running' }, figures: { people: 300, stops: 4 } });
    expect(view?.open && heldFor(view.open)).toBeUndefined();
  });

  test('also for everybody, to the end of its day, however many began with it before', async () => {
    const w = await staged();
    const widen = () => advanceStage(partsOf(w), { flow: FLOW, ...TWO, now: w.clock.now() });
    await began(w.db, { version: 2, people: 300, stops: 3, at: w.clock.now() });
    await w.clock.jump({ hours: 23 });
    await widen();
    await widen();
    await looks(w);
    expect((await stageOf(w.db, FLOW, w.clock.now()))?.open).toMatchObject({ state: 'running' });
    await began(w.db, { version: 2, people: 100, stops: 40, at: w.clock.now() });
    await w.clock.jump({ hours: 2 });
    await looks(w);
    const view = await stageOf(w.db, FLOW, w.clock.now());
    expect(view?.open).toMatchObject({ percent: 100, state: 'held', reason: 'stops' });
    expect(view).toMatchObject({ figures: { people: 400, stops: 43 }, usual: { people: 2_000 } });
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
    expect(await widen()).toMatchObject({ reason: 'watch_longer' });
    await looks(w);
    expect((await stageOf(w.db, FLOW, w.clock.now()))?.open).toMatchObject({ percent: 100 });
    await w.clock.jump({ hours: 25 });
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
