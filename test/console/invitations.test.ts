import { expect, test } from 'vitest';
import { INVITED_A_DAY, inviteFromLists, LIST_MIN } from '../../src/engine/invite-lists.ts';
import { parsePhoneNumber } from '../../src/base/phone-number.ts';
import { makePhones } from '../../src/engine/new-phone.ts';
import { readNumbers } from '../../src/console/invitations/read-numbers.ts';
import { KEPT } from '../../src/store/retention.ts';
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
/** Numbers that nobody else here has, so that a list is long enough. */
let strangers = 0;
const filledUp = (...numbers: string[]) =>
  [
    ...numbers,
    ...Array.from(
      { length: Math.max(0, LIST_MIN - numbers.length) },
      () => `+25472900${1_000 + strangers++}`,
    ),
  ].join('\n');
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
    await form(
      `number\n${filledUp('+254711000111', '0711000112', '+12', '', '+254 711 000 111')}`,
      {
        sourced_on: '2030-01-01',
      },
    )
  ).text();
  expect(page).toContain('Row 3 does not begin with + and the country');
  expect(page).toContain('Row 4 is no phone number');
  expect(page).toContain('Row 5 is empty');
  expect(page).toContain('Row 6 has a number that stands above already');
  expect(page).toContain('It cannot be in the future');
  expect(page).toContain('given at the meeting in Kibera');
  expect(page).not.toContain('000112');
  expect(await lists()).toEqual([]);
  // Two thousand rows are not two thousand lines: what is alike is said once, with every row.
  const rows = filledUp()
    .split('\n')
    .map((number, at) => (at < 12 ? number.slice(1) : number));
  const many = await (await form([...rows, '7.20E+11', '0711', 'Anna'].join('\n'))).text();
  expect(many).toContain('3 things to mend');
  expect(many).toContain('13 rows do not begin with + and the country: 1–12, 22.');
  expect(many).toContain('Row 21 was rounded by the spreadsheet');
  expect(many).toContain('Row 23 is no phone number');
  expect(readNumbers('+254711000111,Anna')).toEqual({ ok: false, file: 'more_columns' });
  expect(readNumbers('')).toEqual({ ok: false, file: 'no_rows' });
});

test('[req P11] a list asks about nobody alone: fewer than 20 are not taken, and known or not, a number is answered alike', async () => {
  await switchOn();
  const { keyring, clock } = bench.parts;
  await pool.run(
    (db) => db`insert into suppression (suppress_index, since)
      values (${keyring.suppressionIndex('+254711000199')}, ${clock.now()})`,
  );
  const few = await form(filledUp().split('\n').slice(1).join('\n'));
  expect(few.status).toBe(422);
  expect(await few.text()).toContain('A list has at least 20 numbers');
  const answerFor = async (number: string) =>
    (await (await form(filledUp(number, 'x'))).text()).replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/gu, '');
  expect(await answerFor('+254711000199')).toBe(await answerFor('+254711000198'));
  expect(await lists()).toEqual([]);
});

test('[req P11] a second person confirms, each number has its turn once, and a number that stopped looks like any other', async () => {
  await switchOn();
  const { keyring, clock } = bench.parts;
  await pool.run(
    (db) => db`insert into suppression (suppress_index, since)
      values (${keyring.suppressionIndex('+254711000113')}, ${clock.now()})`,
  );
  await bench.as('admin');
  expect((await form(filledUp('+254711000111', '+254711000112', '+254711000113'))).status).toBe(
    303,
  );
  const [list] = await lists();
  expect((await decide(list?.id, 'yes')).status).toBe(409);
  expect(await inviteFromLists(bench.parts)).toBe(0);
  await bench.as('supervisor');
  const asked = await (await bench.get('/console/invitations')).text();
  expect(asked).toContain('Confirm 20 numbers');
  // She sees what she says yes to.
  expect(asked).toContain('To take part, text JOIN.');
  expect(asked).toMatch(/At most KES\s16\.00, through in 1 day at the earliest/u);
  expect((await decide(list?.id, 'yes')).status).toBe(303);
  expect(await inviteFromLists(bench.parts)).toBe(20);
  expect(await lists()).toMatchObject([{ state: 'done', done: 20, total: 20 }]);
  const [left] = await pool.run(
    (db) => db<{ invited: number; lines: number }[]>`
      select (select count(*)::int from invitation) as invited, (select count(*)::int from invitation_line) as lines`,
  );
  expect(left).toEqual({ invited: 19, lines: 0 });
  const page = await (await bench.get('/console/invitations')).text();
  expect(page).toContain('20 of 20');
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
  expect(await wholeDay()).toBe(INVITED_A_DAY - 20);
  bench.moveMs(24 * 3_600_000);
  expect(await wholeDay()).toBe(300 - (INVITED_A_DAY - 20));
});

const turnsOf = async () => {
  const [row] = await pool.run(
    (db) => db<{ pace: number; lines: number; queued: number }[]>`
      select (select coalesce(sum(done), 0)::int from invitation_pace) as pace,
        (select count(*)::int from invitation_line) as lines,
        (select count(*)::int from message where class = 'invitation' and state = 'queued') as queued`,
  );
  return row;
};
const running = async (numbers: readonly string[]) => {
  bench.moveMs(24 * 3_600_000);
  await bench.as('admin');
  await form(filledUp(...numbers));
  const list = (await lists()).at(-1)?.id;
  await bench.as('supervisor');
  await decide(list, 'yes');
  return list;
};
const numbers = (first: number, count: number) =>
  Array.from({ length: count }, (_, n) => `+2547130${first + n}`);

test('[req C5] however many processes take numbers at once, a day never has more than its own', async () => {
  const list = await running(numbers(10_000, 260));
  const others = [1, 2].map(() => ({
    ...bench.parts,
    pool: database.open({ role: 'mazano_web', max: 3 }),
  }));
  let done = 0;
  for (let n = 1; n > 0;) {
    const each = await Promise.all([...others, ...others].map((parts) => inviteFromLists(parts)));
    n = each.reduce((sum, one) => sum + one, 0);
    done += n;
  }
  expect(done).toBe(INVITED_A_DAY);
  await decide(list, 'no');
});

test('nobody has a turn while it is quiet or paused, nor while lists are switched off; they go on afterwards', async () => {
  const list = await running(numbers(30_000, 30));
  const before = await turnsOf();
  const rests = async (off: string, on: string) => {
    await pool.run((db) => db.unsafe(off));
    expect([await inviteFromLists(bench.parts), await turnsOf()]).toEqual([0, before]);
    const page = await (await bench.get('/console/invitations')).text();
    expect(page).toContain('rests while nothing goes out');
    await pool.run((db) => db.unsafe(on));
  };
  await rests('update sending set quiet = true', 'update sending set quiet = false');
  await rests('update sending set paused = true', 'update sending set paused = false');
  await bench.post('/console/settings/switch', { name: 'imports', to: 'off' });
  expect(await (await bench.get('/console/invitations')).text()).toContain('rests: switched off');
  expect([await inviteFromLists(bench.parts), await turnsOf()]).toEqual([0, before]);
  await switchOn();
  expect(await inviteFromLists(bench.parts)).toBeGreaterThan(0);
  await bench.post('/console/settings/switch', { name: 'imports', to: 'off' });
  expect((await decide(list, 'no')).status).toBe(303);
  await switchOn();
});

test('[req C5] one person stops a list: the rest is deleted, what has not left is taken back, and may be invited rightly', async () => {
  const [first = '', ...rest] = numbers(40_000, 30);
  const list = await running([first, ...rest]);
  expect(await inviteFromLists(bench.parts)).toBe(20);
  const before = await turnsOf();
  expect(await (await bench.get('/console/invitations')).text()).toContain(
    'Stop and delete the rest',
  );
  expect((await decide(list, 'no')).status).toBe(303);
  expect(await turnsOf()).toMatchObject({ lines: 0, queued: (before?.queued ?? 0) - 20 });
  expect((await lists()).at(-1)).toMatchObject({ state: 'stopped', done: 20, total: 30 });
  await running([first]);
  expect(await inviteFromLists(bench.parts)).toBe(20);
  expect((await turnsOf())?.queued).toBe(before?.queued);
});

test('a turn that breaks in the middle has not been: the number stays, the day is as it was, and it is invited once', async () => {
  await running(['+254713050001']);
  const before = await turnsOf();
  await pool.run(
    (db) => db`alter table message add constraint breaks check (class <> 'invitation') not valid`,
  );
  await expect(inviteFromLists(bench.parts)).rejects.toThrow();
  expect(await turnsOf()).toEqual(before);
  await pool.run((db) => db`alter table message drop constraint breaks`);
  const both = await Promise.all([inviteFromLists(bench.parts), inviteFromLists(bench.parts)]);
  expect(both[0] + both[1]).toBe(20);
  expect((await turnsOf())?.queued).toBe((before?.queued ?? 0) + 20);
});

test('one number that cannot be read any more is set aside and named by its place; what stands behind it goes on', async () => {
  const known = parsePhoneNumber('+254713070001');
  if (known === undefined) throw new Error('no number');
  const list = await running([known]);
  bench.moveMs(1_000);
  const next = await form(filledUp());
  expect(next.status).toBe(303);
  await bench.as('admin');
  await decide((await lists()).at(-1)?.id, 'yes');
  const before = await turnsOf();
  await pool.run(
    (db) =>
      db`update invitation_line set number_sealed = '\\x00' where list_id = ${list ?? ''} and line in (2, 7)`,
  );
  // The keys of a phone that is known already: naming its place would say that it is known.
  const { keyring, clock } = bench.parts;
  await makePhones(pool, keyring, [known], clock.now());
  await pool.run(
    (db) =>
      db`update phone set wrapped_key = '\\x00' where number_index = ${keyring.numberIndex(known)}`,
  );
  expect(await inviteFromLists(bench.parts)).toBe(20);
  expect(await inviteFromLists(bench.parts)).toBe(20);
  expect(await turnsOf()).toEqual({
    lines: 0,
    pace: (before?.pace ?? 0) + 38,
    queued: (before?.queued ?? 0) + 37,
  });
  expect((await lists()).find(({ id }) => id === list)).toMatchObject({ state: 'done', done: 18 });
  const page = await (await bench.get('/console/invitations')).text();
  expect(page).toContain(
    '2 numbers of this list cannot be read any more: 2, 7, counted from the top',
  );
  expect(bench.logged.join('')).not.toContain(known.slice(1));
});

test('numbers of a list that nobody confirms are deleted after 60 days, and their key with them', async () => {
  await bench.as('admin');
  await form(filledUp());
  const kept = KEPT.find(({ name }) => name === 'numbers of lists from a file');
  const before = bench.parts.clock.now();
  if (kept === undefined) throw new Error('no such kind');
  expect(await pool.run((db) => kept.count(db, before))).toBe(0);
  const later = new Date(before.getTime() + 1);
  expect(await pool.run((db) => kept.clear(db, later, 100))).toBe(20);
  expect((await turnsOf())?.lines).toBe(0);
  const keys = await pool.run(
    (db) => db<{ state: string; left: number }[]>`
      select state, octet_length(wrapped_key) as left from invitation_list
      where state <> 'running' group by 1, 2 order by 1`,
  );
  expect(keys).toEqual([
    { state: 'done', left: 0 },
    { state: 'stopped', left: 0 },
  ]);
});

test('the preset for a small programme takes the place from the menu', async () => {
  await bench.as('admin');
  expect(await (await bench.get('/console')).text()).toContain('/console/invitations');
  await bench.post('/console/settings/switch', { name: 'small', to: 'on' });
  expect(await (await bench.get('/console')).text()).not.toContain('/console/invitations');
});
