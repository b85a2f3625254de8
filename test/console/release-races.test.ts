import { afterAll, describe, expect, test } from 'vitest';
import type { Role, Staff } from '../../src/console/frame/route.ts';
import { SESSION } from '../../src/console/frame/router.ts';
import { openDraft, saveEdit } from '../../src/console/flows/open-draft.ts';
import { stopProving } from '../../src/console/flows/prove-draft.ts';
import { flowStages } from '../../src/release/stages.ts';
import { reviewActs } from '../../src/store/approvals.ts';
import { lockDraft } from '../../src/store/drafts.ts';
import { lockReleases } from '../../src/store/release-stages.ts';
import { freshDatabase } from '../world/database.ts';
import { holdLock } from '../world/hold-lock.ts';
import { consoleBench, enterStaff, staffWith } from './console-bench.ts';

const database = await freshDatabase();
const people = new Map<string, Staff>();
/** Longer than a person would wait, so that a busy machine fails nobody here. */
const patient = { ...database, pool: database.open({ lockTimeoutMs: 15_000 }) };
const bench = await consoleBench(patient, {
  started: true,
  signedIn: (token) => Promise.resolve(people.get(token ?? '')),
});
const { parts } = bench;
afterAll(stopProving);
const FLOW = 'feedback';
const EN = `${FLOW}/en.yaml`;
const AT = `/console/flows/${FLOW}`;

const somebody = async (...roles: Role[]): Promise<Staff> => {
  const staff = staffWith(roles);
  await enterStaff(parts.pool, staff);
  people.set(staff.sessionId, staff);
  return staff;
};
const editor = await somebody('editor');
const reviewer = await somebody('reviewer');
const peer = await somebody('peer_reviewer');
const admin = await somebody('admin');

async function edit(from: string, to: string): Promise<void> {
  const asking = { parts, staff: editor, now: parts.clock.now() };
  const draft = await openDraft(asking, FLOW);
  const saved = await saveEdit(asking, FLOW, draft?.revision ?? 0, (files) => {
    expect(files.get(EN)).toContain(from);
    return new Map([...files, [EN, (files.get(EN) ?? '').replace(from, to)]]);
  });
  expect(saved.kind).toBe('saved');
}

/** Presses a button as somebody; what is then said on top. Several may press at once. */
async function press(staff: Staff, path: string, form: Record<string, string>): Promise<string> {
  const answer = await bench.app.request(`http://127.0.0.1${AT}/${path}`, {
    method: 'POST',
    headers: {
      'sec-fetch-site': 'same-origin',
      'content-type': 'application/x-www-form-urlencoded',
      cookie: `${SESSION}=${staff.sessionId}`,
    },
    body: new URLSearchParams(form).toString(),
  });
  expect(answer.status).toBe(303);
  return /mazano_said=([^;]*)/u.exec(answer.headers.get('set-cookie') ?? '')?.[1] ?? '';
}

async function contentFor(staff: Staff): Promise<string> {
  const answer = await bench.app.request(`http://127.0.0.1${AT}/release`, {
    headers: { cookie: `${SESSION}=${staff.sessionId}` },
  });
  return /name="content" value="([^"]+)"/u.exec(await answer.text())?.[1] ?? '';
}

/** A draft to which everybody has agreed, and what it says. */
async function agreed(words: string): Promise<string> {
  const draft = await openDraft({ parts, now: parts.clock.now() }, FLOW);
  const [, name = ''] = /^name: (.*)$/mu.exec(draft?.files.get(EN) ?? '') ?? [];
  await edit(`name: ${name}`, `name: ${words}`);
  await press(editor, 'review', { kind: 'sent' });
  for (const language of ['en', 'sw'])
    await press(reviewer, 'review', { kind: 'signed', language });
  await press(peer, 'review', { kind: 'peer_approved' });
  expect(await press(admin, 'review', { kind: 'approved' })).toBe('release.done_approved');
  return contentFor(admin);
}

const stages = () => flowStages(parts.pool, FLOW);
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
    const draft = await openDraft({ parts, now: parts.clock.now() }, FLOW);
    expect(draft?.state).toBe('in_review');
    expect(draft?.files.get(EN)).toContain('Another English');
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
    expect((await openDraft({ parts, now: parts.clock.now() }, FLOW))?.state).toBe('released');
  });

  test('what is widened by a page that two have open goes one share further', async () => {
    bench.moveMs(25 * 3_600_000);
    const stage = (await stages())?.open?.seq ?? '';
    const lock = await holdLock(database.pool, lockReleases);
    const pressed = [admin, editor].map((who) => press(who, 'release/widen', { stage }));
    await lock.waiting(2);
    await lock.release();
    expect((await Promise.all(pressed)).toSorted()).toEqual([
      'release.done_widened',
      'release.refused_changed_meanwhile',
    ]);
    expect((await stages())?.open).toMatchObject({ percent: 10 });
    expect(
      await press(admin, 'release/back', { version: String((await stages())?.open?.version) }),
    ).toBe('release.done_rolled_back');
  });
});

test('one person gives one of the two approvals, also where she presses both at once', async () => {
  const both = await somebody('peer_reviewer', 'reviewer');
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
