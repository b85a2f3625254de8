import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Unsealable } from '../../src/base/seal.ts';
import { wishFlows } from '../scenarios/wish-flows.ts';
import { world, type World } from '../world/world.ts';
import { desk } from './desk.ts';

const flowsFolder = wishFlows();
cpSync('flows/complaint', join(flowsFolder, 'complaint'), { recursive: true });
const WORDS = 'the zebras were late';

/** Two complaints of one phone: one without a name, and one with a call, a day later. */
async function complained(): Promise<World> {
  const w = await world({ flowsFolder });
  for (const text of ['complain', '5', '2', WORDS]) await w.phone.texts(text);
  await w.clock.advance({ hours: 24 });
  for (const text of ['complain', '3', '1', 'call me on a Tuesday']) await w.phone.texts(text);
  return w;
}

type Entry = { actor: string; action: string; detail: string; subject: string | null };
const audited = (w: World) =>
  w.db.run(
    (db) => db<Entry[]>`
      select actor, action, detail, subject from audit where action like 'complaint%' order by seq`,
  );
const states = (w: World) =>
  w.db.run(
    (db) => db<{ id: string; state: string }[]>`
      select id, state from complaint order by received_on`,
  );

test('complaints are shown urgent ones first, then oldest day first, and that they were read is in the audit log', async () => {
  const w = await complained();
  const said = await desk(w)('complaints');
  expect(said).toContain(
    '2 complaints, urgent ones first, then the oldest day. For the head of the programme alone.',
  );
  expect(said).toMatch(
    /^[0-9A-F]{7} {2}2026-11-23 {2}en {3}without a name\n {2}about: something else\n {2}receipt \d{4}\n {2}the zebras were late\n\n[0-9A-F]{7} {2}2026-11-24 {2}en {3}\+254711000111\n {2}about: asked for money\n {2}receipt \d{4}\n {2}call me on a Tuesday$/mu,
  );
  const [entry, ...more] = await audited(w);
  expect(more).toEqual([]);
  expect(entry).toMatchObject({ action: 'complaints_shown', actor: 'command line', subject: null });
  const ids = (await states(w)).map(({ id }) => id);
  expect(entry?.detail.split(',').toSorted()).toEqual(ids.toSorted());
});

test('complaint-done closes the one that was named; done closes none, and no list of requests shows one', async () => {
  const w = await complained();
  const reference = /^[0-9A-F]{7}(?=.*without a name$)/mu.exec(await desk(w)('complaints'))?.[0];
  await expect(desk(w)(`done ${reference}`)).rejects.toThrow(/^No open request is called/u);
  expect(await desk(w)()).toBe('Nobody waits for a person.');
  expect(await desk(w)(`complaint-done ${reference}`)).toBe(`Done: ${reference}.`);
  expect(await states(w)).toMatchObject([{ state: 'done' }, { state: 'open' }]);
  expect((await audited(w)).at(-1)).toMatchObject({ action: 'complaint_done', subject: null });
  const left = await desk(w)('complaints');
  expect(left).toContain('1 complaint,');
  expect(left).not.toContain(WORDS);
  await expect(desk(w)(`complaint-done ${reference}`)).rejects.toThrow(
    /^No open complaint is called/u,
  );
});

test('words go to a terminal only, unless it is said that they may go elsewhere', async () => {
  const w = await complained();
  await expect(desk(w)('complaints', false)).rejects.toMatchObject({
    code: 'forbidden',
    message: expect.stringContaining('npm run requests -- complaints --yes'),
  });
  for (const typed of ['complaints all', 'complaint-done', 'complaint', 'complaints --yes --yes'])
    await expect(desk(w)(typed), typed).rejects.toMatchObject({ name: 'Refusal' });
  expect(await audited(w)).toEqual([]);
  expect(await desk(w)('complaints --yes', false)).toContain(WORDS);
});

test('a name that is put to a complaint later does not open, nor does it with other keys [rel P67]', async () => {
  const w = await complained();
  const others = { ...w.secrets, wrap: Buffer.alloc(32, 'x') };
  await expect(desk(w, others)('complaints')).rejects.toBeInstanceOf(Unsealable);
  await w.db.run((db) => db`update complaint set phone_id = (select id from phone limit 1)`);
  await expect(desk(w)('complaints')).rejects.toBeInstanceOf(Unsealable);
  expect(await audited(w)).toEqual([]);
});
