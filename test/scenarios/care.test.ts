import { describe, expect, test } from 'vitest';
import type { TestDatabase } from '../world/database.ts';
import { world, type World } from '../world/world.ts';
import { dangerFlows, LINE } from './danger-flows.ts';
import { isAsked, joins, ledger } from './joined.ts';

const flowsFolder = dangerFlows();
const unsigned = dangerFlows({ reviewed: false });
const DANGER = 'I want to die';
const CARE = [
  'Thank you for writing. You can talk to someone.',
  '1 Call me',
  '2 Not now',
  'Or dial *384*4040# when you are alone.',
].join('\n');
const CALLED = `Thank you. Somebody will be told. This phone is not watched. You can call Listening line ${LINE}.`;
const ACK = 'OK. No more texts. To come back, text START.';

async function followUps({ db }: World): Promise<string[]> {
  const rows = await db.run(
    (sql) => sql<{ reason: string }[]>`select reason from follow_up order by reason`,
  );
  return rows.map(({ reason }) => reason);
}

/** The classes of what was sent since, oldest first. */
async function classes({ db }: World): Promise<string[]> {
  const rows = await db.run(
    (sql) => sql<{ class: string }[]>`select class from message order by seq`,
  );
  return rows.map((row) => row.class);
}

async function openTexts({ db }: World): Promise<void> {
  await db.run((sql) => sql`update member set traits = '{open_texts}', shared_phone = false`);
}

const since = (w: World) => {
  const before = w.phone.heard().length;
  return () => w.phone.heard().slice(before);
};

describe('words of danger', () => {
  test('get the care text that names nothing; 1 brings a call and the number, and her question stays open', async () => {
    const w = await world({ flowsFolder });
    await isAsked(w);
    await w.phone.texts(DANGER);
    expect(w.phone.lastHeard()).toBe(CARE);
    expect((await classes(w)).at(-1)).toBe('safety');
    expect(await followUps(w)).toEqual(['risk_words']);
    await w.phone.texts('1');
    expect(w.phone.lastHeard()).toBe(CALLED);
    expect(await followUps(w)).toEqual(['asked', 'risk_words']);
    await w.phone.texts('1');
    expect(w.phone.lastHeard()).toContain('Well done');
  });

  test('2 is not now: nobody is asked to call, and the way to a person is said', async () => {
    const w = await world({ flowsFolder });
    await isAsked(w);
    await w.phone.texts(DANGER);
    await w.phone.texts('no thanks');
    expect(w.phone.lastHeard()).toBe('Good. To talk on any day, reply 9.');
    expect(await followUps(w)).toEqual(['risk_words']);
  });

  test('of a list that nobody has signed get the text and alarm nobody', async () => {
    const w = await world({ flowsFolder: unsigned });
    await isAsked(w);
    await w.phone.texts(DANGER);
    expect(w.phone.lastHeard()).toBe(CARE);
    expect(await followUps(w)).toEqual([]);
    await w.phone.texts('1');
    expect(await followUps(w)).toEqual(['asked']);
  });

  test('of violence are answered without a word of it and without any number, also after 1', async () => {
    const w = await world({ flowsFolder });
    await isAsked(w);
    await openTexts(w);
    await w.phone.texts('he hits me');
    expect(w.phone.lastHeard()).toBe(CARE);
    await w.phone.texts('yes');
    expect(w.phone.lastHeard()).toMatch(
      /^Thank you\. Somebody will be told that you want to talk/u,
    );
    expect(w.phone.heard().join('\n')).not.toContain(LINE);
    expect(await followUps(w)).toEqual(['asked', 'risk_words']);
  });

  test('twice within a day are asked once and flagged once; after an answer they are asked again', async () => {
    const w = await world({ flowsFolder });
    await isAsked(w);
    const heard = since(w);
    await w.phone.texts(DANGER);
    await w.phone.texts(`${DANGER} tonight`);
    expect(heard()).toEqual([CARE]);
    await w.phone.texts('2');
    await w.phone.texts(DANGER);
    expect(heard().at(-1)).toBe(CARE);
    await w.clock.advance({ hours: 25 });
    await w.phone.texts(DANGER);
    expect(heard().filter((text) => text === CARE)).toHaveLength(3);
    expect(await followUps(w)).toEqual(['risk_words']);
  });

  test('of somebody whose texts may show her own words name the number at once', async () => {
    const w = await world({ flowsFolder });
    await isAsked(w);
    await openTexts(w);
    await w.phone.texts(DANGER);
    expect(w.phone.lastHeard()).toContain(`You can call Listening line ${LINE}.`);
    expect(w.phone.lastHeard()).toContain('1 Call me');
  });

  test('where no number is verified name somebody near, and never a number that may be wrong', async () => {
    const w = await world({ flowsFolder, start: new Date('2027-11-22T09:00:00Z') });
    await w.phone.texts(DANGER);
    await w.phone.texts('1');
    expect(w.phone.lastHeard()).toContain('the nearest clinic');
    expect(w.phone.lastHeard()).not.toContain(LINE);
  });

  test('a check-in that comes after the care text does not swallow her 1', async () => {
    const w = await world({ flowsFolder });
    await joins(w.phone);
    await w.phone.texts(DANGER);
    await w.clock.advance({ hours: 24 });
    expect(w.phone.lastHeard()).toContain('How is your small step');
    await w.phone.texts('1');
    expect(w.phone.lastHeard()).toBe(CALLED);
  });

  test('a menu that she opened after it takes her 1', async () => {
    const w = await world({ flowsFolder });
    await joins(w.phone);
    await w.phone.texts(DANGER);
    await w.clock.advance({ minutes: 1 });
    await w.phone.texts('00');
    await w.phone.texts('3');
    expect(await followUps(w)).toEqual(['risk_words']);
    expect(w.phone.lastHeard()).not.toBe(CALLED);
  });

  test('of a stranger get the same answer, and subscribe nothing [rel P6]', async () => {
    const w = await world({ flowsFolder });
    await w.phone.texts(DANGER);
    await w.phone.texts('1');
    expect(w.phone.heard()).toEqual([CARE, CALLED]);
    const heard = since(w);
    await w.clock.advance({ hours: 24 * 30 });
    expect(heard()).toEqual([]);
    expect(await ledger(w)).toEqual([]);
    expect(await members(w)).toBe(0);
  });

  test('of a parked conversation are answered all the same [rel P29]', async () => {
    const w = await world({ flowsFolder });
    await isAsked(w);
    await w.db.run((sql) => sql`update conversation set trouble = 'test', sealed = '\\x0102'`);
    await w.phone.texts(DANGER);
    await w.phone.texts('1');
    expect(w.phone.heard().slice(-2)).toEqual([CARE, CALLED]);
  });
});

describe('words of danger and a STOP', () => {
  test('in one text stop, and the care text is the acknowledgement [req C2]', async () => {
    const w = await world({ flowsFolder });
    await isAsked(w);
    const heard = since(w);
    await w.phone.texts('STOP. I want to die');
    expect(heard()).toEqual([CARE]);
    expect(await ledger(w)).toEqual(['given check_ins', 'withdrawn check_ins']);
    expect(await followUps(w)).toEqual(['risk_words']);
    await w.phone.texts('1');
    expect(heard()).toEqual([CARE, CALLED]);
    await w.clock.advance({ hours: 24 * 30 });
    expect(heard()).toHaveLength(2);
  });

  test('mutant: an acknowledgement that forgets the danger is noticed', async () => {
    const w = await world({ flowsFolder, prepare: stopsForget });
    await isAsked(w);
    await w.phone.texts('STOP. I want to die');
    expect(w.phone.lastHeard()).toBe(ACK);
  });

  test('after a STOP the care text still comes, at most three texts a day, and subscribes nothing', async () => {
    const w = await world({ flowsFolder });
    await isAsked(w);
    await w.phone.texts('STOP');
    const heard = since(w);
    for (const text of [DANGER, '2', DANGER, '1', DANGER]) await w.phone.texts(text);
    expect(heard()).toEqual([CARE, 'Good. To talk on any day, reply 9.', CARE]);
    expect(await followUps(w)).toEqual(['asked', 'risk_words']);
    expect(await ledger(w)).toEqual(['given check_ins', 'withdrawn check_ins']);
  });

  test('a second STOP with words of danger gets the care text, as a stopped number gets it', async () => {
    const w = await world({ flowsFolder });
    await joins(w.phone);
    await w.phone.texts('STOP');
    await w.phone.texts('STOP. I want to die');
    expect(w.phone.heard().slice(-2)).toEqual([ACK, CARE]);
  });

  test('that may be one pause sending and get the care text, and no question about texts', async () => {
    const w = await world({ flowsFolder });
    await joins(w.phone);
    const heard = since(w);
    await w.phone.texts('I want it all to stop');
    expect(heard()).toEqual([CARE]);
    await w.clock.advance({ hours: 24 * 15 });
    expect(heard()).toEqual([CARE]);
    await w.phone.texts('START');
    await w.clock.advance({ hours: 24 * 9 });
    expect(heard().some((text) => text.includes('How is your small step'))).toBe(true);
  });
});

describe('mutants of the order of reading', () => {
  test('an offer that is forgotten lets the flow take her 1', async () => {
    const w = await world({ flowsFolder, prepare: forgetsOffers });
    await isAsked(w);
    await w.phone.texts(DANGER);
    await w.phone.texts('1');
    expect(w.phone.lastHeard()).not.toBe(CALLED);
    expect(await followUps(w)).toEqual(['risk_words']);
  });
});

async function members({ db }: World): Promise<number> {
  const [row] = await db.run((sql) => sql<{ count: number }[]>`select count(*)::int from member`);
  return row?.count ?? -1;
}

/** Every STOP is answered as any other. */
function stopsForget({ pool }: TestDatabase): Promise<void> {
  return trigger(pool, 'stop_request', "new.said := 'stop';");
}

function forgetsOffers({ pool }: TestDatabase): Promise<void> {
  return trigger(pool, 'conversation', 'new.offer := null; new.offer_at := null;');
}

async function trigger(pool: TestDatabase['pool'], table: string, change: string): Promise<void> {
  await pool.run((sql) =>
    sql.unsafe(
      `create function spoil() returns trigger language plpgsql as $$
      begin
        ${change}
        return new;
      end $$;
      create trigger spoil before insert or update on ${table} for each row execute function spoil();`,
    ),
  );
}
