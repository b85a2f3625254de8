import { describe, expect, test } from 'vitest';
import { advanceStage, hold, resume } from '../../src/release/change-stage.ts';
import { FEW_PEOPLE } from '../../src/release/plan.ts';
import { stageOf } from '../../src/release/stages.ts';
import { began } from '../release/began.ts';
import { partsOf, publishes, TWO } from '../release/releasing.ts';
import { looks } from '../release/stage-checks.ts';
import { world, type World } from '../world/world.ts';

const FLOW = 'check-in';
const WEEK_MS = 7 * 24 * 3_600_000;

/** Version 2 goes out as planned; in the version before 1 of 100 people stopped. */
async function planned(plan: 'steps' | 'at_once', people: number): Promise<World> {
  const w = await world();
  const at = new Date(w.clock.now().getTime() - WEEK_MS);
  await began(w.db, { version: 1, people, stops: people / 100, at });
  await publishes(w, { plan });
  return w;
}

const openOf = async (w: World) => (await stageOf(w.db, FLOW, w.clock.now()))?.open;
const some = (w: World, people = 10) =>
  began(w.db, { version: 2, people, stops: 0, at: w.clock.now() });

describe('a release that goes in steps by itself', () => {
  test('goes a share further each day that somebody saw, to its end, and no person presses', async () => {
    const w = await planned('steps', 1_000);
    const course: string[] = [];
    for (let day = 0; day < 3; day += 1) {
      await some(w);
      await w.clock.jump({ hours: 23 });
      await looks(w);
      const { percent, plan } = (await openOf(w)) ?? {};
      course.push(`${percent} ${plan}`);
      await w.clock.jump({ hours: 2 });
      await looks(w);
    }
    expect(course).toEqual(['1 steps', '10 steps', '100 steps']);
    const view = await stageOf(w.db, FLOW, w.clock.now());
    expect(view).toMatchObject({ open: undefined, settled: { version: 2 } });
    expect(view?.history.slice(0, 4).map(({ actor, reason }) => `${actor} ${reason}`)).toEqual([
      'watch watched',
      'watch plan',
      'watch plan',
      'one published',
    ]);
  });

  test('waits where nobody has begun with it, until somebody has; one person may take it further', async () => {
    const w = await planned('steps', 1_000);
    await w.clock.jump({ hours: 50 });
    await looks(w);
    expect(await openOf(w)).toMatchObject({ percent: 1 });
    expect(await stageOf(w.db, FLOW, w.clock.now())).toMatchObject({
      isBegun: false,
      watched: true,
    });
    await some(w, 1);
    await w.clock.jump({ minutes: 1 });
    await looks(w);
    expect(await openOf(w)).toMatchObject({ percent: 10, reason: 'plan' });
    await w.clock.jump({ hours: 25 });
    const one = { flow: FLOW, by: 'one', now: w.clock.now() };
    expect(await advanceStage(partsOf(w), one)).toMatchObject({ stage: { percent: 100 } });
  });

  test('is quicker than agreed only by two people, and goes on as planned afterwards', async () => {
    const w = await planned('steps', 1_000);
    const now = w.clock.now();
    const order = { flow: FLOW, by: 'one', now };
    expect(await advanceStage(partsOf(w), order)).toMatchObject({ reason: 'watch_longer' });
    expect(await advanceStage(partsOf(w), { ...order, ...TWO })).toMatchObject({
      stage: { percent: 10, plan: 'steps', reason: 'by_two' },
    });
  });

  test('never goes on by itself once it was held, also when two people have let it go on', async () => {
    const w = await planned('steps', 1_000);
    await hold(partsOf(w), { flow: FLOW, by: 'one', now: w.clock.now() });
    await resume(partsOf(w), { flow: FLOW, ...TWO, now: w.clock.now() });
    await some(w);
    await w.clock.jump({ hours: 48 });
    await looks(w);
    expect(await openOf(w)).toMatchObject({ percent: 1, state: 'running', plan: null });
  });

  test('does not go on where nobody agreed to that', async () => {
    const w = await world();
    await publishes(w);
    await some(w);
    await w.clock.jump({ hours: 48 });
    await looks(w);
    expect(await openOf(w)).toMatchObject({ percent: 1, plan: null });
  });
});

describe('a release for everybody at once', () => {
  test('is watched for its day like any other, and held where more stop', async () => {
    const w = await planned('at_once', 100);
    expect(await openOf(w)).toMatchObject({ percent: 100, state: 'running', plan: 'at_once' });
    await began(w.db, { version: 2, people: 20, stops: 6, at: w.clock.now() });
    await w.clock.jump({ hours: 2 });
    await looks(w);
    expect(await openOf(w)).toMatchObject({ percent: 100, state: 'held', reason: 'stops' });
  });

  test('goes in steps where many take part or come by, whatever was agreed', async () => {
    const w = await planned('at_once', FEW_PEOPLE);
    expect(await openOf(w)).toMatchObject({ percent: 1, plan: 'steps' });
  });
});
