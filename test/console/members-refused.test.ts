import { expect, test } from 'vitest';
import { REFUSALS_NOTED } from '../../src/console/frame/note-refused.ts';
import { addMember, addWorker, makeHers, peopleWorld, signIn } from './people-world.ts';

const w = await peopleWorld();
const anna = await addMember(w, { number: '+254711000111' });
const bela = await addMember(w, { number: '+254711000112' });
const worker = await addWorker(w, { number: '+254711000901' });
await makeHers(w, worker.id, bela.id);
const HOUR_MS = 3_600_000;

const refused = (actor: string) =>
  w.database.pool.run(
    (db) => db<{ detail: string }[]>`
      select detail from audit where action = 'members_refused' and actor = ${actor} order by seq`,
  );

test('[rel P57] whoever tries a page of members that is not hers stands in the audit log, with what kind of page alone', async () => {
  const { id } = await signIn(w, ['counsellor'], { id: worker.id });
  expect((await w.get(`/console/members/${bela.id}`)).status).toBe(200);
  expect(await refused(id)).toEqual([]);
  expect((await w.get(`/console/members/${anna.id}`)).status).toBe(404);
  expect((await w.get(`/console/members/+254711000111?q=anna`)).status).toBe(404);
  expect((await w.get('/console/reveals')).status).toBe(404);
  expect(await refused(id)).toEqual([
    { detail: 'GET /members/:member' },
    { detail: 'GET /members/:member' },
    { detail: 'GET /reveals' },
  ]);
  const { id: editor } = await signIn(w, ['editor']);
  expect((await w.get('/console/follow-ups/export')).status).toBe(404);
  expect((await w.get('/console/sending')).status).toBe(404);
  expect(await refused(editor)).toEqual([{ detail: 'GET /follow-ups/export' }]);
  expect(w.logged.join('')).not.toContain('254711000111');
});

test('ten thousand tries fill no log: so many an hour and person are written down, and again the next hour', async () => {
  const { id } = await signIn(w, ['monitor']);
  for (let n = 0; n < REFUSALS_NOTED + 5; n += 1) await w.get(`/console/members/${anna.id}`);
  expect(await refused(id)).toHaveLength(REFUSALS_NOTED);
  const other = await signIn(w, ['editor']);
  await w.get('/console/members');
  expect(await refused(other.id)).toHaveLength(1);
  w.moveMs(HOUR_MS);
  await signIn(w, ['monitor'], { id });
  await w.get('/console/members');
  expect(await refused(id)).toHaveLength(REFUSALS_NOTED + 1);
});

test('a HEAD is answered as its GET without a body, for the same people', async () => {
  const head = (path: string) => w.app.request(`http://127.0.0.1${path}`, { method: 'HEAD' });
  await w.as();
  expect((await head('/console')).headers.get('location')).toBe('/console/sign-in');
  expect((await head('/console/sign-in')).status).toBe(200);
  await signIn(w, ['counsellor'], { id: worker.id });
  const whole = await head('/console/members');
  expect([whole.status, await whole.text()]).toEqual([200, '']);
  expect((await head('/console/sending')).status).toBe(404);
});
