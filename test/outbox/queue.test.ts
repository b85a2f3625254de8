import { describe, expect, test } from 'vitest';
import { createRate } from '../../src/outbox/rate.ts';
import { setPaused } from '../../src/store/sending-state.ts';
import { crowdOf } from '../world/crowd-of.ts';
import { withoutPiece } from '../world/mutant.ts';
import { queueMessage } from '../world/queue-message.ts';
import { world, type World } from '../world/world.ts';

const ORDER = "(o.rank <= m.rank and o.reason <> 'hours' and o.send_by >= p_now)";

/** Two texts to one phone, the first of which the gateway does not take at once. Returns what arrived. */
async function firstIsBusy(w: World): Promise<string[]> {
  const [phone, other] = await crowdOf(w, 2);
  if (phone === undefined || other === undefined) throw new Error('no phones');
  const to = phone.number;
  const reply = { kind: 'reply', heardAt: w.clock.now() } as const;
  w.standIn.faults.set({ outcomes: [{ code: 501, to, times: 1 }] });
  await queueMessage(w, { ...reply, to, text: 'first' });
  await w.clock.settle();
  await queueMessage(w, { ...reply, to, text: 'second' });
  // A later message of another phone has arrived: the queue has been looked at since.
  await queueMessage(w, { ...reply, to: other.number, text: 'to the other' });
  await w.clock.settle();
  expect(other.lastHeard()).toBe('to the other');
  await w.clock.advance({ minutes: 5 });
  return phone.heard().slice(1);
}

describe('the texts of one phone', () => {
  test('arrive in the order they were made, also when one has to be tried again', async () => {
    expect(await firstIsBusy(await world())).toEqual(['first', 'second']);
  });

  test('mutant: a queue that forgets what waits for another try turns them around', async () => {
    const w = await world({ prepare: withoutPiece('claim_for_send', ORDER, 'false') });
    expect(await firstIsBusy(w)).toEqual(['second', 'first']);
  });

  test('that wait for the morning or for money hold up no answer', async () => {
    const w = await world();
    const [phone] = await crowdOf(w, 1);
    const to = phone?.number ?? '';
    await w.clock.advance({ hours: 9 });
    await queueMessage(w, { to, kind: 'timer', purpose: 'check_ins', text: 'morning' });
    await w.db.run((sql) => sql`update sending set saving = 1`);
    await queueMessage(w, { to, kind: 'timer', purpose: 'check_ins', thrift: 1, text: 'nudge' });
    await phone?.texts('HELP');
    expect(phone?.lastHeard()).toContain('To talk with somebody');
    await w.clock.advance({ hours: 13 });
    expect(phone?.lastHeard()).toBe('morning');
  });

  test('hold up no other phone', async () => {
    const w = await world();
    const [one, other] = await crowdOf(w, 2);
    w.standIn.faults.set({ outcomes: [{ code: 407, to: one?.number }] });
    await queueMessage(w, { to: one?.number, purpose: 'check_ins' });
    await queueMessage(w, { to: other?.number, purpose: 'check_ins', text: 'to the other' });
    await w.clock.settle();
    expect(other?.lastHeard()).toBe('to the other');
  });
});

describe('a message', () => {
  test('past its send_by is never sent late', async () => {
    const w = await world();
    const [phone] = await crowdOf(w, 1);
    await w.db.run((sql) => setPaused(sql, true));
    const sendBy = new Date(w.clock.now().getTime() + 60_000);
    const id = await queueMessage(w, { to: phone?.number, purpose: 'check_ins', sendBy });
    await w.clock.jump({ minutes: 2 });
    await w.db.run((sql) => setPaused(sql, false));
    w.service.wake();
    await w.clock.settle();
    expect(await stateOf(w, id)).toEqual({ state: 'expired', reason: 'late' });
  });

  test('made at night waits for the very opening of contact hours', async () => {
    const w = await world();
    const [phone] = await crowdOf(w, 1);
    await w.clock.advance({ hours: 9 });
    const id = await queueMessage(w, { to: phone?.number, purpose: 'check_ins' });
    await w.clock.settle();
    const [row] = await w.db.run(
      (sql) => sql<{ sendAfter: Date }[]>`select send_after from message where id = ${id}`,
    );
    expect(row?.sendAfter.toISOString()).toBe('2026-11-24T05:00:00.000Z');
    await w.clock.advance({ hours: 11 });
    expect((await stateOf(w, id))?.state).toBe('sent');
  });

  test('whose sender died after the claim becomes unknown, and is never sent again', async () => {
    const w = await world();
    const [phone] = await crowdOf(w, 1);
    const { id, token, attempt } = await leftBehind(w, phone?.number ?? '');
    await w.clock.settle();
    expect(await stateOf(w, id)).toEqual({ state: 'unknown', reason: 'lease_over' });
    await w.clock.advance({ hours: 24 });
    expect(phone?.heard()).toHaveLength(1);
    expect(await finish(w, { attempt, token, state: 'queued' })).toBe(false);
    expect((await stateOf(w, id))?.state).toBe('unknown');
  });

  test('of which a frozen sender says late that it was taken, was sent', async () => {
    const w = await world();
    const [phone] = await crowdOf(w, 1);
    const { id, token, attempt } = await leftBehind(w, phone?.number ?? '');
    await w.clock.settle();
    expect(await finish(w, { attempt, token, state: 'sent' })).toBe(true);
    expect((await stateOf(w, id))?.state).toBe('sent');
    expect(await finish(w, { attempt, token, state: 'sent' })).toBe(false);
  });

  test('whose sealed text was changed fails at once, and holds up nothing', async () => {
    const w = await world();
    const [phone] = await crowdOf(w, 1);
    await w.db.run((sql) => setPaused(sql, true));
    const id = await queueMessage(w, { to: phone?.number, purpose: 'check_ins' });
    await w.db.run((sql) => sql`update message set text_sealed = '\\x0102' where id = ${id}`);
    await queueMessage(w, { to: phone?.number, purpose: 'check_ins', text: 'the next' });
    await w.db.run((sql) => setPaused(sql, false));
    w.service.wake();
    await w.clock.settle();
    expect(await stateOf(w, id)).toEqual({ state: 'failed', reason: 'defect' });
    expect(phone?.lastHeard()).toBe('the next');
  });
});

describe('all sending', () => {
  test('pauses at one flag: no call begins after its commit [rel P10]', async () => {
    const w = await world({ slots: 8 });
    const phones = await crowdOf(w, 30);
    for (const { number } of phones) await queueMessage(w, { to: number, purpose: 'check_ins' });
    await w.db.run((sql) => setPaused(sql, true));
    await none(w, 'sending');
    const before = w.standIn.arrivals.whole;
    w.service.wake();
    await w.clock.jump({ minutes: 1 });
    expect(w.standIn.arrivals.whole).toBe(before);
    await w.db.run((sql) => setPaused(sql, false));
    w.service.wake();
    await w.clock.settle();
    expect(w.standIn.messages.filter(({ text }) => text === 'A test')).toHaveLength(30);
  });

  test('gives broadcasts at most half of its slots, so that an answer is never behind them', async () => {
    const w = await world({ slots: 4 });
    const [asking, ...phones] = await crowdOf(w, 13);
    w.standIn.faults.set({
      answers: phones.map(({ number }) => ({ answer: 'slow', delayMs: 400, to: number })),
    });
    for (const { number } of phones) await queueMessage(w, { to: number, purpose: 'check_ins' });
    let most = 0;
    const answered = asking?.raw.texts('HELP');
    for (let heard = 1; heard < 2; heard = asking?.heard().length ?? 0)
      most = Math.max(most, await sending(w));
    await answered;
    expect(w.standIn.messages.filter(({ text }) => text === 'A test').length).toBeLessThan(12);
    for (let left = 12; left > 0; left = await queued(w)) most = Math.max(most, await sending(w));
    await w.clock.settle();
    expect(most).toBeLessThanOrEqual(2);
  });

  test('sends a broadcast with a single slot, too', async () => {
    const w = await world({ slots: 1 });
    const [phone] = await crowdOf(w, 1);
    await queueMessage(w, { to: phone?.number, purpose: 'check_ins' });
    await w.clock.settle();
    expect(phone?.lastHeard()).toBe('A test');
  });

  test('without money is a state and no storm: what is unprompted waits, answers are tried [rel P35]', async () => {
    const w = await world({ slots: 2 });
    const phones = await crowdOf(w, 12);
    w.standIn.faults.set({ balance: 0 });
    const before = w.standIn.arrivals.whole;
    for (const { number } of phones)
      await queueMessage(w, { to: number, kind: 'timer', purpose: 'check_ins', thrift: 3 });
    await w.clock.settle();
    expect(w.standIn.arrivals.whole - before).toBeLessThanOrEqual(2);
    await w.clock.advance({ hours: 1 });
    expect(w.standIn.arrivals.whole - before).toBeLessThanOrEqual(2);
    w.standIn.faults.set({ balance: 1_000 });
    await w.db.run((sql) => sql`update sending set saving = 0`);
    w.service.wake();
    await w.clock.advance({ minutes: 15 });
    expect(w.standIn.messages.filter(({ text }) => text === 'A test')).toHaveLength(12);
  });

  test('begins soon after the commit: half a second at the 95th percentile, on any machine', async () => {
    const w = await world();
    const waits: number[] = [];
    for (let round = 0; round < 20; round += 1) {
      const count = w.standIn.messages.length;
      const { atMs } = await w.phone.raw.texts(`HELP${' '.repeat(round)}`);
      await w.clock.settle();
      waits.push((w.standIn.messages[count]?.atMs ?? Infinity) - atMs);
    }
    expect(waits.toSorted((a, b) => a - b)[18]).toBeLessThan(500);
  });
});

describe('the rate', () => {
  test('lets through so many segments a second, and claims no more than fit into a lease', () => {
    let nowMs = 10_000;
    const rate = createRate({ now: () => new Date(nowMs), monotonicMs: () => nowMs }, 10);
    const waits = Array.from({ length: 25 }, () => rate.take(1));
    expect(waits.filter((ms) => ms === 0)).toHaveLength(10);
    expect(waits.at(-1)).toBe(1_500);
    expect(rate.room()).toBe(5);
    rate.take(5);
    expect(rate.room()).toBe(0);
    nowMs += 2_000;
    expect(rate.room()).toBe(20);
  });

  test('of one a second claims one or two at a time', () => {
    const rate = createRate({ now: () => new Date(0), monotonicMs: () => 0 }, 1);
    expect(rate.room()).toBe(2);
    rate.take(2);
    rate.take(2);
    expect(rate.room()).toBe(0);
  });
});

async function stateOf({ db }: World, id: string) {
  const [row] = await db.run(
    (sql) => sql<{ state: string; reason: string | null }[]>`
      select state, reason from message where id = ${id}`,
  );
  return row;
}

async function sending({ db }: World): Promise<number> {
  const rows = await db.run(
    (sql) => sql`select from message where state = 'sending' and class = 'broadcast'`,
  );
  return rows.length;
}

async function queued({ db }: World): Promise<number> {
  const rows = await db.run((sql) => sql`select from message where state = 'queued'`);
  return rows.length;
}

async function none({ db }: World, state: string): Promise<void> {
  for (;;) {
    const rows = await db.run((sql) => sql`select from message where state = ${state}`);
    if (rows.length === 0) return;
  }
}

/** A message that a process claimed and never came back to. */
async function leftBehind(w: World, to: string) {
  await w.db.run((sql) => setPaused(sql, true));
  const id = await queueMessage(w, { to, purpose: 'check_ins' });
  const [row] = await w.db.run(
    (sql) => sql<{ attempt: string; token: string }[]>`
      with m as (update message set state = 'sending', tries = 1 where id = ${id} returning id, phone_id)
      insert into attempt (id, token, message_id, phone_id, started_at, call_until)
      select gen_random_uuid(), gen_random_uuid(), id, phone_id, ${w.clock.now()},
        clock_timestamp() - interval '2 seconds'
      from m
      returning id as attempt, token`,
  );
  await w.db.run((sql) => setPaused(sql, false));
  if (row === undefined) throw new Error('nothing was claimed');
  return { id, ...row };
}

async function finish(w: World, end: { attempt: string; token: string; state: string }) {
  const [row] = await w.db.run(
    (sql) => sql<{ written: boolean }[]>`
      select finish_attempt(${end.attempt}, ${end.token}, ${w.clock.now()}, ${end.state}, 'accepted', null,
        null, null, null, null, null) as written`,
  );
  return row?.written;
}
