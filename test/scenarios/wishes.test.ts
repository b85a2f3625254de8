import { describe, expect, test } from 'vitest';
import { holdGate } from '../world/hold-gate.ts';
import { withoutPiece } from '../world/mutant.ts';
import { queueMessage } from '../world/queue-message.ts';
import { world, type World, type WorldOptions } from '../world/world.ts';
import { joins, outbox } from './joined.ts';
import { wishFlows } from './wish-flows.ts';

const flowsFolder = wishFlows();
const UNASKED = { purpose: 'check_ins', kind: 'timer' } as const;

/** A member, joined at noon, whose first weekly question is to come in a day. */
async function member(options: WorldOptions = {}): Promise<World> {
  const w = await world({ flowsFolder, ...options });
  await joins(w.phone);
  return w;
}

/** Goes through the menu by text. */
async function chooses({ phone }: World, ...texts: string[]): Promise<void> {
  for (const text of ['00', ...texts]) await phone.texts(text);
}

describe('hours of her own', () => {
  test('hold for what comes by timer: the question waits for them', async () => {
    const w = await member();
    await chooses(w, '1', '1');
    const heard = w.phone.heard().length;
    await w.clock.advance({ hours: 24 });
    expect(w.phone.heard()).toHaveLength(heard);
    await w.clock.advance({ hours: 20, minutes: 50 });
    expect(w.phone.heard()).toHaveLength(heard);
    await w.clock.advance({ minutes: 20 });
    expect(w.phone.lastHeard()).toContain('How is your small step');
    expect(w.clock.now().toISOString()).toContain('T06:');
  });

  test('hold at the gate for what was queued before them, from the commit of the turn on', async () => {
    const w = await member();
    await chooses(w, '1');
    const gate = await holdGate(w);
    await queueMessage(w, { ...UNASKED, text: 'before', sendAfter: inAnHour(w) });
    await w.phone.raw.texts('1');
    await queueMessage(w, { ...UNASKED, text: 'after' });
    await w.clock.jump({ hours: 1, minutes: 1 });
    expect(w.phone.heard()).not.toContain('after');
    await gate.release();
    await finished(w);
    expect((await outbox(w)).slice(-2)).toEqual(['timer queued hours', 'timer queued hours']);
    await w.clock.advance({ hours: 21 });
    expect(w.phone.heard().slice(-2)).toEqual(['before', 'after']);
    expect(w.clock.now().toISOString()).toContain('T07:');
  });

  test('mutant: a gate that knows only the hours of the programme lets it leave', async () => {
    const prepare = withoutPiece('unwanted', 'when m.hours_from is null then', 'when true then');
    const w = await member({ prepare });
    await chooses(w, '1', '1');
    await finished(w);
    await queueMessage(w, { ...UNASKED, text: 'after' });
    await w.clock.settle();
    expect(w.phone.lastHeard()).toBe('after');
  });

  test('may lie outside those of the programme, and end when she says so', async () => {
    const w = await member();
    await chooses(w, '1', '2');
    await finished(w);
    await queueMessage(w, { ...UNASKED, text: 'evening' });
    await w.clock.advance({ hours: 8, minutes: 30 });
    expect(w.phone.lastHeard()).toBe('evening');
    expect(w.clock.now().toISOString()).toContain('T17:');
    await w.clock.advance({ hours: 15 });
    await chooses(w, '1', '3');
    await finished(w);
    await queueMessage(w, { ...UNASKED, text: 'morning' });
    await w.clock.settle();
    expect(w.phone.lastHeard()).toBe('morning');
  });

  test('do not hold up answers', async () => {
    const w = await member();
    await chooses(w, '1', '1');
    await w.phone.texts('HELP');
    expect(w.phone.lastHeard()).toContain('To talk with somebody');
  });
});

test('a pause and a STOP that wait for the same gate are both finished, and nothing leaves', async () => {
  const w = await member();
  await queueMessage(w, { ...UNASKED, sendAfter: inAnHour(w) });
  await chooses(w, '2');
  const gate = await holdGate(w);
  await w.phone.raw.texts('1');
  const stopping = w.phone.raw.texts('STOP');
  await Promise.all([gate.release(), stopping]);
  await finished(w);
  const heard = w.phone.heard().length;
  await w.clock.advance({ hours: 24 * 20 });
  expect(w.phone.heard()).toHaveLength(heard);
  expect((await outbox(w)).filter((row) => row.startsWith('timer'))).not.toContain('timer sent');
});

describe('a pause', () => {
  test('cancels what was queued, keeps the reply to it, and answers go on', async () => {
    const w = await member();
    await queueMessage(w, { ...UNASKED, sendAfter: inAnHour(w) });
    await queueMessage(w, { kind: 'broadcast', purpose: 'check_ins', sendAfter: inAnHour(w) });
    await chooses(w, '2', '1');
    await finished(w);
    expect(w.phone.lastHeard()).toBe('Quiet now.');
    const rows = await outbox(w);
    expect(rows.filter((row) => row.includes('withdrawn'))).toEqual([
      'timer cancelled withdrawn',
      'broadcast cancelled withdrawn',
    ]);
    await w.phone.texts('HELP');
    expect(w.phone.lastHeard()).toContain('To talk with somebody');
    const heard = w.phone.heard().length;
    await w.clock.advance({ hours: 24 * 7 - 1 });
    expect(w.phone.heard()).toHaveLength(heard);
  });

  test('puts the weekly question off to its end, though it was worth sending for two days only', async () => {
    const w = await member();
    await chooses(w, '2', '1');
    await w.clock.advance({ hours: 24 * 7 + 1 });
    expect(w.phone.lastHeard()).toContain('How is your small step');
  });

  test('holds at the gate from the commit of its turn on', async () => {
    const w = await member();
    await chooses(w, '2');
    const gate = await holdGate(w);
    await w.phone.texts('1');
    await queueMessage(w, UNASKED);
    await w.clock.settle();
    expect((await outbox(w)).at(-1)).toBe('timer cancelled member_paused');
    await gate.release();
    await finished(w);
  });

  test('mutant: a gate that knows of no pause lets a text leave', async () => {
    const prepare = withoutPiece(
      'unwanted',
      "when bool_or(m.paused_until > p_now) then 'member_paused'",
    );
    const w = await member({ prepare });
    await chooses(w, '2', '1');
    await finished(w);
    await queueMessage(w, { ...UNASKED, text: 'A test' });
    await w.clock.settle();
    expect(w.phone.lastHeard()).toBe('A test');
  });

  test('is not ended by any text of hers, but by START after a STOP', async () => {
    const w = await member();
    await chooses(w, '2', '2');
    await w.phone.texts('hello');
    await w.phone.texts('JOIN');
    await finished(w);
    await queueMessage(w, UNASKED);
    await w.clock.settle();
    expect((await outbox(w)).at(-1)).toBe('timer cancelled member_paused');
    await w.phone.texts('STOP');
    await w.clock.advance({ minutes: 1 });
    for (const text of ['START', '1', '1', '1', '2']) await w.phone.texts(text);
    await w.clock.advance({ hours: 24 });
    expect(w.phone.lastHeard()).toContain('How is your small step');
  });
});

describe('fewer texts', () => {
  test('who only dials is sent nothing unasked: the question waits for her next dial', async () => {
    const w = await member();
    await chooses(w, '3', '1');
    await finished(w);
    const heard = w.phone.heard().length;
    await queueMessage(w, UNASKED);
    await w.clock.advance({ hours: 24 * 4 });
    expect(w.phone.heard()).toHaveLength(heard);
    expect((await outbox(w)).at(-1)).toBe('timer cancelled dial_only');
    expect(await w.phone.dials()).toContain('1 Go on');
    expect(await w.phone.replies('1')).toContain('1 ');
    expect(await silences(w)).toBe(0);
  });

  test('mutant: a gate that does not know who only dials lets a text leave', async () => {
    const prepare = withoutPiece(
      'unwanted',
      "when bool_or('dial_only' = any(m.traits))",
      'when false',
    );
    const w = await member({ prepare });
    await chooses(w, '3', '1');
    await finished(w);
    await queueMessage(w, { ...UNASKED, text: 'A test' });
    await w.clock.settle();
    expect(w.phone.lastHeard()).toBe('A test');
  });

  test('own words that wait to be sent go when others begin to use the phone', async () => {
    const w = await member();
    await chooses(w, '3', '2');
    await chooses(w, '3', '3');
    await finished(w);
    expect(await withdrawn(w)).toEqual(['texts']);
    await chooses(w, '3', '3');
    await finished(w);
    expect(await withdrawn(w)).toEqual(['texts']);
  });

  test.each<[string, WorldOptions['prepare'], boolean]>([
    ['and until that is finished, nothing unasked leaves at all', undefined, false],
    [
      'mutant: a gate that waits for the epoch alone lets them leave',
      withoutPiece('unwanted', "w.kind = 'texts'", 'false'),
      true,
    ],
  ])('%s', async (_, prepare, leaves) => {
    const w = await member(prepare === undefined ? {} : { prepare });
    await chooses(w, '3', '2');
    await chooses(w, '3');
    await queueMessage(w, { ...UNASKED, text: 'own words', sendAfter: inAnHour(w) });
    const gate = await holdGate(w);
    await w.phone.texts('3');
    await w.clock.jump({ hours: 1, minutes: 1 });
    await gate.release();
    await finished(w);
    expect(w.phone.heard().includes('own words')).toBe(leaves);
  });
});

function inAnHour({ clock }: World): Date {
  return new Date(clock.now().getTime() + 3_600_000);
}

async function finished({ db, clock }: World): Promise<void> {
  for (;;) {
    const open = await db.run((sql) => sql`select from withdrawal where finished_at is null`);
    if (open.length === 0) return clock.settle();
  }
}

async function withdrawn({ db }: World): Promise<string[]> {
  const rows = await db.run(
    (sql) => sql<{ kind: string }[]>`select kind from withdrawal order by seq`,
  );
  return rows.map(({ kind }) => kind);
}

async function silences({ db }: World): Promise<number | undefined> {
  const [row] = await db.run(
    (sql) => sql<{ silences: number }[]>`select silences from conversation`,
  );
  return row?.silences;
}
