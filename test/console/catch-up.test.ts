import { expect, test } from 'vitest';
import { releasedFiles } from '../../src/console/flows/released-files.ts';
import { turnDraft } from '../../src/console/flows/turn-draft.ts';
import { SESSION } from '../../src/console/frame/router.ts';
import type { Staff } from '../../src/console/frame/route.ts';
import { versionIn } from '../../src/release/version-line.ts';
import { draftEditors } from '../../src/store/draft-history.ts';
import { addStage } from '../../src/store/release-stages.ts';
import { freshDatabase } from '../world/database.ts';
import { releaseBench, releases } from './release-bench.ts';

const one = await releaseBench(await freshDatabase());
const { bench, parts, editor, reviewer, edit, press, draft } = one;
const [FLOW, EN] = ['feedback', 'feedback/en.yaml'];
const AT = `/console/flows/${FLOW}`;

const cookieOf = ({ sessionId }: Staff) => `${SESSION}=${sessionId}`;
const read = async (staff: Staff, path: string) => {
  const headers = { cookie: cookieOf(staff) };
  return (await bench.app.request(`http://127.0.0.1${AT}/${path}`, { headers })).text();
};
const send = async (path: string, form: Record<string, string>) => {
  const answer = await bench.app.request(`http://127.0.0.1${AT}/${path}`, {
    method: 'POST',
    headers: {
      'sec-fetch-site': 'same-origin',
      'content-type': 'application/x-www-form-urlencoded',
      cookie: cookieOf(editor),
    },
    body: new URLSearchParams(form).toString(),
  });
  return answer.status;
};
const text = async () => (await draft()).files.get(EN) ?? '';

test('a draft says that a newer version came, and one press joins both: what it changed stays', async () => {
  const began = await draft();
  await edit('name: English', 'name: Our English');
  expect(await read(editor, 'read')).not.toContain('A newer version was released');
  const files = new Map([
    ...began.files,
    [EN, (began.files.get(EN) ?? '').replace('choices:', 'choices: # as agreed')],
    [
      `${FLOW}/sw.yaml`,
      (began.files.get(`${FLOW}/sw.yaml`) ?? '').replace(/^name: .*$/mu, 'name: Kiswahili chetu'),
    ],
  ]);
  expect(await releases(one, files)).toMatchObject({ kind: 'published' });
  const version = (began.base.version ?? 0) + 1;

  for (const view of ['read', 'file', 'release'])
    expect(await read(editor, view)).toContain(
      `A newer version was released since this draft was begun: version ${version}.`,
    );
  expect(await read(reviewer, 'read')).not.toContain(`Bring version ${version} into the draft`);
  expect(await read(editor, 'catch-up')).toContain('They changed different places');
  expect(await press(editor, 'catch-up', { version: String(version - 1) })).toBe(
    'drafts.newer_again',
  );
  expect(await press(editor, 'catch-up', { version: String(version) })).toBe('drafts.brought_in');

  const after = await draft();
  expect(after.base.version).toBe(version);
  expect(await text()).toContain('name: Our English');
  expect(await text()).toContain('choices: # as agreed');
  expect(after.files.get(`${FLOW}/sw.yaml`)).toContain('Kiswahili chetu');
  expect(versionIn(after.files.get(`${FLOW}/flow.yaml`) ?? '')).toBe(version);
  expect(await read(editor, 'read')).not.toContain('A newer version was released');
  // What came with the release is nobody's edit.
  const editors = await parts.pool.run((db) => draftEditors(db, FLOW));
  expect(editors).toEqual([{ staffId: editor.id, path: EN }]);
  expect(await press(editor, 'catch-up', { version: String(version) })).toBe(
    'drafts.nothing_newer',
  );
  // To take that back would take the release back.
  const at = { flow: FLOW, revision: after.revision, way: 'undo' as const };
  expect(await turnDraft({ parts, staff: editor, now: parts.clock.now() }, at)).toBe('nothing');
});

test('where both changed the same lines both are shown and chosen between, and nothing is different before', async () => {
  const { open } = (await one.stages()) ?? {};
  if (open === undefined) throw new Error('it was released a moment ago');
  await parts.pool.transact((tx) =>
    addStage(tx, { ...open, state: 'done', percent: 100, at: parts.clock.now() }),
  );
  const released = await releasedFiles(parts, FLOW);
  const theirs = (released?.files.get(EN) ?? '').replace('name: English', 'name: Their English');
  await releases(one, new Map([...(released?.files ?? []), [EN, theirs]]));
  const version = String((released?.version ?? 0) + 1);

  const before = await draft();
  expect(await press(editor, 'catch-up', { version })).toBe('drafts.newer_choose');
  expect(await draft()).toEqual(before);
  const page = await read(editor, 'catch-up');
  for (const words of ['name: Our English', 'name: Their English', 'Take that of version'])
    expect(page).toContain(words);
  const form = { version, chosen: '1', seen: String(before.revision) };
  expect(await send('catch-up', form)).toBe(422);
  await edit('choices: # as agreed', 'choices: # agreed');
  expect(await press(editor, 'catch-up', { ...form, p0_0: 'theirs' })).toBe('drafts.newer_again');
  const seen = String((await draft()).revision);
  expect(await press(editor, 'catch-up', { ...form, seen, p0_0: 'theirs' })).toBe(
    'drafts.brought_in',
  );
  expect(await text()).toContain('name: Their English');
  expect(await text()).toContain('choices: # agreed');
  expect(String((await draft()).base.version)).toBe(version);
});

test('while a draft is under way, going back stands apart from its way, and says from which version', async () => {
  const { open } = (await one.stages()) ?? {};
  if (open === undefined) throw new Error('it was released a moment ago');
  await parts.pool.transact((tx) =>
    addStage(tx, { ...open, state: 'done', percent: 100, at: parts.clock.now() }),
  );
  await edit('name: Their English', 'name: Our English');
  const page = await one.shown(editor);
  const apart = page.indexOf('<details class="card" id="stage">');
  expect(apart).toBeGreaterThan(page.indexOf('id="comments"'));
  const said = page.slice(apart);
  expect(said).toContain(`Go back from version ${open.version}, which everybody has now`);
  expect(said).toContain(`Go back from version ${open.version} to version ${open.version - 1}`);
  expect(page.slice(0, apart)).not.toContain('release/back');
});
