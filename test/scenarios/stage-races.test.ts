import { describe, expect, test } from 'vitest';
import { createKeyring } from '../../src/base/keyring.ts';
import { advanceStage, type Changed, hold } from '../../src/release/change-stage.ts';
import { type ReleaseParts, stageAfter } from '../../src/release/release-parts.ts';
import { rollBack, type RolledBack } from '../../src/release/roll-back.ts';
import { stageOf } from '../../src/release/stages.ts';
import { watchStages } from '../../src/release/watch-stages.ts';
import { addStage, lockReleases, standingStages } from '../../src/store/release-stages.ts';
import { began } from '../release/began.ts';
import { publishes, TWO } from '../release/releasing.ts';
import { staged } from '../release/stage-checks.ts';
import { holdLock } from '../world/hold-lock.ts';
import { world, type World } from '../world/world.ts';

const FLOW = 'check-in';
/** Milliseconds that one waits for the lock while the others, on a machine that does other work too, come to it. */
const PATIENCE = { lockTimeoutMs: 30_000, statementTimeoutMs: 30_000, deadlineMs: 30_000 };
type Act = (parts: ReleaseParts) => Promise<Changed | RolledBack>;

const order = (w: World) => ({ flow: FLOW, ...TWO, now: w.clock.now() });
const widens =
  (w: World): Act =>
  (parts) =>
    advanceStage(parts, order(w));
const holds =
  (w: World): Act =>
  (parts) =>
    hold(parts, order(w));
const goesBack =
  (w: World): Act =>
  (parts) =>
    rollBack(parts, order(w));

/** The look of the watch, which says nothing of what it did. */
const goesOnByItself =
  (w: World): Act =>
  async (parts) => {
    const aDayLater = new Date(w.clock.now().getTime() + 25 * 3_600_000);
    const clock = { now: () => aDayLater, monotonicMs: () => 0 };
    await watchStages({ ...parts, clock, log: w.service.setting.log });
    return { kind: 'refused', reason: 'changed_meanwhile' };
  };

/** As another process: with a pool of its own, which waits for locks for longer than a person would. */
function processOf(w: World): ReleaseParts {
  const pool = w.database.open({ role: 'mazano_web', ...PATIENCE });
  return { pool, keyring: createKeyring(w.secrets), practice: false };
}

/** Each in another process, all with what they have read before any of them is done. */
async function atOnce(w: World, acts: readonly Act[]): Promise<string[]> {
  const lock = await holdLock(w.db, lockReleases);
  const done = acts.map((act) => act(processOf(w)));
  await lock.waiting(acts.length);
  await lock.release();
  return (await Promise.all(done)).map((one) => (one.kind === 'changed' ? 'changed' : one.reason));
}

async function courseOf(w: World): Promise<string[]> {
  const view = await stageOf(w.db, FLOW, w.clock.now());
  return (view?.history ?? []).map(
    ({ version, state, percent }) => `${version} ${state} ${percent}`,
  );
}

const BEGUN = ['2 running 1', '1 done 100'];

describe('at the same moment, in two processes,', () => {
  test('a stage is widened by one share, however often that is pressed', async () => {
    const w = await staged();
    const said = await atOnce(w, [widens(w), widens(w), widens(w), widens(w)]);
    expect(said.toSorted()).toEqual([
      'changed',
      'changed_meanwhile',
      'changed_meanwhile',
      'changed_meanwhile',
    ]);
    expect(await courseOf(w)).toEqual(['2 running 10', ...BEGUN]);
  });

  test('a version is given up once, and the one before it never with it', async () => {
    const w = await staged();
    const said = await atOnce(w, [goesBack(w), goesBack(w), goesBack(w)]);
    expect(said.filter((one) => one === 'changed')).toHaveLength(1);
    expect(await courseOf(w)).toEqual(['2 rolled_back 1', ...BEGUN]);
  });

  test('widening and holding, or giving up: what stops comes through, and nothing goes on after it', async () => {
    for (const [stops, end] of [
      [holds, ['2 held 1', '2 held 10']],
      [goesBack, ['2 rolled_back 1', '2 rolled_back 10']],
    ] as const) {
      const w = await staged();
      const said = await atOnce(w, [widens(w), stops(w)]);
      expect(said[1]).toBe('changed');
      const [last = ''] = await courseOf(w);
      expect(end).toContain(last);
    }
  });

  test('the watch of two processes takes a planned release one share further, and never one that is held meanwhile', async () => {
    for (const [acts, last] of [
      [[goesOnByItself, goesOnByItself], ['2 running 10']],
      [
        [goesOnByItself, holds],
        ['2 held 1', '2 held 10'],
      ],
    ] as const) {
      const w = await world();
      await publishes(w, { plan: 'steps' });
      await began(w.db, { version: 2, people: 5, at: w.clock.now() });
      await atOnce(
        w,
        acts.map((act) => act(w)),
      );
      const [now, ...before] = await courseOf(w);
      expect(last).toContain(now);
      expect(before.filter((one) => one === '2 running 10').length).toBeLessThan(2);
      expect(before).not.toContain('2 running 100');
    }
  });

  test('the watch never holds what two people have let go on since it looked', async () => {
    const w = await staged();
    await began(w.db, { version: 2, people: 20, stops: 6, at: w.clock.now() });
    const parts = processOf(w);
    const later = new Date(w.clock.now().getTime() + 2 * 3_600_000);
    const clock = { now: () => later, monotonicMs: () => 0 };
    const lock = await holdLock(w.db, lockReleases);
    const look = watchStages({ ...parts, clock, log: w.service.setting.log });
    await lock.waiting(1);
    await lock.release(async (tx) => {
      const [open] = await standingStages(tx, FLOW);
      if (open === undefined) throw new Error('a version is under way');
      const by = { by: 'one', approvedBy: 'another', now: later };
      await addStage(tx, stageAfter(open, by, { state: 'held', reason: 'by_hand' }));
      await addStage(tx, stageAfter(open, by, { state: 'running', reason: 'resumed' }));
    });
    await look;
    const course = await courseOf(w);
    expect(course.filter((one) => one === '2 held 1')).toHaveLength(1);
    expect(course[0]).toBe('2 running 1');
  });
});
