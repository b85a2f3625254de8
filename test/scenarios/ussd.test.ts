import { describe, expect, test } from 'vitest';
import { world, type World } from '../world/world.ts';
import { callBack, hop } from './call-back.ts';
import { isAsked, joins, ledger } from './joined.ts';

describe('a hop', () => {
  test('that comes again gets the same bytes and has one effect, also in parallel [rel P31]', async () => {
    const w = await world();
    const inputs = ['', '1', '1*1', '1*1*1', '1*1*1*1', '1*1*1*1*2'];
    for (const input of inputs) {
      const copies = await Promise.all([1, 2, 3].map(() => hop(w, 'S1', input)));
      const again = await hop(w, 'S1', input);
      expect(new Set([...copies, again].map(({ body }) => body)).size).toBe(1);
    }
    expect(await ledger(w)).toEqual(['given check_ins']);
    expect(await turns(w)).toBe(inputs.length);
  });

  test('may hold a typed star: the reply is all that stands behind the text before', async () => {
    const w = await world();
    await w.phone.dials();
    expect(await w.phone.replies('*1')).toContain('Which language?');
    await w.phone.replies('*2*');
    expect(await w.phone.replies('2*')).not.toContain('Which language?');
  });

  test('without a reply asks the same question again', async () => {
    const w = await world();
    await w.phone.dials();
    const first = await w.phone.replies('1');
    expect(await w.phone.replies('')).toContain(first.split('\n')[0] ?? '-');
    expect(w.phone.raw.screen?.state).toBe('open');
    expect(await w.phone.replies('1')).toContain('asks each week');
  });

  test('that is neither the same nor the next shows the current screen, and changes nothing', async () => {
    const w = await world();
    await hop(w, 'S1', '');
    const now = await hop(w, 'S1', '1');
    expect((await hop(w, 'S1', '')).body).toBe(now.body);
    expect((await hop(w, 'S1', '4*1')).body).toBe(now.body);
    expect(await turns(w)).toBe(2);
  });

  test('of a session nobody knows begins anew', async () => {
    const w = await world();
    const { status, body } = await hop(w, 'unknown', '1*2*3');
    expect(status).toBe(200);
    expect(body).toMatch(/^CON Mazano Circle\. Please choose:/u);
  });
});

describe('a suffix behind the code', () => {
  test.each([
    [
      'A, as the first text',
      { text: '3', code: '*384*4040#' },
      { text: '3*0', code: '*384*4040#' },
    ],
    ['B, in the code', { text: '', code: '*384*4040*3#' }, { text: '0', code: '*384*4040*3#' }],
    [
      'C, as the dialled text',
      { text: '*384*4040*3#', code: '*384*4040#' },
      { text: '*384*4040*3#*0', code: '*384*4040#' },
    ],
  ])(
    'opens its choice at once in form %s, and the next reply is read',
    async (_, dialled, next) => {
      const w = await world();
      const first = await hop(w, 'S1', dialled.text, dialled.code);
      expect(first.body).toContain('You can stop any time');
      const second = await hop(w, 'S1', next.text, next.code);
      expect(second.body).toContain('Please choose:');
    },
  );

  test('that is no choice opens the menu', async () => {
    const w = await world();
    expect(await w.phone.dials('77')).toContain('Please choose:');
  });
});

describe('a session that broke off', () => {
  test('goes on where it was: redial, 1', async () => {
    const w = await world();
    await w.phone.dials();
    await w.phone.replies('1');
    const before = await w.phone.replies('1');
    w.phone.drops();
    expect(await w.phone.dials()).toBe('1 Go on\n2 Start again');
    expect(await w.phone.replies('1')).toBe(before);
    expect(await w.phone.replies('1')).toContain('May we text you once a week?');
  });

  test('starts again: redial, 2', async () => {
    const w = await world();
    await w.phone.dials();
    await w.phone.replies('1');
    w.phone.drops();
    await w.phone.dials();
    expect(await w.phone.replies('2')).toContain('Please choose:');
  });

  test('asks once more after something else than 1 or 2', async () => {
    const w = await world();
    await w.phone.dials();
    await w.phone.replies('1');
    w.phone.drops();
    await w.phone.dials();
    expect(await w.phone.replies('5')).toBe('1 Go on\n2 Start again');
    expect(await w.phone.replies('1')).toContain('Which language?');
  });

  test('goes on by SMS too: one conversation, two channels', async () => {
    const w = await world();
    await w.phone.dials();
    for (const reply of ['1', '1', '1']) await w.phone.replies(reply);
    w.phone.drops();
    await w.phone.texts('1');
    expect(w.phone.lastHeard()).toContain('Does somebody else use this phone too?');
    expect(await ledger(w)).toEqual(['given check_ins']);
  });

  test('is forgotten by our own timer, though no end event ever comes', async () => {
    const w = await world();
    w.standIn.faults.set({ ussd: { endEvent: 'never' } });
    await hop(w, 'S1', '');
    await hop(w, 'S1', '1');
    await w.clock.advance({ minutes: 6 });
    expect((await hop(w, 'S1', '1*1')).body).toBe('CON 1 Go on\n2 Start again');
  });

  test('is over at the end event, early or twice or for an id nobody knows', async () => {
    const w = await world();
    await hop(w, 'S1', '');
    await hop(w, 'S1', '1');
    for (const sessionId of ['S1', 'S1', 'unknown'])
      expect((await callBack(w, 'ussd-end', end(sessionId))).status).toBe(200);
    expect((await hop(w, 'S2', '')).body).toBe('CON 1 Go on\n2 Start again');
  });
});

describe('the digits of every screen', () => {
  test('00 goes home from anywhere', async () => {
    const w = await world();
    await w.phone.dials();
    await w.phone.replies('1');
    expect(await w.phone.replies('00')).toContain('Please choose:');
  });

  test('0 without a step behind leaves with an innocent screen, and changes nothing', async () => {
    const w = await world();
    await isAsked(w);
    await w.phone.dials();
    await w.phone.replies('1');
    expect(await w.phone.replies('0')).toBe('Thank you. Goodbye.');
    expect(w.phone.raw.screen?.state).toBe('ended');
    await w.phone.texts('1');
    expect(w.phone.lastHeard()).toContain('Well done');
  });

  test('0 goes back where the flow names a step', async () => {
    const w = await world();
    await w.phone.dials();
    await w.phone.replies('3');
    expect(await w.phone.replies('0')).toContain('Please choose:');
  });

  test('9 asks for a person and says by when the duty hours allow a call', async () => {
    const w = await world();
    await w.phone.dials();
    expect(await w.phone.replies('9')).toContain('Somebody calls you by 16:00.');
    const rows = await w.db.run((sql) => sql`select from follow_up`);
    expect(rows).toHaveLength(1);
    expect(w.phone.heard()).toEqual([]);
  });

  test('7 turns the page of a screen that is too long; every page fits 160 characters', async () => {
    const w = await world();
    await w.phone.dials();
    await w.phone.replies('1');
    const whole = await w.phone.replies('1');
    const first = await w.phone.replies('purple');
    expect(first).toMatch(/^Thank you\. Please answer with one of the numbers\.[^]*\n7 More$/u);
    const second = await w.phone.replies('7');
    for (const page of [first, second]) expect(page.length).toBeLessThanOrEqual(160);
    const lines = `${first.replace('\n7 More', '')}\n${second}`.split('\n').slice(1);
    expect(lines.join(' ')).toBe(whole.split('\n').join(' '));
    expect(await w.phone.replies('1')).toContain('May we text you once a week?');
  });
});

describe('88 in a session', () => {
  test('stops at once; "pressed by mistake" gives back consent, timers and question', async () => {
    const w = await world();
    await isAsked(w);
    const timers = await standingTimers(w);
    await w.phone.dials();
    await w.phone.replies('1');
    expect(await w.phone.replies('88')).toBe('OK. No more texts.\n1 I pressed by mistake');
    expect(await standingTimers(w)).toEqual([]);
    expect(await w.phone.replies('1')).toContain('Nothing was changed');
    expect(await ledger(w)).toEqual(['given check_ins', 'withdrawn check_ins', 'given check_ins']);
    expect(await standingTimers(w)).toHaveLength(timers.length);
    await w.phone.texts('1');
    expect(w.phone.lastHeard()).toContain('Well done');
    await w.clock.advance({ hours: 24 * 7 + 2 });
    expect(w.phone.lastHeard()).toContain('How is your small step');
  });

  test('undone, the nudge that was due comes all the same, once', async () => {
    const w = await world();
    await isAsked(w);
    const heard = w.phone.heard().length;
    await w.phone.dials();
    await w.phone.replies('88');
    await w.phone.replies('1');
    await w.clock.advance({ hours: 72 });
    expect(w.phone.heard()).toHaveLength(heard + 1);
    expect(w.phone.lastHeard()).toContain('Only if you like');
  });

  test('can be undone in that session only', async () => {
    const w = await world();
    await joins(w.phone);
    await w.phone.dials();
    await w.phone.replies('88');
    w.phone.drops();
    expect(await w.phone.dials()).toContain('Please choose:');
    await w.phone.replies('1');
    expect(await ledger(w)).toEqual(['given check_ins', 'withdrawn check_ins']);
  });

  test('stands after any other key', async () => {
    const w = await world();
    await joins(w.phone);
    const heard = w.phone.heard().length;
    await w.phone.dials();
    await w.phone.replies('88');
    expect(await w.phone.replies('2')).toBe('Thank you. Goodbye.');
    await w.clock.advance({ hours: 48 });
    expect(w.phone.heard()).toHaveLength(heard);
  });

  test('of somebody who had stopped before offers no way back: the earlier STOP stands', async () => {
    const w = await world();
    await joins(w.phone);
    await w.phone.texts('STOP');
    const heard = w.phone.heard().length;
    await w.phone.dials();
    expect(await w.phone.replies('88')).toBe('OK. No more texts. To come back, text START.');
    expect(w.phone.raw.screen?.state).toBe('ended');
    await w.phone.texts('hello');
    expect(w.phone.heard()).toHaveLength(heard);
  });

  test('is one STOP however often its hop comes', async () => {
    const w = await world();
    await hop(w, 'S1', '');
    const copies = await Promise.all([1, 2, 3].map(() => hop(w, 'S1', '88')));
    const again = await hop(w, 'S1', '88');
    expect(new Set([...copies, again].map(({ body }) => body)).size).toBe(1);
    await w.clock.settle();
    const rows = await w.db.run((sql) => sql`select from stop_request`);
    expect(rows).toHaveLength(1);
  });

  test('does not keep anybody from joining again by dialling', async () => {
    const w = await world();
    await joins(w.phone);
    await w.phone.texts('STOP');
    await w.phone.dials();
    for (const reply of ['1', '1', '1', '1', '2']) await w.phone.replies(reply);
    expect((await ledger(w)).at(-1)).toBe('given check_ins');
    await w.clock.advance({ hours: 24 });
    expect(w.phone.lastHeard()).toContain('How is your small step going?');
  });
});

function end(sessionId: string): Record<string, string> {
  return { sessionId, phoneNumber: '+254711000111', status: 'Incomplete', input: '1' };
}

async function turns({ db }: World): Promise<number> {
  const rows = await db.run((sql) => sql`select from turn`);
  return rows.length;
}

async function standingTimers({ db }: World): Promise<string[]> {
  const rows = await db.run(
    (sql) => sql<{ kind: string }[]>`
      select t.kind from timer t join gate g on g.phone_id = t.phone_id and g.epoch = t.epoch
      where t.stopped_by is null order by t.kind`,
  );
  return rows.map(({ kind }) => kind);
}
