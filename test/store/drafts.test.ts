import { expect, test } from 'vitest';
import { newId } from '../../src/base/ids.ts';
import { draftEditors, filesAt, revisionsSince } from '../../src/store/draft-history.ts';
import {
  closeDraft,
  followRelease,
  readDraft,
  saveDraft,
  setDraftState,
} from '../../src/store/drafts.ts';
import { dropKeptEdit, keepEdit, keptEdit, keptEdits } from '../../src/store/kept-edits.ts';
import { freshDatabase } from '../world/database.ts';

const { pool, open } = await freshDatabase();
const now = new Date('2027-03-01T08:00:00Z');
const [rudo, tendai] = [newId(), newId()];
await pool.run(
  (db) => db`
    insert into staff (id, role, created_at) values (${rudo}, 'editor', ${now}), (${tendai}, 'editor', ${now})`,
);
/** As the service connects: what a page may do to drafts is what is granted. */
const web = open({ role: 'mazano_console' });

const released = (flow: string, text = 'one') => ({
  flow,
  version: 3,
  files: new Map([
    [`${flow}/flow.yaml`, text],
    [`${flow}/en.yaml`, 'texts'],
  ]),
  now,
});

test('of two who save the same revision one is told that somebody was faster', async () => {
  const flow = 'faster';
  const draft = await web.transact((tx) => followRelease(tx, released(flow)));
  expect(draft).toMatchObject({ revision: 1, state: 'released', base: { version: 3 } });
  const save = (by: string, text: string) =>
    web.transact((tx) =>
      saveDraft(tx, { flow, revision: 1, files: new Map([[`${flow}/flow.yaml`, text]]), by, now }),
    );
  const both = await Promise.all([save(rudo, 'hers'), save(tendai, 'his')]);
  expect(both.map(({ kind }) => kind).toSorted()).toEqual(['behind', 'saved']);
  const after = await web.run((db) => readDraft(db, flow));
  expect(after).toMatchObject({ revision: 2, state: 'draft' });
  expect(['hers', 'his']).toContain(after?.files.get(`${flow}/flow.yaml`));
});

test('every revision can be found again, over releases and discarded drafts', async () => {
  const flow = 'again';
  const path = `${flow}/flow.yaml`;
  const seen = new Map<number, string | undefined>();
  const note = (draft: { revision: number; files: ReadonlyMap<string, string> }) =>
    seen.set(draft.revision, draft.files.get(path));
  const save = async (text: string | undefined) => {
    const current = await web.run((db) => readDraft(db, flow));
    const { revision = 0 } = current ?? {};
    const files = new Map([[path, text]]);
    const saved = await web.transact((tx) =>
      saveDraft(tx, { flow, revision, files, by: rudo, now }),
    );
    if (saved.kind === 'saved') note(saved.draft);
  };
  note(await web.transact((tx) => followRelease(tx, released(flow))));
  await save('two');
  await save(undefined);
  note(
    await web.transact((tx) => closeDraft(tx, { ...released(flow), how: 'discarded', by: tendai })),
  );
  note(await web.transact((tx) => followRelease(tx, released(flow, 'imported'))));
  await save('three');
  const draft = await web.run((db) => readDraft(db, flow));
  expect(draft?.revision).toBe(6);
  for (const [revision, text] of seen)
    expect((await web.run((db) => filesAt(db, draft!, revision)))?.get(path)).toBe(text);
  expect(await web.run((db) => filesAt(db, draft!, 7))).toBeUndefined();
  const since = await web.run((db) => revisionsSince(db, flow, 2, 9));
  expect(since.map(({ kind, by }) => [kind, by])).toEqual([
    ['edited', rudo],
    ['released', null],
    ['discarded', tendai],
    ['edited', rudo],
  ]);
  expect(since[0]?.paths).toEqual([path]);
});

test('what is released is followed until somebody changes something, and then no longer', async () => {
  const flow = 'follows';
  await web.transact((tx) => followRelease(tx, released(flow)));
  const same = await web.transact((tx) => followRelease(tx, released(flow)));
  expect(same.revision).toBe(1);
  const files = new Map([[`${flow}/sn.yaml`, 'new']]);
  await web.transact((tx) => saveDraft(tx, { flow, revision: 1, files, by: rudo, now }));
  await web.transact((tx) => setDraftState(tx, flow, 'in_review'));
  const kept = await web.transact((tx) => followRelease(tx, released(flow, 'imported')));
  expect(kept).toMatchObject({ revision: 2, state: 'in_review' });
  expect(kept.files.get(`${flow}/sn.yaml`)).toBe('new');
});

test('a save that changes nothing is no revision and makes nobody an author', async () => {
  const flow = 'nothing';
  await web.transact((tx) => followRelease(tx, released(flow)));
  const files = new Map([[`${flow}/flow.yaml`, 'one']]);
  const saved = await web.transact((tx) =>
    saveDraft(tx, { flow, revision: 1, files, by: rudo, now }),
  );
  expect(saved).toMatchObject({ kind: 'saved', draft: { revision: 1, state: 'released' } });
  expect(await web.run((db) => draftEditors(db, flow))).toEqual([]);
});

test('who changed what of a draft is known until it ends', async () => {
  const flow = 'authors';
  await web.transact((tx) => followRelease(tx, released(flow)));
  const files = new Map([[`${flow}/en.yaml`, 'hers']]);
  await web.transact((tx) => saveDraft(tx, { flow, revision: 1, files, by: rudo, now }));
  expect(await web.run((db) => draftEditors(db, flow))).toEqual([
    { staffId: rudo, path: `${flow}/en.yaml` },
  ]);
  await web.transact((tx) => closeDraft(tx, { ...released(flow), how: 'released', by: tendai }));
  expect(await web.run((db) => draftEditors(db, flow))).toEqual([]);
});

test('a change that met another is kept for its author, and for nobody else', async () => {
  const flow = 'kept';
  await web.transact((tx) => followRelease(tx, released(flow)));
  const id = newId();
  const files = new Map([[`${flow}/en.yaml`, undefined]]);
  await web.transact((tx) => keepEdit(tx, { id, flow, by: rudo, at: now, revision: 1, files }));
  expect(await web.run((db) => keptEdit(db, id, rudo))).toMatchObject({ files, revision: 1 });
  expect(await web.run((db) => keptEdit(db, id, tendai))).toBeUndefined();
  await web.transact((tx) => dropKeptEdit(tx, id));
  expect(await web.run((db) => keptEdits(db, flow, rudo))).toEqual([]);
});
