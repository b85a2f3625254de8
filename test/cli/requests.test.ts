import { expect, test } from 'vitest';
import { Unsealable } from '../../src/base/seal.ts';
import { world, type World } from '../world/world.ts';
import { desk } from './desk.ts';

type Entry = { actor: string; action: string; detail: string; subject: string | null };
const audited = (w: World) =>
  w.db.run(
    (db) => db<Entry[]>`
      select actor, action, detail, subject from audit where action like 'request%' order by seq`,
  );
const states = (w: World) =>
  w.db.run((db) => db<{ id: string; state: string }[]>`select id, state from follow_up`);

test('whoever runs the service sees who asked for a person, and that it was read is in the audit log', async () => {
  const w = await world();
  const requests = desk(w);
  expect(await requests()).toBe('Nobody waits for a person.');
  await w.phone.texts('9');
  await w.phoneOf('+254711000222').texts('call me');
  const said = await requests();
  expect(said).toContain('2 requests for a person, oldest first; times of Africa/Nairobi:');
  expect(said).toMatch(/^[0-9A-F]{7} {2}2026-11-23 12:00 {2}en {3}\+254711000111 +asked$/mu);
  expect(said.indexOf(w.phone.number)).toBeLessThan(said.indexOf('+254711000222'));
  const ids = (await states(w)).map(({ id }) => id);
  const [nothing, both] = await audited(w);
  expect(nothing).toMatchObject({ action: 'requests_shown', detail: '', actor: 'command line' });
  expect(both?.detail.split(',').toSorted()).toEqual(ids.toSorted());
});

test('done closes the one request that was named, and no other', async () => {
  const w = await world();
  const requests = desk(w);
  await w.phone.texts('9');
  await w.phoneOf('+254711000222').texts('9');
  const reference = /^[0-9A-F]{7}(?= .*\+254711000111)/mu.exec(await requests())?.[0] ?? '';
  expect(await requests(`done ${reference.toLowerCase()}`)).toBe(
    `Done: ${reference.toLowerCase()}.`,
  );
  const left = await requests();
  expect(left).toContain('1 request for a person');
  expect(left).not.toContain('+254711000111');
  const closed = (await states(w)).find(({ state }) => state === 'done')?.id ?? '';
  expect(closed.replaceAll('-', '').toUpperCase()).toMatch(new RegExp(`${reference}$`, 'u'));
  expect(await audited(w)).toContainEqual(
    expect.objectContaining({ action: 'request_done', detail: closed }),
  );
  await expect(requests(`done ${reference}`)).rejects.toThrow(/^No open request is called/u);
});

test('what is not understood closes nothing and shows no number', async () => {
  const w = await world();
  await w.phone.texts('9');
  const typed = ['done', 'done 1 2', 'done %', 'done 12', 'dun 1234567', 'all', '--yes more'];
  for (const words of typed)
    await expect(desk(w)(words), words).rejects.toMatchObject({ name: 'Refusal' });
  expect(await states(w)).toMatchObject([{ state: 'open' }]);
  expect(await audited(w)).toEqual([]);
});

test('a reference that two requests share closes neither', async () => {
  const w = await world();
  await w.phone.texts('9');
  await w.phoneOf('+254711000222').texts('9');
  await w.db.run(
    (db) => db`
      update follow_up set id = overlay(id::text placing 'abcdef012' from 28)::uuid`,
  );
  await expect(desk(w)('done CDEF012')).rejects.toThrow('More than one ends with CDEF012');
  expect(await states(w)).toMatchObject([{ state: 'open' }, { state: 'open' }]);
});

test('numbers go to a terminal only, unless it is said that they may go elsewhere', async () => {
  const w = await world();
  await w.phone.texts('9');
  await expect(desk(w)('', false)).rejects.toMatchObject({ code: 'forbidden' });
  expect(await audited(w)).toEqual([]);
  expect(await desk(w)('--yes', false)).toContain(w.phone.number);
});

test('no number stands in a log or in the audit log after a listing', async () => {
  const w = await world();
  await w.phone.texts('9');
  await desk(w)();
  const digits = w.phone.number.slice(1);
  expect(w.lines.join('')).not.toContain(digits);
  expect(JSON.stringify(await w.db.run((db) => db`select * from audit`))).not.toContain(digits);
});

test('with other keys nothing is shown, and nothing counts as shown', async () => {
  const w = await world();
  await w.phone.texts('9');
  const others = { ...w.secrets, wrap: Buffer.alloc(32, 'x') };
  await expect(desk(w, others)()).rejects.toBeInstanceOf(Unsealable);
  expect(await audited(w)).toEqual([]);
});

test('a request outlives a STOP, and it is said that this number stopped texts', async () => {
  const w = await world();
  await w.phone.texts('9');
  await w.phone.texts('STOP');
  expect(await desk(w)()).toMatch(/\+254711000111 .*\(has stopped texts; the request stands\)/u);
});
