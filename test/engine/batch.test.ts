import { describe, expect, test } from 'vitest';
import { newId } from '../../src/base/ids.ts';
import { parsePhoneNumber } from '../../src/base/phone-number.ts';
import { callBack } from '../scenarios/call-back.ts';
import { isAsked, joins, ledger } from '../scenarios/joined.ts';
import { world, type World, type WorldPhone } from '../world/world.ts';

/** Posts a text once, as the gateway does, and says what was answered. */
async function posts(
  w: World,
  { number }: WorldPhone,
  text: string,
  id = newId(),
): Promise<number> {
  const date = w.clock.now().toISOString();
  const fields = { from: number, to: '22340', id, text, date };
  return (await callBack(w, 'sms', fields)).status;
}

function manyPhones(w: World, count: number): WorldPhone[] {
  return Array.from({ length: count }, (_, index) =>
    w.phoneOf(`+2547130${String(10_000 + index)}`),
  );
}

describe('a batch', () => {
  test('with one row that the database refuses saves all the others', async () => {
    const w = await world();
    const phones = manyPhones(w, 40);
    await Promise.all(phones.map((phone) => posts(w, phone, 'hello')));
    const poisoned = phones[17];
    if (poisoned === undefined) throw new Error('no phone');
    const id = await idOf(w, poisoned);
    await w.db.run((sql) =>
      sql.unsafe(`alter table turn add check (phone_id <> '${id}' or turn <= 1)`),
    );
    const answers = await Promise.all(phones.map((phone) => posts(w, phone, 'JOIN')));
    expect(answers.filter((status) => status === 200)).toHaveLength(39);
    expect(answers[17]).toBe(503);
    await w.clock.settle();
    for (const phone of phones)
      expect(phone.lastHeard().includes('Which language?')).toBe(phone !== poisoned);
    expect(w.lines.join('')).toContain('turn_not_saved');
    expect(await posts(w, poisoned, 'STOP')).toBe(200);
    await w.clock.settle();
    expect(await stopped(w, id)).toBe(true);
  });

  test('does not wait for a row that somebody holds', async () => {
    const w = await world();
    const phones = manyPhones(w, 20);
    await Promise.all(phones.map((phone) => posts(w, phone, 'hello')));
    const held = phones[3];
    if (held === undefined) throw new Error('no phone');
    const id = await idOf(w, held);
    const release = Promise.withResolvers<void>();
    const locked = Promise.withResolvers<void>();
    const holding = w.db.transact(async (tx) => {
      await tx`select from conversation where phone_id = ${id} for update`;
      locked.resolve();
      await release.promise;
    });
    await locked.promise;
    const late = posts(w, held, 'JOIN');
    const others = phones.filter((phone) => phone !== held);
    expect(await Promise.all(others.map((phone) => posts(w, phone, 'JOIN')))).toEqual(
      others.map(() => 200),
    );
    release.resolve();
    await holding;
    expect([200, 503]).toContain(await late);
    await w.clock.settle();
  });

  test('goes on while a send holds the gate of one of its phones', async () => {
    const w = await world();
    w.standIn.faults.set({
      answers: [{ answer: 'slow', delayMs: 1_500, to: w.phone.number, times: 1 }],
    });
    expect(await posts(w, w.phone, 'HELP')).toBe(200);
    await sendingBegan(w);
    expect(await posts(w, w.phone, '9')).toBe(200);
    expect(w.phone.heard()).toHaveLength(1);
    await w.clock.settle();
    expect(w.phone.heard()).toHaveLength(2);
  });

  test('has one effect for a text that comes five times at once [rel P12]', async () => {
    const w = await world();
    const statuses = await Promise.all(
      [1, 2, 3, 4, 5].map(() => posts(w, w.phone, 'JOIN', 'same')),
    );
    expect(new Set(statuses)).toEqual(new Set([200]));
    await w.clock.settle();
    expect(w.phone.heard()).toHaveLength(1);
    expect(await turnsOf(w)).toEqual([1]);
  });

  test('decides anew what another process was faster with: no turn is lost, none is doubled [rel P24]', async () => {
    const w = await world();
    const other = await w.replica();
    const from = parsePhoneNumber(w.phone.number);
    if (from === undefined) throw new Error('not a number');
    const sms = (text: string) => ({
      provider: 'africastalking',
      providerId: newId(),
      from,
      to: '22340',
      text,
      sentAt: w.clock.now(),
    });
    const receivers = [w.service.receiver, other.receiver];
    const results = await Promise.all(
      Array.from({ length: 6 }).flatMap(() => receivers.map((each) => each.sms(sms('hello')))),
    );
    expect(new Set(results)).toEqual(new Set(['done']));
    expect(await turnsOf(w)).toEqual(Array.from({ length: 12 }, (_, index) => index + 1));
  });
});

describe('a conversation that cannot be decided', () => {
  test('is parked at the third try and holds up nobody; STOP works for it [rel P29]', async () => {
    const w = await world();
    await isAsked(w);
    const others = manyPhones(w, 5);
    await w.db.run((sql) => sql`update conversation set sealed = '\\x0102'`);
    const tries = [];
    for (let count = 0; count < 3; count += 1) {
      const [poison, ...rest] = await Promise.all([
        posts(w, w.phone, '1', 'poison'),
        ...others.map((phone) => posts(w, phone, 'hello')),
      ]);
      tries.push(poison);
      expect(rest).toEqual(others.map(() => 200));
    }
    expect(tries).toEqual([503, 503, 200]);
    await w.clock.settle();
    expect(w.phone.lastHeard()).toContain('Reply 9 to talk');
    await w.phone.texts('STOP');
    expect((await ledger(w)).at(-1)).toBe('withdrawn check_ins');
  });

  test('begins anew at JOIN', async () => {
    const w = await world();
    await w.phone.texts('JOIN');
    await w.db.run((sql) => sql`update conversation set trouble = 'test'`);
    await w.phone.texts('1');
    expect(w.phone.lastHeard()).toContain('Reply 9 to talk');
    await joins(w.phone);
    expect(await ledger(w)).toEqual(['given check_ins']);
  });

  test('of a phone whose key was changed is stopped all the same, without words', async () => {
    const w = await world();
    await joins(w.phone);
    const heard = w.phone.heard().length;
    await w.db.run((sql) => sql`update phone set wrapped_key = '\\x0102'`);
    await w.phone.texts('STOP');
    expect((await ledger(w)).at(-1)).toBe('withdrawn check_ins');
    await w.clock.advance({ hours: 48 });
    expect(w.phone.heard()).toHaveLength(heard);
  });

  test('is not read from the row of another phone: a sealed value belongs to its place [rel P67]', async () => {
    const w = await world();
    const other = w.phoneOf('+254711000999');
    for (const text of ['JOIN', '1', '1']) await w.phone.texts(text);
    for (const text of ['JOIN', '2']) await other.texts(text);
    await w.db.run(
      (sql) => sql`
        update conversation c set sealed = o.sealed
        from conversation o where o.phone_id <> c.phone_id`,
    );
    expect(await posts(w, w.phone, '1')).toBe(503);
    expect(await ledger(w)).toEqual([]);
  });
});

describe('reports that arrive together', () => {
  test('are saved together; one that the database refuses harms no other, and an unknown one waits [rel P12]', async () => {
    const w = await world();
    const phones = manyPhones(w, 20);
    await Promise.all(phones.map((phone) => posts(w, phone, 'JOIN')));
    await w.clock.settle();
    const ids = await providerIds(w);
    expect(ids).toHaveLength(20);
    const [poisoned = '', final = ''] = ids;
    // The stand-in has reported on them too.
    await w.db.run((sql) => sql`update message set delivery = null`);
    await w.db.run((sql) => sql`delete from parked_report`);
    await w.db.run((sql) =>
      sql.unsafe(
        `alter table message add check (provider_id <> '${poisoned}' or delivery is null)`,
      ),
    );
    const report = async (id: string, status: string) =>
      (await callBack(w, 'delivery', { id, status, phoneNumber: w.phone.number })).status;
    expect(await report(final, 'Failed')).toBe(200);
    const all = [...ids, 'unknown'];
    const answers = await Promise.all(all.map((id) => report(id, 'Success')));
    expect(answers).toEqual(all.map((id) => (id === poisoned ? 503 : 200)));
    expect(await deliveries(w)).toEqual(
      Object.fromEntries(
        ids.map((id) => [id, id === poisoned ? null : id === final ? 'failed' : 'delivered']),
      ),
    );
    const waiting = await w.db.run((sql) => sql`select provider_id from parked_report`);
    expect(waiting).toEqual([{ providerId: 'unknown' }]);
  });
});

async function providerIds({ db }: World): Promise<string[]> {
  const rows = await db.run(
    (sql) => sql<{ providerId: string }[]>`
      select provider_id from message where provider_id is not null order by seq`,
  );
  return rows.map(({ providerId }) => providerId);
}

async function deliveries({ db }: World): Promise<Record<string, string | null>> {
  const rows = await db.run(
    (sql) => sql<{ providerId: string; delivery: string | null }[]>`
      select provider_id, delivery from message where provider_id is not null`,
  );
  return Object.fromEntries(rows.map(({ providerId, delivery }) => [providerId, delivery]));
}

async function idOf({ db, service }: World, { number }: WorldPhone): Promise<string> {
  const numberIndex = service.setting.keyring.numberIndex(number);
  const [row] = await db.run(
    (sql) => sql<{ id: string }[]>`select id from phone where number_index = ${numberIndex}`,
  );
  return row?.id ?? '';
}

async function stopped({ db }: World, id: string): Promise<boolean | undefined> {
  const [row] = await db.run((sql) => sql<{ yes: boolean }[]>`select is_stopped(${id}) as yes`);
  return row?.yes;
}

async function turnsOf({ db }: World): Promise<number[]> {
  const rows = await db.run((sql) => sql<{ turn: number }[]>`select turn from turn order by turn`);
  return rows.map(({ turn }) => turn);
}

/** The gateway has the request; it answers later. */
async function sendingBegan({ standIn }: World): Promise<void> {
  while (standIn.arrivals.whole === 0) await new Promise((resolve) => setImmediate(resolve));
}
