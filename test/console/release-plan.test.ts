import { describe, expect, test } from 'vitest';
import { newId } from '../../src/base/ids.ts';
import { addReviewAct } from '../../src/store/approvals.ts';
import { lockDraft } from '../../src/store/drafts.ts';
import { lockReleases } from '../../src/store/release-stages.ts';
import { freshDatabase } from '../world/database.ts';
import { holdLock } from '../world/hold-lock.ts';
import { releaseBench } from './release-bench.ts';

const database = await freshDatabase();
const desk = await releaseBench(database);
const { bench, parts, editor, reviewer, peer, admin, press, shown, edit, stages } = desk;
const FLOW = 'feedback';

const values = (page: string, name: string) =>
  [...page.matchAll(new RegExp(`name="${name}"\\s+value="([^"]*)"`, 'gu'))].map(
    ([, value]) => value,
  );
const contentIn = (page: string) => values(page, 'content')[0] ?? '';

/** Sends it with a plan, and has both languages signed; what the approvals are about. */
async function sent(words: string, plan: string): Promise<string> {
  await edit(/^name: .*$/mu, `name: ${words}`);
  expect(await press(editor, 'review', { kind: 'sent', plan })).toBe('release.done_sent');
  for (const language of ['en', 'sw'])
    await press(reviewer, 'review', { kind: 'signed', language });
  return contentIn(await shown(peer));
}

async function sentAnew(plan: string): Promise<void> {
  await press(editor, 'review', { kind: 'taken_back' });
  expect(await press(editor, 'review', { kind: 'sent', plan })).toBe('release.done_sent');
}

async function givesUp(): Promise<void> {
  const version = String((await stages())?.open?.version);
  expect(await press(admin, 'release/back', { version })).toBe('release.done_rolled_back');
}

describe('the plan of a release', () => {
  test('of few people is chosen when it is sent, stands before each who approves, and takes four presses of four people', async () => {
    await edit(/^name: .*$/mu, 'name: Swift English');
    const sending = await shown(editor);
    expect(values(sending, 'plan')).toEqual(['at_once', 'steps']);
    expect(sending).toMatch(/value="at_once"\s+checked/u);
    expect(sending).toContain('Fewer than 200 people are reached here');
    // How far it is, of the plan that is chosen: the stylesheet shows one of the two.
    const [, once = '', steps = ''] =
      /"stack by-once">([^]*?)"stack by-steps">([^]*?)<\/ol>/u.exec(sending) ?? [];
    expect([once, steps].map((one) => one.includes('of phones'))).toEqual([false, true]);
    expect([once, steps].map((one) => /of \d+ steps/u.exec(one)?.[0])).toEqual([
      'of 8 steps',
      'of 10 steps',
    ]);

    await press(editor, 'review', { kind: 'sent', plan: 'at_once' });
    for (const language of ['en', 'sw'])
      await press(reviewer, 'review', { kind: 'signed', language });
    for (const who of [peer, admin, reviewer])
      expect(await shown(who)).toContain('The plan: To everybody at once, watched for a day');
    expect(await shown(peer)).not.toContain('by-steps');
    const seen = { content: contentIn(await shown(peer)), plan: 'at_once' };
    // Each word stands once on a page, and the peer can say hers beside the phone that plays it.
    const word = /<button[^>]*>\s*I have read all of it and approve/gu;
    for (const page of [await shown(peer), await shown(reviewer), await shown(peer, 'try')])
      expect(page.match(word)).toHaveLength(1);
    expect(contentIn(await shown(peer, 'try'))).toBe(seen.content);
    expect(await shown(admin, 'try')).not.toMatch(word);
    expect(await press(peer, 'review', { kind: 'peer_approved', ...seen })).toBe(
      'release.done_peer_approved',
    );
    expect(await shown(admin)).toContain(
      'I have read all of it: approve, and release to everybody',
    );
    expect(await press(admin, 'approve-release', seen)).toBe('release.done_released');
    expect((await stages())?.open).toMatchObject({ percent: 100, state: 'running' });
    const after = await shown(editor);
    expect(after).toContain('Done: everybody begins with version');
    expect(after).not.toContain('For 10 % of phones');
    expect(after).toContain('sent it to review. To everybody at once, watched for a day.');
  });

  test('stands in the audit log with who sent, approved and released it', async () => {
    const rows = await parts.pool.run(
      (db) => db<{ detail: string }[]>`
        select detail from audit where detail like ${'%plan_%'} order by seq`,
    );
    expect(rows.map(({ detail }) => detail.replace(/ with .*/u, ''))).toEqual([
      `${FLOW} sent plan_at_once`,
      `${FLOW} peer_approved plan_at_once`,
      `${FLOW} approved plan_at_once`,
      expect.stringMatching(/^feedback@\d+ running 100% published plan_at_once$/u),
    ]);
    await givesUp();
  });

  test('in steps says on each page that it goes on by itself; only to be quicker asks for a second person', async () => {
    const content = await sent('Steady English', 'steps');
    for (const who of [peer, admin])
      expect(await shown(who)).toMatch(/The plan: In steps: 1 %[\s\S]*It goes on by itself/u);
    await press(peer, 'review', { kind: 'peer_approved', content, plan: 'steps' });
    await press(admin, 'approve-release', { content, plan: 'steps' });
    const out = await shown(editor);
    expect(out).toContain('If nothing is held, it goes on by itself after');
    expect(out).toContain('To be quicker than agreed');
    expect(out.indexOf('Ask a second person: Release to 10 %')).toBeGreaterThan(
      out.indexOf('id="stage"'),
    );
    bench.moveMs(25 * 3_600_000);
    expect(await shown(editor)).toContain('it goes on by itself once somebody has begun with it');
    await givesUp();
  });

  test('that was agreed to goes with the words: whoever changes them afterwards takes both approvals back', async () => {
    const content = await sent('Calm English', 'at_once');
    await press(peer, 'review', { kind: 'peer_approved', content });
    await press(admin, 'review', { kind: 'approved', content });
    await edit('name: Calm English', 'name: Other English');
    const now = contentIn(await shown(admin));
    expect(await press(admin, 'release', { content: now, plan: 'at_once' })).toBe(
      'release.not_not_ready',
    );
    expect(await shown(admin)).toContain('The plan: To everybody at once');
    await press(editor, 'discard');
  });
});

describe('sent again with a quicker plan', () => {
  test('it has none of the approvals of the slower one, and with a slower one it keeps them', async () => {
    const content = await sent('Late English', 'steps');
    await press(peer, 'review', { kind: 'peer_approved', content, plan: 'steps' });
    await press(admin, 'review', { kind: 'approved', content, plan: 'steps' });
    await sentAnew('at_once');
    const why = 'release.not_not_ready';
    expect(await press(admin, 'release', { content, plan: 'at_once' })).toBe(why);
    // A page from before shows the slower plan.
    const old = { content, plan: 'steps' };
    const meanwhile = 'release.not_changed_meanwhile';
    expect(await press(peer, 'review', { kind: 'peer_approved', ...old })).toBe(meanwhile);
    expect(await press(admin, 'release', old)).toBe(meanwhile);
    await sentAnew('steps');
    expect(await shown(admin)).toContain('Everybody has agreed');
  });

  test('at the very moment of an approval or of the release, nothing is approved and nothing goes out', async () => {
    const content = contentIn(await shown(admin));
    const lock = await holdLock(database.pool, lockReleases);
    const released = press(admin, 'release', { content, plan: 'steps' });
    await lock.waiting(1);
    await sentAnew('at_once');
    await lock.release();
    expect(await released).toBe('release.refused_changed_meanwhile');
    expect((await stages())?.open).toBeUndefined();

    const draft = await holdLock(database.pool, (tx) => lockDraft(tx, FLOW));
    const approved = press(peer, 'review', { kind: 'peer_approved', content, plan: 'at_once' });
    await draft.waiting(1);
    const at = parts.clock.now();
    const anew = { id: newId(at.getTime()), flow: FLOW, by: editor.id, at, hash: content };
    await draft.release((tx) =>
      addReviewAct(tx, { ...anew, kind: 'sent', language: null, words: null, plan: 'steps' }),
    );
    expect(await approved).toBe('release.not_changed_meanwhile');
  });
});
