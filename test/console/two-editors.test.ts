import { expect, test } from 'vitest';
import type { Staff } from '../../src/console/frame/route.ts';
import { wordsOf } from '../../src/console/frame/words.ts';
import { openDraft, saveEdit } from '../../src/console/flows/open-draft.ts';
import { releasedFiles } from '../../src/console/flows/released-files.ts';
import { closeDraft, type Draft } from '../../src/store/drafts.ts';
import { freshDatabase } from '../world/database.ts';
import { colleague } from './colleague.ts';
import { consoleBench } from './console-bench.ts';

const database = await freshDatabase();
const bench = await consoleBench(database);
const { parts } = bench;
const [rudo, tendai] = [await colleague(parts, 'Rudo'), await colleague(parts, 'Tendai')];

const ask = (staff: Staff) => ({ parts, staff, now: parts.clock.now(), w: wordsOf('en') });

async function opened(staff: Staff, flow: string): Promise<Draft> {
  const draft = await openDraft(ask(staff), flow);
  if (draft === undefined) throw new Error('the flow is there');
  return draft;
}

/** One word of a file exchanged, on the revision that her page has shown. */
const changes = (staff: Staff, draft: Draft, path: string, from: string, to: string) =>
  saveEdit(ask(staff), draft.flow, draft.revision, (files) => {
    const text = files.get(path) ?? '';
    expect(text).toContain(from);
    return new Map([...files, [path, text.replace(from, to)]]);
  });

async function textOf(flow: string, path: string): Promise<string> {
  return (await opened(rudo, flow)).files.get(path) ?? '';
}

test('two who change different places of one file at once both keep their change', async () => {
  const path = 'check-in/en.yaml';
  const draft = await opened(rudo, 'check-in');
  const [hers, his] = await Promise.all([
    changes(rudo, draft, path, 'small_step: ', 'small_step: Rudo says. '),
    changes(tendai, draft, path, 'thanks: ', 'thanks: Tendai says. '),
  ]);
  expect([hers.kind, his.kind]).toEqual(['saved', 'saved']);
  expect([hers, his].filter((one) => one.kind === 'saved' && one.merged)).toHaveLength(1);
  const text = await textOf('check-in', path);
  expect(text).toContain('small_step: Rudo says. ');
  expect(text).toContain('thanks: Tendai says. ');
});

test('at the same place the later one is kept and chooses, with both versions before her eyes', async () => {
  const [flow, path] = ['feedback', 'feedback/en.yaml'];
  const draft = await opened(rudo, flow);
  expect((await changes(rudo, draft, path, 'name: English', 'name: Rudo E')).kind).toBe('saved');
  const met = await changes(tendai, draft, path, 'name: English', 'name: Tendai E');
  if (met.kind !== 'conflict') throw new Error('both changed the same line');
  expect(await textOf(flow, path)).toContain('name: Rudo E');

  as(tendai);
  bench.moveMs(180_000);
  const shown = await (await bench.get(met.to)).text();
  expect(shown).toContain('name: Rudo E');
  expect(shown).toContain('name: Tendai E');
  expect(shown).toContain('Rudo saved a change 3 minutes ago.');
  const seen = /name="seen" value="(\d+)"/u.exec(shown)?.[1] ?? '';

  const unchosen = await bench.post(met.to, { seen });
  expect(unchosen.status).toBe(422);
  as(rudo);
  expect((await bench.get(met.to)).status).toBe(404);
  expect((await bench.post(met.to, { seen, p0_0: 'mine' })).status).toBe(404);
  as(tendai);
  const own = { seen, p0_0: 'own', p0_0_own: 'name: Both E' };
  expect((await bench.post(met.to, own)).headers.get('location')).toBe(
    '/console/flows/feedback/read',
  );
  expect(await textOf(flow, path)).toContain('name: Both E');
  expect((await bench.get(met.to)).status).toBe(404);
});

test('who saves while the other is choosing makes her look once more', async () => {
  const [flow, path] = ['language', 'language/en.yaml'];
  const draft = await opened(rudo, flow);
  await changes(rudo, draft, path, 'name: English', 'name: One');
  const met = await changes(tendai, draft, path, 'name: English', 'name: Two');
  if (met.kind !== 'conflict') throw new Error('both changed the same line');
  const seen = String((await opened(rudo, flow)).revision);
  await changes(rudo, await opened(rudo, flow), path, 'name: One', 'name: Three');
  as(tendai);
  expect((await bench.post(met.to, { seen, p0_0: 'mine' })).headers.get('location')).toBe(met.to);
  expect(await textOf(flow, path)).toContain('name: Three');
  expect(await (await bench.get(met.to)).text()).toContain('name: Two');
});

test('a page that is older than a release or a discarded draft loses nothing', async () => {
  const [flow, path] = ['pause', 'pause/en.yaml'];
  const old = await opened(tendai, flow);
  await changes(rudo, old, path, 'name: English', 'name: Given up');
  const released = await releasedFiles(parts, flow);
  if (released === undefined) throw new Error('it is released');
  await parts.pool.transact((tx) =>
    closeDraft(tx, {
      flow,
      how: 'discarded',
      version: released.version,
      files: released.files,
      by: rudo.id,
      now: parts.clock.now(),
    }),
  );
  const saved = await changes(tendai, old, path, 'language: en', 'language: en # hers');
  expect(saved).toMatchObject({ kind: 'saved', merged: true, draft: { state: 'draft' } });
  const text = await textOf(flow, path);
  expect(text).toContain('language: en # hers');
  expect(text).toContain('name: English');
});

test('a page from before anything that is still known is asked about every difference', async () => {
  const [flow, path] = ['hours', 'hours/en.yaml'];
  const draft = await opened(rudo, flow);
  await changes(rudo, draft, path, 'name: English', 'name: Rudo E');
  const stale = { ...draft, revision: 0 };
  const met = await saveEdit(
    ask(tendai),
    flow,
    stale.revision,
    (files) => new Map([...files, [path, draft.files.get(path) ?? '']]),
  );
  expect(met.kind).toBe('conflict');
  expect(await textOf(flow, path)).toContain('name: Rudo E');
});

test('the second is told who changed how much since her own last change', async () => {
  const [flow, path] = ['activity', 'activity/en.yaml'];
  const first = await changes(tendai, await opened(tendai, flow), path, 'name: English', 'name: A');
  if (first.kind !== 'saved') throw new Error('nobody was faster');
  await changes(rudo, first.draft, path, 'spec: 1', 'spec: 1 # read');
  await changes(rudo, await opened(rudo, flow), `${flow}/sn.yaml`, 'name: ', 'name: S');
  as(tendai);
  bench.moveMs(120_000);
  const latest = await bench.get(`/console/flows/${flow}/latest/${first.draft.revision}`);
  const told: unknown = await latest.json();
  expect(told).toMatchObject({ to: `/console/flows/${flow}/since/${first.draft.revision}` });
  expect(JSON.stringify(told)).toContain('Rudo changed 1 place 2 minutes ago.');
  const since = await (
    await bench.get(`/console/flows/${flow}/since/${first.draft.revision}`)
  ).text();
  expect(since).toContain('Shona');
});

function as(staff: Staff): void {
  bench.asStaff(staff);
}
