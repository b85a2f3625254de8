import { describe, expect, test } from 'vitest';
import { pseudonymOf, readPseudonym } from '../../src/base/pseudonym.ts';
import { newId } from '../../src/base/ids.ts';
import {
  addMember,
  addWorker,
  asksFor,
  audited,
  makeHers,
  peopleWorld,
  signIn,
} from './people-world.ts';

const NUMBER = '+254711000111';

const w = await peopleWorld();
const anna = await addMember(w, { number: NUMBER, yes: ['check_ins', 'group_reminders'] });
const bela = await addMember(w, { number: '+254711000112', yes: [], language: 'sw' });
const worker = await addWorker(w, { number: '+254711000901' });
await makeHers(w, worker.id, bela.id);
const DAY_MS = 24 * 3_600_000;

const text = async (path: string) => (await w.get(path)).text();
const count = (page: string) => page.match(/href="\/console\/members\/[0-9a-f]{8}-/gu)?.length ?? 0;

describe('a pseudonym', () => {
  test('is the same each time, and its beginning finds it', () => {
    const ids = Array.from({ length: 200 }, () => newId());
    for (const id of ids) {
      const name = pseudonymOf(id);
      expect(name).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/u);
      const end = id.replaceAll('-', '').slice(-10);
      expect(readPseudonym(name)).toEqual({ from: end, to: end });
      for (const letters of [2, 4, 6]) {
        const range = readPseudonym(name.slice(0, letters).toLowerCase());
        expect(range && range.from <= end && end <= range.to).toBe(true);
      }
    }
  });

  test('is neither a number nor a word', () => {
    for (const typed of [NUMBER, 'anna!', 'a', 'UUUU', '123456789'])
      expect(readPseudonym(typed)).toBeUndefined();
  });
});

describe('the list of members', () => {
  test('names pseudonyms, states and purposes, and no number', async () => {
    await w.as('supervisor');
    const page = await text('/console/members');
    expect(page).toContain(pseudonymOf(anna.id));
    expect(page).toContain('Check-ins, Group reminders');
    expect(page).toContain('Swahili');
    expect(page).not.toContain('711000111');
    expect(count(page)).toBe(2);
  });

  test('filters are folded behind one line that says what is set, and opens without script', async () => {
    await w.as('supervisor');
    const line = async (query: string) =>
      /<details class="filters">\s*<summary>([^<]*)/u.exec(
        await text(`/console/members${query}`),
      )?.[1];
    expect(await line('')).toBe('Filters');
    expect(await line('?state=stopped&language=sw&purpose=nothing')).toBe(
      'Filters: Said STOP, Swahili',
    );
  });

  test('[rel P57] a browser sends no phone number as a search: it would stand in the address', async () => {
    await w.as('supervisor');
    const [, pattern = ''] = /pattern="([^"]*)"/u.exec(await text('/console/members')) ?? [];
    // As a browser reads it.
    const taken = new RegExp(`^(?:${pattern})$`, 'v');
    for (const number of [
      NUMBER,
      '0711 000 111',
      '(0711) 000-111',
      '+254.711.000.111',
      '711000111',
    ])
      expect([number, taken.test(number)]).toEqual([number, false]);
    for (const search of ['', pseudonymOf(anna.id), anna.id, 'K7', 'Kibera, 2026-11-23', 'Anna'])
      expect([search, taken.test(search)]).toEqual([search, true]);
  });

  test('is searched by pseudonym, and filtered', async () => {
    await w.as('admin');
    const name = pseudonymOf(bela.id);
    expect(count(await text(`/console/members?q=${name}`))).toBe(1);
    expect(count(await text(`/console/members?q=${name.slice(0, 4)}`))).toBe(1);
    expect(count(await text('/console/members?q=254711000111'))).toBe(0);
    expect(count(await text('/console/members?purpose=group_reminders'))).toBe(1);
    expect(count(await text('/console/members?language=sw'))).toBe(1);
    expect(count(await text('/console/members?state=stopped'))).toBe(0);
    expect(count(await text('/console/members?state=taking_part'))).toBe(2);
  });

  test('says how it stands with each, the strongest that is true first', async () => {
    const now = w.parts.clock.now();
    const ago = (days: number) => new Date(now.getTime() - days * DAY_MS);
    const made = {
      silent: await addMember(w, { number: '+254711000121', heardAt: ago(31) }),
      lapsed: await addMember(w, { number: '+254711000122', heardAt: ago(91) }),
      paused: await addMember(w, { number: '+254711000123', pausedUntil: ago(-3) }),
      stopped: await addMember(w, { number: '+254711000124', pausedUntil: ago(-3) }),
      erasing: await addMember(w, { number: '+254711000125' }),
    };
    await w.database.pool.transact(async (tx) => {
      await tx`
        insert into stop_request (phone_id, provider, provider_id, channel, asked_at, acknowledge)
        select id, 'x', id::text, 'sms', ${now}, false from unnest(${[made.stopped.phoneId, made.erasing.phoneId]}::uuid[]) id`;
      await tx`
        insert into erasure (id, phone_id, suppress_index, asked_by, asked_at, due_at)
        select ${newId()}, id, suppress_index, 'sms', ${now}, ${now} from phone where id = ${made.erasing.phoneId}`;
    });
    await w.as('supervisor');
    for (const [state, { id }] of Object.entries(made)) {
      const found = await text(`/console/members?state=${state}`);
      expect([state, count(found)]).toEqual([state, 1]);
      expect(found).toContain(pseudonymOf(id));
    }
  });

  test('goes into a spreadsheet without numbers, for an entry of the audit log', async () => {
    await w.as('supervisor');
    const file = await text('/console/members/export?language=sw');
    expect(file).toContain('Member,State,Has said yes to,Language,Channel');
    expect(file).toMatch(/,Taking part,[^\r\n]*,Swahili,SMS,/u);
    expect(file.trim().split('\r\n')).toHaveLength(2);
    expect(file).not.toContain('7110001');
    expect((await audited(w)).at(-1)).toBe('members_exported');
  });

  test('[rel P56] a counsellor sees her own, and of all others not even a page', async () => {
    await signIn(w, ['counsellor'], { id: worker.id });
    const page = await text('/console/members');
    expect(page).toContain(pseudonymOf(bela.id));
    expect(count(page)).toBe(1);
    expect((await w.get(`/console/members/${bela.id}`)).status).toBe(200);
    expect((await w.get(`/console/members/${anna.id}`)).status).toBe(404);
    expect((await w.get('/console/members/export')).status).toBe(404);
    await w.as('counsellor');
    expect(count(await text('/console/members'))).toBe(0);
    expect((await w.get(`/console/members/${bela.id}`)).status).toBe(404);
  });

  test('[rel P55] whoever monitors or edits has no list of members at all', async () => {
    for (const role of ['monitor', 'editor', 'translator', 'reviewer', 'peer_reviewer'] as const) {
      await w.as(role);
      expect((await w.get('/console/members')).status).toBe(404);
    }
  });
});

describe('a member’s page', () => {
  test('has ledger, requests and counts, no number and no word; that it was read is audited', async () => {
    await asksFor(w, anna, { reason: 'wants_a_call' });
    await w.as('supervisor');
    const page = await text(`/console/members/${anna.id}`);
    expect(page).toContain(`Member ${pseudonymOf(anna.id)}`);
    expect(page).toContain('Would like a call');
    expect(page).toContain('by SMS, answered 1');
    expect(page).toContain('Shown 0 times.');
    expect(page).not.toContain('711000111');
    expect((await audited(w)).at(-1)).toBe('member_shown');
  });

  test('nobody is at an id that is none', async () => {
    for (const id of ['x', newId(), '%27']) {
      await w.as('admin');
      expect((await w.get(`/console/members/${id}`)).status).toBe(404);
    }
  });
});

describe('a number that staff type', () => {
  test('leads to her page by a form with a reason, in no address and no log', async () => {
    await w.as('supervisor');
    const found = await w.post('/console/members/find', {
      number: '+254 711 000 111',
      why: 'she_is_here',
    });
    expect(found.headers.get('location')).toBe(`/console/members/${anna.id}`);
    expect((await audited(w)).at(-1)).toBe('member_looked_up');
    expect(w.logged.join('')).not.toContain('711000111');
  });

  test('is looked up for no reason not at all, and what was typed is not lost', async () => {
    await w.as('admin');
    const before = (await audited(w)).length;
    const form = await w.post('/console/members/find', { number: NUMBER, why: '' });
    expect(form.status).toBe(422);
    expect(await form.text()).toContain(NUMBER);
    expect(await audited(w)).toHaveLength(before);
  });

  test('of nobody is answered so, and that somebody looked is audited too', async () => {
    await w.as('supervisor');
    const answer = await w.post('/console/members/find', {
      number: '+254711999999',
      why: 'complaint',
    });
    const said = await answer.text();
    expect(said).toContain('Nobody takes part with this number.');
    expect(said).not.toContain('711999999');
    expect((await audited(w)).at(-1)).toBe('member_looked_up');
  });

  test('is looked up twenty times a day, and not more often', async () => {
    await signIn(w, ['supervisor'], { id: newId() });
    const look = () =>
      w.post('/console/members/find', { number: '+254711999998', why: 'she_called' });
    for (let at = 0; at < 20; at += 1) expect((await look()).status).toBe(200);
    expect((await look()).status).toBe(429);
    w.moveMs(DAY_MS);
    expect((await look()).status).toBe(200);
  });

  test('is looked up no more often by asking all at once', async () => {
    await signIn(w, ['supervisor'], { id: newId() });
    const look = () =>
      w.post('/console/members/find', { number: '+254711999997', why: 'she_called' });
    const all = await Promise.all(Array.from({ length: 40 }, look));
    expect(all.filter(({ status }) => status === 200)).toHaveLength(20);
  });
});

describe('[rel P73] who reads what is a member’s is written down before it is shown', () => {
  const read = async (path: string) => {
    const before = (await audited(w)).length;
    const answer = await w.get(path);
    return [answer.status, ...(await audited(w)).slice(before)];
  };

  test('requests: the board, one of them, the file, and a counsellor’s own list', async () => {
    const id = await asksFor(w, bela, { reason: 'risk_words' });
    await w.as('supervisor');
    for (const path of ['', `/${id}`, '/export'])
      expect([path, ...(await read(`/console/follow-ups${path}`))]).toEqual([
        path,
        200,
        'requests_shown',
      ]);
    await signIn(w, ['counsellor'], { id: worker.id });
    expect(await read('/console/follow-ups')).toEqual([200, 'requests_shown']);
  });

  test('members: her page for who sees all and for her counsellor, the receipt, the file', async () => {
    await w.as('supervisor');
    expect(await read(`/console/members/${anna.id}`)).toEqual([200, 'member_shown']);
    expect(await read(`/console/members/${anna.id}/receipt`)).toEqual([200, 'receipt_shown']);
    expect(await read('/console/members/export')).toEqual([200, 'members_exported']);
    await signIn(w, ['counsellor'], { id: worker.id });
    expect(await read(`/console/members/${bela.id}`)).toEqual([200, 'member_shown']);
    expect(await read(`/console/members/${anna.id}`)).toEqual([404, 'members_refused']);
  });
});
