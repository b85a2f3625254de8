import { describe, expect, test } from 'vitest';
import { world, type World } from '../world/world.ts';
import { textDated } from './call-back.ts';
import { isAsked, joins } from './joined.ts';

describe('the weekly question', () => {
  test('waits for contact hours: asked for at night, it comes in the morning', async () => {
    const w = await world();
    await w.clock.advance({ hours: 9 });
    await joins(w.phone);
    const heard = w.phone.heard().length;
    await w.clock.advance({ hours: 24 });
    expect(w.phone.heard()).toHaveLength(heard);
    await w.clock.advance({ hours: 10, minutes: 50 });
    expect(w.phone.heard()).toHaveLength(heard);
    await w.clock.advance({ minutes: 30 });
    expect(w.phone.lastHeard()).toContain('How is your small step going?');
    expect(w.clock.now().toISOString()).toMatch(/T05:/u);
  });

  test('answered, it comes again in a week and not before', async () => {
    const w = await world();
    await isAsked(w);
    await w.phone.texts('1');
    expect(w.phone.lastHeard()).toContain('Well done for trying');
    const heard = w.phone.heard().length;
    await w.clock.advance({ hours: 24 * 7 - 2 });
    expect(w.phone.heard()).toHaveLength(heard);
    await w.clock.advance({ hours: 3 });
    expect(w.phone.heard()).toHaveLength(heard + 1);
    expect(w.phone.lastHeard()).toContain('How is your small step going?');
  });

  test('left alone, it is nudged once at 48 hours and then nothing comes until the next week [req C3]', async () => {
    const w = await world();
    await isAsked(w);
    const heard = w.phone.heard().length;
    await w.clock.advance({ hours: 47 });
    expect(w.phone.heard()).toHaveLength(heard);
    await w.clock.advance({ hours: 2 });
    expect(w.phone.lastHeard()).toContain('Only if you like');
    await w.clock.advance({ hours: 24 * 4 });
    expect(w.phone.heard()).toHaveLength(heard + 1);
    await w.clock.advance({ hours: 24 });
    expect(w.phone.heard()).toHaveLength(heard + 2);
    expect(w.phone.lastHeard()).toContain('How is your small step going?');
    expect(await followUps(w)).toEqual([]);
  });

  test('left alone, can be answered until the next one comes', async () => {
    const w = await world();
    await isAsked(w);
    await w.clock.advance({ hours: 24 * 6 });
    await w.phone.texts('1');
    expect(w.phone.lastHeard()).toContain('Well done for trying');
  });

  test('waits while another question is open', async () => {
    const w = await world();
    await joins(w.phone);
    await w.clock.advance({ hours: 23 });
    await w.phone.dials();
    w.phone.drops();
    await w.clock.advance({ hours: 20 });
    expect(w.phone.lastHeard()).not.toContain('How is your small step');
    await w.clock.advance({ hours: 5 });
    expect(w.phone.lastHeard()).toContain('How is your small step');
  });
});

describe('an answer', () => {
  test('that comes late counts, and is marked late', async () => {
    const w = await world();
    await isAsked(w);
    await w.clock.advance({ hours: 49 + 60 });
    await w.phone.texts('done');
    expect(w.phone.lastHeard()).toContain('Well done');
    expect(await lastTurn(w)).toMatchObject({ outcome: 'done', late: true, event: 'reply' });
  });

  test('in time is not marked late', async () => {
    const w = await world();
    await isAsked(w);
    await w.phone.texts('2');
    expect(await lastTurn(w)).toMatchObject({ outcome: 'part', late: false });
  });

  test('to a question that is closed is told so, once a day, and moves nothing', async () => {
    const w = await world();
    for (const text of ['JOIN', '1']) await w.phone.texts(text);
    await w.clock.advance({ hours: 24 * 14 + 1 });
    await w.phone.texts('1');
    await w.phone.texts('1');
    const closed = w.phone.heard().filter((text) => text.includes('That question is closed'));
    expect(closed).toHaveLength(1);
    expect(await lastTurn(w)).toMatchObject({ event: 'closed' });
  });

  test('of a member to no question names the way to a person; what she tells is for somebody to look at', async () => {
    const w = await world();
    await joins(w.phone);
    await w.phone.texts('hello');
    expect(w.phone.lastHeard()).toContain('reply 9');
    expect(await followUps(w)).toEqual([]);
    for (const text of ['my child is ill again', 'and I cannot sleep']) await w.phone.texts(text);
    expect(await followUps(w)).toEqual(['wrote']);
  });

  test('dated before its question was put is not its answer', async () => {
    const w = await world();
    await isAsked(w);
    const before = new Date(w.clock.now().getTime() - 3_600_000);
    await textDated(w, '1', before);
    expect(await lastTurn(w)).toMatchObject({ event: 'earlier_reply', outcome: null });
    await textDated(w, '1', w.clock.now());
    expect(await lastTurn(w)).toMatchObject({ event: 'reply', outcome: 'done' });
  });

  test('that fits nothing is asked again once, gently, and then a person is asked to look', async () => {
    const w = await world();
    await isAsked(w);
    const heard = w.phone.heard().length;
    await w.phone.texts('purple');
    expect(w.phone.heard()).toHaveLength(heard + 1);
    expect(w.phone.lastHeard()).toContain('How is your small step');
    await w.phone.texts('green');
    await w.phone.texts('blue');
    expect(w.phone.heard()).toHaveLength(heard + 1);
    expect(await followUps(w)).toEqual(['wrote']);
    await w.phone.texts('1');
    expect(w.phone.lastHeard()).toContain('Well done');
  });
});

describe('HELP and 9', () => {
  const states: [string, (w: World) => Promise<unknown>][] = [
    ['a stranger', async () => undefined],
    ['the first question', (w) => w.phone.texts('JOIN')],
    [
      'the consent question',
      async ({ phone }) => {
        for (const text of ['JOIN', '1', '1']) await phone.texts(text);
      },
    ],
    ['a member without question', (w) => joins(w.phone)],
    ['a member with a question', isAsked],
    [
      'a question that expired',
      async (w) => {
        await w.phone.texts('JOIN');
        await w.clock.advance({ hours: 24 * 15 });
      },
    ],
    [
      'a conversation that was parked',
      async (w) => {
        await isAsked(w);
        await w.db.run((sql) => sql`update conversation set trouble = 'test'`);
      },
    ],
    ['an open USSD session', async (w) => void (await w.phone.dials())],
    ['somebody who stopped', (w) => w.phone.texts('STOP')],
  ];
  test.each(states)('are answered for %s, and 9 asks for a person [req C2]', async (_, arrive) => {
    const w = await world();
    await arrive(w);
    await w.phone.texts('HELP');
    expect(w.phone.lastHeard()).toContain('To talk with somebody, reply 9');
    await w.phone.texts('9');
    expect(w.phone.lastHeard()).toMatch(/Somebody calls you by/u);
    expect(await followUps(w)).toContain('asked');
  });

  test('leave the open question as it was', async () => {
    const w = await world();
    await isAsked(w);
    await w.phone.texts('HELP');
    await w.phone.texts('9');
    await w.phone.texts('1');
    expect(await lastTurn(w)).toMatchObject({ event: 'person_when' });
    await w.phone.texts('1');
    expect(await lastTurn(w)).toMatchObject({ event: 'reply', outcome: 'done' });
  });
});

async function followUps({ db }: World): Promise<string[]> {
  const rows = await db.run(
    (sql) => sql<{ reason: string }[]>`select reason from follow_up order by opened_at, id`,
  );
  return rows.map(({ reason }) => reason);
}

async function lastTurn({ db }: World) {
  const [row] = await db.run(
    (sql) => sql<{ event: string; outcome: string | null; late: boolean }[]>`
      select event, outcome, late from turn order by turn desc limit 1`,
  );
  return row;
}
