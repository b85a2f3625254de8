import { describe, expect, test } from 'vitest';
import { newId } from '../../src/base/ids.ts';
import { hold, resume } from '../../src/release/change-stage.ts';
import { rollBack } from '../../src/release/roll-back.ts';
import { stageOf } from '../../src/release/stages.ts';
import { partsOf, publishes, standings, takenUp, toAll } from '../release/releasing.ts';
import { expectPinned, expectSharesGrow, newIn } from '../release/stage-checks.ts';
import { world } from '../world/world.ts';
import { joins } from './joined.ts';

const FLOW = 'check-in';
describe('a release that goes out in stages', () => {
  test('is current from the files at a start, and from the database while the service runs', async () => {
    const w = await world();
    const rows = await w.db.run(
      (sql) => sql`select flow, version, state from release_stage order by flow`,
    );
    expect(rows.map((row) => ({ ...row }))).toEqual(
      ['check-in', 'menu', 'welcome'].map((flow) => ({ flow, version: 1, state: 'done' })),
    );
    const { releases } = w.service.setting;
    expect(releases.current(FLOW)?.version).toBe(1);
    expect(await publishes(w)).toMatchObject({ kind: 'published', version: 2 });
    expect(releases.current(FLOW)?.version).toBe(1);
    await toAll(w);
    expect(releases.current(FLOW, newId())?.version).toBe(2);
  });

  test('reaches 1 % of 2,000 phones: the same ones in two processes and after a restart', () =>
    expectSharesGrow());

  test('keeps whoever is inside in the version that she began with', () => expectPinned());

  test('given up, is begun by nobody more, and who is inside ends in it', async () => {
    const w = await world();
    await joins(w.phone);
    await publishes(w);
    await toAll(w);
    await w.clock.advance({ hours: 24 });
    expect(await standings(w)).toMatchObject([{ flow: FLOW, version: 2 }]);
    const given = await rollBack(partsOf(w), {
      flow: FLOW,
      by: 'one',
      now: w.clock.now(),
    });
    expect(given).toMatchObject({ kind: 'changed', stage: { version: 2, state: 'rolled_back' } });
    await takenUp(w);
    expect(newIn(w.service).size).toBe(0);
    await w.phone.texts('1');
    expect(w.phone.lastHeard()).toContain('New words');
    await w.clock.advance({ hours: 24 * 7 + 1 });
    await w.phone.texts('1');
    expect(w.phone.lastHeard()).toContain('Well done for trying');
  });

  test('held by one person goes on by two, and nobody begins with it meanwhile', async () => {
    const w = await world();
    await publishes(w);
    const chosen = newIn(w.service);
    const by = { flow: FLOW, by: 'one', now: w.clock.now() };
    await hold(partsOf(w), by);
    await takenUp(w);
    expect(newIn(w.service).size).toBe(0);
    expect(await resume(partsOf(w), by)).toMatchObject({ reason: 'second_person' });
    expect(await resume(partsOf(w), { ...by, approvedBy: 'one' })).toMatchObject({
      reason: 'second_person',
    });
    await resume(partsOf(w), { ...by, approvedBy: 'another' });
    await takenUp(w);
    expect(newIn(w.service)).toEqual(chosen);
    const view = await stageOf(w.db, FLOW, w.clock.now());
    expect(view?.history.map(({ reason }) => reason)).toEqual([
      'resumed',
      'by_hand',
      'published',
      'files',
    ]);
  });

  test('a STOP works inside it, while it is held and after it was given up [rel P1]', async () => {
    const w = await world();
    const phones = ['+254711000201', '+254711000202', '+254711000203'].map(w.phoneOf);
    for (const phone of phones) await joins(phone);
    await publishes(w);
    await toAll(w);
    await w.clock.advance({ hours: 24 });
    const by = { flow: FLOW, by: 'one', now: w.clock.now() };
    const stops = async (index: number) => {
      await phones[index]?.texts('STOP');
      expect(phones[index]?.lastHeard()).toContain('No more texts');
    };
    await stops(0);
    await hold(partsOf(w), by);
    await takenUp(w);
    await stops(1);
    await rollBack(partsOf(w), by);
    await takenUp(w);
    await stops(2);
    const rows = await w.db.run(
      (sql) => sql`select from stop_request where stopped_at is not null`,
    );
    expect(rows).toHaveLength(3);
  });
});
