import { describe, expect, test } from 'vitest';
import { reviewActs } from '../../src/store/approvals.ts';
import { lockDraft } from '../../src/store/drafts.ts';
import { lockReleases } from '../../src/store/release-stages.ts';
import { freshDatabase } from '../world/database.ts';
import { holdLock } from '../world/hold-lock.ts';
import { releaseBench } from './release-bench.ts';

const database = await freshDatabase();
const desk = await releaseBench(database);
const { bench, parts, editor, peer, admin, press, draft, edit, agreed, stages } = desk;
const FLOW = 'feedback';
const EN = `${FLOW}/en.yaml`;

const closings = async () =>
  (await parts.pool.run((db) => reviewActs(db, FLOW))).filter(({ kind }) => kind === 'closed')
    .length;

describe('at the moment in which a draft is released', () => {
  test('whoever changes it was faster: nothing goes out, and what she typed stays', async () => {
    const content = await agreed('One English');
    const lock = await holdLock(database.pool, lockReleases);
    const pressed = press(admin, 'release', { content });
    await lock.waiting(1);
    await edit('name: One English', 'name: Another English');
    await lock.release();
    expect(await pressed).toBe('release.refused_changed_meanwhile');
    expect((await stages())?.open).toBeUndefined();
    const { state, files } = await draft();
    expect(state).toBe('in_review');
    expect(files.get(EN)).toContain('Another English');
  });

  test('whoever holds it up, or takes it back, was faster', async () => {
    for (const [who, act] of [
      [peer, { kind: 'blocked', reason: 'I have thought again.' }],
      [editor, { kind: 'taken_back' }],
    ] as const) {
      await press(peer, 'review', { kind: 'peer_approved' });
      const content = await agreed(`English ${act.kind}`);
      const lock = await holdLock(database.pool, lockReleases);
      const pressed = press(admin, 'release', { content });
      await lock.waiting(1);
      expect(await press(who, 'review', act)).toBe(`release.done_${act.kind}`);
      await lock.release();
      expect(await pressed).toBe('release.refused_changed_meanwhile');
      expect((await stages())?.open).toBeUndefined();
    }
  });

  test('pressed twice, or by two, it goes out once', async () => {
    const before = await closings();
    const content = await agreed('Final English');
    const lock = await holdLock(database.pool, lockReleases);
    const pressed = [admin, admin, editor].map((who) => press(who, 'release', { content }));
    await lock.waiting(3);
    await lock.release();
    expect((await Promise.all(pressed)).toSorted()).toEqual([
      'release.done_released',
      'release.refused_changed_meanwhile',
      'release.refused_changed_meanwhile',
    ]);
    expect((await stages())?.open).toMatchObject({ percent: 1 });
    expect(await closings()).toBe(before + 1);
    expect((await draft()).state).toBe('released');
  });

  test('what is widened by a page that two have open goes one share further', async () => {
    bench.moveMs(25 * 3_600_000);
    const stage = (await stages())?.open?.seq ?? '';
    const lock = await holdLock(database.pool, lockReleases);
    const pressed = [admin, editor].map((who) => press(who, 'release/widen', { stage }));
    await lock.waiting(2);
    await lock.release();
    expect((await Promise.all(pressed)).toSorted()).toEqual([
      'release.done_wider_10',
      'release.refused_changed_meanwhile',
    ]);
    expect((await stages())?.open).toMatchObject({ percent: 10 });
    expect(
      await press(admin, 'release/back', { version: String((await stages())?.open?.version) }),
    ).toBe('release.done_rolled_back');
  });
});

test('one person gives one of the two approvals, also where she presses both at once', async () => {
  const both = await desk.somebody('peer_reviewer', 'reviewer');
  await agreed('Twice English');
  await edit('name: Twice English', 'name: Thrice English');
  const lock = await holdLock(database.pool, (tx) => lockDraft(tx, FLOW));
  const pressed = ['peer_approved', 'approved'].map((kind) => press(both, 'review', { kind }));
  await lock.waiting(2);
  await lock.release();
  expect(
    (await Promise.all(pressed)).filter((said) => said === 'release.not_same_person'),
  ).toHaveLength(1);
});
