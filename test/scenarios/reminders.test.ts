import { describe, expect, test } from 'vitest';
import { world, type World, type WorldOptions } from '../world/world.ts';
import { joins, outbox } from './joined.ts';
import { wishFlows } from './wish-flows.ts';

const flowsFolder = wishFlows();
const REMIND = 'Remember: your step\n1 To ok';

/** A member without a weekly question, joined at noon of a Monday in Nairobi. */
async function member(options: WorldOptions = {}): Promise<World> {
  const w = await world({ flowsFolder, ...options });
  await joins(w.phone);
  await chooses(w, '2', '3');
  return w;
}

async function chooses({ phone }: World, ...texts: string[]): Promise<void> {
  for (const text of ['00', ...texts]) await phone.texts(text);
}

const reminders = ({ phone }: World) => phone.heard().filter((text) => text.startsWith('Remember'));

describe('a reminder', () => {
  test('comes on the day and at the time that were picked, and once', async () => {
    const w = await member();
    await chooses(w, '4', 'tomorrow', '15:30', '1');
    await w.clock.advance({ hours: 27, minutes: 20 });
    expect(reminders(w)).toEqual([]);
    await w.clock.advance({ minutes: 20 });
    expect(reminders(w)).toEqual([REMIND]);
    await w.phone.texts('1');
    await w.clock.advance({ hours: 72 });
    expect(reminders(w)).toEqual([REMIND]);
  });

  test('at a time that was picked comes outside the hours of the programme too', async () => {
    const w = await member();
    await chooses(w, '4', 'tomorrow', '05:30', '3');
    await w.clock.advance({ hours: 17, minutes: 31 });
    expect(reminders(w)).toEqual([REMIND]);
    expect(w.clock.now().toISOString()).toContain('T02:');
    expect((await outbox(w)).at(-1)).toBe('timer sent');
  });

  test('but not an hour later: what is late waits for the hours', async () => {
    const w = await member();
    await chooses(w, '4', 'tomorrow', '05:30', '3');
    await w.db.run((sql) => sql`update sending set paused = true`);
    await w.clock.advance({ hours: 17, minutes: 31 });
    await w.clock.jump({ hours: 1 });
    await w.db.run((sql) => sql`update sending set paused = false`);
    w.service.wake();
    await w.clock.settle();
    expect((await outbox(w)).at(-1)).toBe('timer queued hours');
    await w.clock.advance({ hours: 2 });
    expect(reminders(w)).toEqual([REMIND]);
    expect(w.clock.now().toISOString()).toContain('T05:');
  });

  test('and never outside hours of her own', async () => {
    const w = await member();
    await chooses(w, '4', 'tomorrow', '05:30', '3');
    await chooses(w, '1', '1');
    await w.clock.advance({ hours: 18 });
    expect(reminders(w)).toEqual([]);
    await w.clock.advance({ hours: 4 });
    expect(reminders(w)).toEqual([REMIND]);
  });

  test('of a date is dropped by a pause that covers it; one of every day comes after it at its time', async () => {
    const w = await member();
    await chooses(w, '4', 'tomorrow', '15:30', '1');
    await chooses(w, '2', '1');
    await w.clock.advance({ hours: 24 * 10 });
    expect(reminders(w)).toEqual([]);
    await chooses(w, '4', 'tomorrow', '05:30', '3');
    await chooses(w, '2', '1');
    await w.clock.advance({ hours: 24 * 7 + 17 });
    expect(reminders(w)).toEqual([]);
    await w.clock.advance({ hours: 1 });
    expect(reminders(w)).toEqual([REMIND]);
    expect(w.clock.now().toISOString()).toContain('T03:');
  });

  test('set anew replaces the one before', async () => {
    const w = await member();
    await chooses(w, '4', 'tomorrow', '15:30', '1');
    await chooses(w, '4', 'in 2 days', '15:30', '1');
    expect(await due(w)).toEqual(['reminder']);
    await w.clock.advance({ hours: 30 });
    expect(reminders(w)).toEqual([]);
  });

  test('that cannot come any more sets nothing', async () => {
    const w = await member();
    await chooses(w, '4', 'today', '06:00', '1');
    expect(await due(w)).toEqual([]);
  });
});

describe('what is due', () => {
  test('is cancelled, also when it was set in the same breath', async () => {
    const w = await world({ flowsFolder });
    await joins(w.phone);
    expect(await due(w)).toEqual(['check-in']);
    await chooses(w, '2', '3');
    expect(await due(w)).toEqual([]);
    await chooses(w, '2', '5');
    expect(await due(w)).toEqual([]);
  });

  test('comes in the rhythm of the programme', async () => {
    const w = await member();
    await chooses(w, '2', '4');
    const heard = w.phone.heard().length;
    await w.clock.advance({ hours: 24 * 3 - 1 });
    expect(w.phone.heard()).toHaveLength(heard);
    await w.clock.advance({ hours: 2 });
    expect(w.phone.lastHeard()).toContain('How is your small step');
  });
});

describe('silence', () => {
  test('is counted; the third in a row lets the service pause by itself [req C3]', async () => {
    const w = await member();
    await chooses(w, '4', 'tomorrow', '09:00', '1');
    await w.clock.advance({ hours: 24 * 4 });
    expect(reminders(w)).toHaveLength(3);
    expect(await outcome(w)).toBe('left_alone');
    expect(await silences(w)).toBe(3);
    await w.clock.advance({ hours: 24 * 20 });
    expect(reminders(w)).toHaveLength(3);
  });

  test('ends with anything that the person does', async () => {
    const w = await member();
    await chooses(w, '4', 'tomorrow', '09:00', '1');
    await w.clock.advance({ hours: 25 });
    expect(await silences(w)).toBe(1);
    await w.phone.texts('HELP');
    expect(await silences(w)).toBe(0);
    await w.clock.advance({ hours: 24 * 4 });
    expect(reminders(w)).toHaveLength(4);
  });
});

async function due({ db }: World): Promise<string[]> {
  const rows = await db.run(
    (sql) => sql<{ flow: string }[]>`select flow from timer where flow is not null order by flow`,
  );
  return rows.map(({ flow }) => flow);
}

async function silences({ db }: World): Promise<number | undefined> {
  const [row] = await db.run(
    (sql) => sql<{ silences: number }[]>`select silences from conversation`,
  );
  return row?.silences;
}

async function outcome({ db }: World): Promise<string | null | undefined> {
  const [row] = await db.run(
    (sql) => sql<{ outcome: string | null }[]>`select outcome from turn order by turn desc limit 1`,
  );
  return row?.outcome;
}
