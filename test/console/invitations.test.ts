import { expect, test } from 'vitest';
import { INVITED_A_DAY, inviteFromLists } from '../../src/engine/invite-lists.ts';
import { readNumbers } from '../../src/console/invitations/read-numbers.ts';
import { freshDatabase } from '../world/database.ts';
import { consoleBench } from './console-bench.ts';

const database = await freshDatabase();
const bench = await consoleBench(database);
const { pool } = database;

const form = (text: string, more: Record<string, string> = {}) => {
  const body = new FormData();
  const all = { source: 'given at the meeting in Kibera', sourced_on: '2026-11-20', ...more };
  for (const [name, value] of Object.entries(all)) body.set(name, value);
  body.set('numbers', new File([text], 'numbers.csv', { type: 'text/csv' }));
  return bench.app.request('http://127.0.0.1/console/invitations', {
    method: 'POST',
    headers: { 'sec-fetch-site': 'same-origin' },
    body,
  });
};
const switchOn = async () => {
  for (const _ of [1, 2]) {
    await bench.as('admin');
    await bench.post('/console/settings/switch', { name: 'imports', to: 'on' });
  }
};
const lists = () =>
  pool.run(
    (db) => db<{ id: string; state: string; done: number; total: number }[]>`
      select id, state, done, total from invitation_list order by entered_at, id`,
  );
const decide = async (id: string | undefined, to: string) =>
  bench.post('/console/invitations/decide', { list: id ?? '', to });

test('[req C5] it is off until two different people have switched it on, and one switches it off', async () => {
  await bench.as('supervisor');
  expect((await form('+254711000111')).status).toBe(403);
  await bench.post('/console/settings/switch', { name: 'imports', to: 'on' });
  const twice = await bench.post('/console/settings/switch', { name: 'imports', to: 'on' });
  expect(twice.status).toBe(409);
  expect((await form('+254711000111')).status).toBe(403);
  await bench.as('admin');
  await bench.post('/console/settings/switch', { name: 'imports', to: 'on' });
  expect((await form('nothing')).status).toBe(422);
  await bench.post('/console/settings/switch', { name: 'imports', to: 'off' });
  expect((await form('+254711000111')).status).toBe(403);
});

test('each wrong row is said in words with its number, what was typed stays, and nothing is kept', async () => {
  await switchOn();
  const page = await (
    await form('number\n+254711000111\n0711000112\n+12\n\n+254 711 000 111', {
      sourced_on: '2030-01-01',
    })
  ).text();
  expect(page).toContain('Row 3 does not begin with + and the country');
  expect(page).toContain('Row 4 is no phone number');
  expect(page).toContain('Row 5 is empty');
  expect(page).toContain('Row 6 has a number that stands above already');
  expect(page).toContain('It cannot be in the future');
  expect(page).toContain('given at the meeting in Kibera');
  expect(page).not.toContain('000112');
  expect(await lists()).toEqual([]);
  expect(readNumbers('+254711000111,Anna')).toEqual({ ok: false, file: 'more_columns' });
  expect(readNumbers('')).toEqual({ ok: false, file: 'no_rows' });
});

test('[req P11] a second person confirms, each number has its turn once, and a number that stopped looks like any other', async () => {
  await switchOn();
  const { keyring, clock } = bench.parts;
  await pool.run(
    (db) => db`insert into suppression (suppress_index, since)
      values (${keyring.suppressionIndex('+254711000113')}, ${clock.now()})`,
  );
  await bench.as('admin');
  expect((await form('+254711000111\n+254711000112\n+254711000113')).status).toBe(303);
  const [list] = await lists();
  expect((await decide(list?.id, 'yes')).status).toBe(409);
  expect(await inviteFromLists(bench.parts)).toBe(0);
  await bench.as('supervisor');
  expect(await (await bench.get('/console/invitations')).text()).toContain('Confirm 3 numbers');
  expect((await decide(list?.id, 'yes')).status).toBe(303);
  expect(await inviteFromLists(bench.parts)).toBe(3);
  expect(await lists()).toMatchObject([{ state: 'done', done: 3, total: 3 }]);
  const [left] = await pool.run(
    (db) => db<{ invited: number; lines: number }[]>`
      select (select count(*)::int from invitation) as invited, (select count(*)::int from invitation_line) as lines`,
  );
  expect(left).toEqual({ invited: 2, lines: 0 });
  const page = await (await bench.get('/console/invitations')).text();
  expect(page).toContain('3 of 3');
});

test('a programme invites so many a day, whatever the number of files; the rest has its turn the next day', async () => {
  await switchOn();
  const numbers = (first: number) =>
    Array.from({ length: 150 }, (_, n) => `+2547120${first + n}`).join('\n');
  for (const first of [10_000, 20_000]) {
    bench.moveMs(1_000);
    await bench.as('admin');
    await form(numbers(first));
    await bench.as('supervisor');
    await decide((await lists()).at(-1)?.id, 'yes');
  }
  const wholeDay = async () => {
    let done = 0;
    for (let n = await inviteFromLists(bench.parts); n > 0; n = await inviteFromLists(bench.parts))
      done += n;
    return done;
  };
  expect(await wholeDay()).toBe(INVITED_A_DAY - 3);
  bench.moveMs(24 * 3_600_000);
  expect(await wholeDay()).toBe(300 - (INVITED_A_DAY - 3));
});

test('the preset for a small programme takes the place from the menu', async () => {
  await bench.as('admin');
  expect(await (await bench.get('/console')).text()).toContain('/console/invitations');
  await bench.post('/console/settings/switch', { name: 'small', to: 'on' });
  expect(await (await bench.get('/console')).text()).not.toContain('/console/invitations');
});
