import { describe, expect, test } from 'vitest';
import { pause } from '../../src/base/clock.ts';
import { wipeSessions } from '../../src/store/sessions.ts';
import { world, type World } from '../world/world.ts';
import { hop } from './call-back.ts';
import { ledger } from './joined.ts';
import {
  expectNotSetAnew,
  expectNothingLogged,
  expectWaits,
  INSIDE,
  looksInside,
  turnLog,
} from './private-checks.ts';
import { hasPin, PIN, privateFlows, sees, typesPin } from './private-flows.ts';

const flowsFolder = privateFlows();
/** Longest that the service may take to come to rest, in milliseconds: a busy machine's. */
const REST_MS = 30_000;

async function member(): Promise<World> {
  const w = await world({ flowsFolder });
  await hasPin(w);
  return w;
}

describe('a PIN typed in the dialled menu', () => {
  test('opens the private part and proves who is there; all else shows what any unknown choice shows, to the byte', async () => {
    const w = await member();
    const unknown = await sees(w.phone, '6');
    expect(unknown).toContain('Please choose:');
    for (const digits of ['5093', '48260', '0000', '482', '4826482'])
      expect([digits, await sees(w.phone, digits)]).toEqual([digits, unknown]);
    expect(await proved(w)).toBe(false);
    expect(await sees(w.phone, PIN)).toContain(INSIDE);
    expect(await proved(w)).toBe(true);
    const stranger = w.phoneOf('+254711000777');
    expect(await sees(stranger, PIN)).toBe(unknown);
    expect(await sees(stranger, '6')).toBe(unknown);
  });

  test('is not looked at after five wrong ones, right or not, and nobody is told; the wait doubles [rel R6]', async () => {
    const w = await member();
    const unknown = await sees(w.phone, '6');
    for (let count = 0; count < 4; count += 1) await sees(w.phone, '5093');
    expect(await sees(w.phone, PIN)).toContain(INSIDE);
    await expectWaits(w, unknown);
    await w.clock.advance({ minutes: 14 });
    expect(await sees(w.phone, PIN)).toBe(unknown);
    await w.clock.advance({ minutes: 2 });
    expect(await sees(w.phone, '5093')).toBe(unknown);
    await w.clock.advance({ minutes: 29 });
    expect(await sees(w.phone, PIN)).toBe(unknown);
    await w.clock.advance({ minutes: 2 });
    expect(await sees(w.phone, PIN)).toContain(INSIDE);
    expect(await triesOf(w)).toEqual({ pinTries: 0, pinWaitUntil: null });
  });

  test('is looked at where a question is open too, which stays open whatever is done inside; by text it is an answer', async () => {
    const w = await member();
    await w.clock.advance({ hours: 26 });
    expect(await w.phone.dials()).toContain('1 Go on');
    expect(await w.phone.replies('5093')).toContain('1 Go on');
    expect(await w.phone.replies(PIN)).toContain(INSIDE);
    expect(await w.phone.replies('2')).toContain('Your number');
    w.phone.drops();
    await w.phone.texts('1');
    expect(w.phone.lastHeard()).not.toContain('Please answer');
    expect(await events(w)).toContain('reply');
    for (const text of ['00', PIN]) await w.phone.texts(text);
    expect(w.phone.heard().join('\n')).not.toContain(INSIDE);
    expect((await turnLog(w)).join('\n')).not.toContain(PIN);
  });

  test('cannot be set anew by whoever holds the phone, only inside', async () => {
    const w = await member();
    const said = await typesPin(w.phoneOf('+254711000777'), '5093');
    await expectNotSetAnew(w, said);
    await sees(w.phone, PIN, '4', '7031', '7031');
    expect(await sees(w.phone, PIN)).not.toContain(INSIDE);
    expect(await sees(w.phone, '7031')).toContain(INSIDE);
  });
});

describe('the private part', () => {
  test('ends with its session, leaves innocently at 0, goes to the menu at 00, and gives and takes each kind of text', async () => {
    const w = await member();
    const menu = await sees(w.phone);
    await sees(w.phone, PIN, '1');
    expect(await sees(w.phone)).toBe(menu);
    await sees(w.phone, PIN, '1', '1');
    await w.phone.texts('1');
    expect(await ledger(w)).toEqual(['given check_ins']);
    expect(await sees(w.phone, PIN, '0')).toBe('Thank you. Goodbye.');
    expect(await sees(w.phone, PIN, '00', '3')).toContain('Free to join');
    expect(await sees(w.phone, PIN, '00', '5093')).not.toContain(INSIDE);
    await sees(w.phone, PIN, '1', '2', '1', '1', '1');
    await sees(w.phone, PIN, '1', '1', '1');
    await w.clock.advance({ seconds: 1 });
    await withdrawn(w);
    expect(await ledger(w)).toEqual([
      'given check_ins',
      'given counsellor_contact',
      'withdrawn check_ins',
    ]);
  });

  test('stops at 88 like any other screen, and gives it back in that session only', async () => {
    const w = await member();
    expect(await sees(w.phone, PIN, '1', '88', '1')).toContain('Nothing was changed');
    expect(await sees(w.phone, PIN, '1', '88')).toContain('No more texts');
    expect((await ledger(w)).at(-1)).toBe('withdrawn check_ins');
    expect(await sees(w.phone, PIN)).toContain(INSIDE);
  });

  test('shows a hop that comes again to the byte, and does it once', async () => {
    const w = await member();
    const inputs = ['', PIN, `${PIN}*1`, `${PIN}*1*2`, `${PIN}*1*2*1`];
    for (const input of inputs) {
      const copies = await Promise.all([1, 2, 3].map(() => hop(w, 'P1', input)));
      const again = await hop(w, 'P1', input);
      expect(new Set([...copies, again].map(({ body }) => body)).size).toBe(1);
    }
    expect(await ledger(w)).toEqual(['given check_ins', 'given counsellor_contact']);
  });

  test('lets her take a deletion back within three days; her STOP stands; or deletes at once [rel P69]', async () => {
    const w = await member();
    expect(await sees(w.phone, PIN, '5', '1')).toContain('In 3 days');
    await w.clock.settle();
    const states = () =>
      w.db.run((sql) => sql<{ state: string }[]>`select state from erasure order by seq`);
    expect(await states()).toMatchObject([{ state: 'pending' }]);
    await w.clock.advance({ hours: 48 });
    expect(await sees(w.phone, PIN, '5', '3')).toContain('Nothing is deleted');
    expect(await states()).toMatchObject([{ state: 'undone' }]);
    await w.clock.advance({ hours: 48 });
    expect(await sees(w.phone, PIN)).toContain(INSIDE);
    expect((await ledger(w)).at(-1)).toBe('withdrawn check_ins');
    expect(await sees(w.phone, PIN, '5', '2', '1')).toContain('it is being deleted');
    await w.clock.advance({ minutes: 1 });
    expect(await states()).toMatchObject([{ state: 'undone' }, { state: 'done' }]);
    expect(await sees(w.phone, PIN)).toBe(await sees(w.phone, '6'));
  });
});

describe('what is typed and shown there', () => {
  test('is in no row, no log of turns and no log line; the session holds it, and is wiped [rel P66, P71]', async () => {
    const w = await member();
    await looksInside(w);
    await expectNothingLogged(w);

    expect(await held(w)).toBe(1);
    w.phone.drops();
    await w.clock.advance({ minutes: 6 });
    await w.db.run((sql) => wipeSessions(sql, w.clock.now(), 10));
    expect(await held(w)).toBe(0);
    await w.phone.dials();
    await w.phone.replies('7031');
    expect(await held(w)).toBe(1);
    await w.db.run((sql) => sql`update conversation set session_sealed = '\\x0102'`);
    w.phone.drops();
    expect(await sees(w.phone)).toContain('Please choose:');
    expect(await held(w)).toBe(0);
  });
});

/** Resolves when nothing waits to be withdrawn. */
async function withdrawn({ db, clock }: World): Promise<void> {
  const byMs = performance.now() + REST_MS;
  const open = () => db.run((sql) => sql`select from withdrawal where finished_at is null`);
  while ((await open()).length > 0) {
    if (performance.now() > byMs) throw new Error('a withdrawal is not finished');
    await pause(5);
  }
  await clock.settle();
}

async function triesOf({ db }: World) {
  const [row] = await db.run((sql) => sql`select pin_tries, pin_wait_until from conversation`);
  return row;
}

async function events({ db }: World): Promise<string[]> {
  const rows = await db.run(
    (sql) => sql<{ event: string }[]>`select event from turn order by turn`,
  );
  return rows.map(({ event }) => event);
}

async function held({ db }: World): Promise<number> {
  const rows = await db.run(
    (sql) =>
      sql`select from conversation where session_sealed is not null or session_key is not null`,
  );
  return rows.length;
}

async function proved({ db }: World): Promise<boolean> {
  const rows = await db.run((sql) => sql`select from conversation where proved_at is not null`);
  return rows.length === 1;
}
