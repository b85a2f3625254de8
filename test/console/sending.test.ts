import { beforeAll, describe, expect, test } from 'vitest';
import { newId } from '../../src/base/ids.ts';
import { keepFigures } from '../../src/followup/keep-figures.ts';
import type { Role } from '../../src/console/frame/route.ts';
import { makeAccount } from '../../src/store/staff-accounts.ts';
import { readSending } from '../../src/store/sending-state.ts';
import { freshDatabase } from '../world/database.ts';
import { consoleBench } from './console-bench.ts';

const database = await freshDatabase();
const bench = await consoleBench(database);
const { pool } = database;

/** Messages of one phone that are over, or wait; a minute apart, ending now. */
async function messages(of: { class: string; state: string; reason?: string; count: number }) {
  const now = bench.parts.clock.now();
  await pool.run(
    (db) => db`
      insert into message (id, phone_id, class, rank, epoch, state, reason, text_sealed, segments, created_at, send_after,
        send_by, finished_at)
      select gen_random_uuid(), ${newId()}, ${of.class}, 3, 0, ${of.state}, ${of.reason ?? null}, '\\x00', 2,
        ${now}::timestamptz - n * interval '1 minute', ${now}, ${now}::timestamptz + interval '1 day',
        case when ${of.state} <> 'queued' then ${now}::timestamptz - n * interval '1 minute' end
      from generate_series(1, ${of.count}) n`,
  );
}

const keep = () =>
  keepFigures({
    pool,
    clock: bench.parts.clock,
    timeZone: bench.parts.programme.timeZone,
  });

beforeAll(async () => {
  const phone = newId();
  await pool.run(async (db) => {
    await db`insert into phone (id, number_index, suppress_index, number_sealed, wrapped_key, created_at)
      values (${phone}, '\\x01', '\\x02', '\\x03', '\\x04', ${bench.parts.clock.now()})`;
  });
  await messages({ class: 'reply', state: 'sent', count: 40 });
  await messages({ class: 'timer', state: 'queued', count: 7 });
  await messages({ class: 'reply', state: 'unknown', reason: 'limit', count: 1 });
  await messages({ class: 'broadcast', state: 'cancelled', reason: 'capped', count: 60 });
  await keep();
});

describe('the page of sending', () => {
  test('says what waits, what may have left, and every cause in words, not as a code', async () => {
    await bench.as('supervisor');
    const page = await (await bench.get('/console/sending')).text();
    expect(page).toContain('7 messages wait');
    expect(page).toContain('1 message of the last day may or may not have left');
    expect(page).toContain('This phone had as many texts as it may have.');
    expect(page).toContain('<svg');
    expect(page).not.toContain('why_');
    expect(page).toContain('href="/console/sending/messages?q=capped&amp;state=cancelled"');
    const file = await (await bench.get('/console/sending/days.csv')).text();
    expect(file).toMatch(
      /^\uFEFF?Day,What became of it,Kind,Why,Messages,SMS paid for,Money,Currency/u,
    );
    expect(file).toContain('This phone had as many texts as it may have.');
  });

  test('the list of messages is found by state, class and day, paged, and exported without words or numbers', async () => {
    await bench.as('admin');
    const at = async (query: string) =>
      (await bench.get(`/console/sending/messages${query}`)).text();
    expect(await at('?state=cancelled')).toContain('Page 1 of 2');
    expect(await at('?state=unknown&class=reply')).toContain('took too long to answer');
    expect(await at('?state=unknown&class=timer')).toContain('No message is like that');
    expect(await at('?state=queued')).toContain('7 in all');
    expect(await at('?day=2026-11-01')).toContain('No message is like that');
    // By the words that the list says it in, and by the code.
    for (const query of ['?q=capped', '?q=as+many+texts', '?q=AS+MANY&state=cancelled'])
      expect(await at(query)).toContain('60 in all');
    const csv = await (await bench.get('/console/sending/messages.csv?state=unknown')).text();
    expect(csv.split('\r\n')).toHaveLength(3);
    expect(csv).toContain('may have left,answer,');
  });

  test('a count done twice gives the same figures', async () => {
    const figures = () =>
      pool.run((db) => db<{ n: number }[]>`select sum(messages)::int as n from message_day`);
    const before = await figures();
    await keep();
    expect(await figures()).toEqual(before);
    expect(before).toEqual([{ n: 101 }]);
  });
});

const account = (name: string, role: Role) =>
  pool.transact((tx) =>
    makeAccount(tx, {
      staffId: newId(),
      isStaff: false,
      signInName: name.toLowerCase(),
      displayName: name,
      language: 'en',
      isLead: false,
      roles: [role],
      now: bench.parts.clock.now(),
    }),
  );

describe('the button for quiet', () => {
  test('whoever works here may press it but a monitor; it stands on every page, and says so when it is quiet', async () => {
    await bench.as('monitor');
    expect((await bench.post('/console/sending/quiet')).status).toBe(404);
    expect(await (await bench.get('/console')).text()).not.toContain('sending/quiet');
    await bench.as('translator');
    expect(await (await bench.get('/console')).text()).toContain('sending/quiet');
    expect((await bench.post('/console/sending/quiet')).headers.get('location')).toBe(
      '/console#quiet',
    );
    expect((await pool.run(readSending)).quiet).toBe(true);
    const home = await (await bench.get('/console')).text();
    expect(home).toContain('Quiet: nothing goes out');
    // Who pressed by mistake reads at once what goes on, and how it is taken back.
    expect(home).toContain('Whoever dials is answered as always');
    expect(home).toContain('Pressed by you');
    expect(home).toContain('also after a press by mistake, two people say so');
    expect(home).toContain('Fewer than two such people have an account yet');
    expect(home).not.toContain('You can be one of the two');
  });

  test('an admin and a supervisor open it again, never one of them twice', async () => {
    await bench.as('translator');
    expect((await bench.post('/console/sending/release')).status).toBe(404);
    await Promise.all([account('Nyasha', 'admin'), account('Tariro', 'supervisor')]);
    await bench.as('admin');
    const page = await (await bench.get('/console')).text();
    expect(page).toMatch(/These can: Nyasha and Tariro\.\s+You can be one of the two/u);
    expect(page).toContain('action="/console/sending/release"');
    await bench.post('/console/sending/release');
    expect((await bench.post('/console/sending/release')).status).toBe(409);
    const waits = async () =>
      (await (await bench.get('/console')).text()).includes('asks you to agree: end the quiet');
    expect(await waits()).toBe(false);
    await bench.as('editor');
    expect(await waits()).toBe(false);
    await bench.as('supervisor');
    expect(await waits()).toBe(true);
    const sending = await (await bench.get('/console/sending')).text();
    expect(sending).toContain('I am the second of two');
    expect(sending).toContain('7 messages wait because it is quiet.');
    await bench.post('/console/sending/release');
    expect((await pool.run(readSending)).quiet).toBe(false);
  });
});
