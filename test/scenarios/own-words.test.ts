import { describe, expect, test } from 'vitest';
import { open } from '../../src/base/seal.ts';
import { sealPlace } from '../../src/engine/situation.ts';
import { queueMessage } from '../world/queue-message.ts';
import { world, type World } from '../world/world.ts';
import { holdTasks } from './hold-tasks.ts';
import { joins, ledger } from './joined.ts';
import { wishFlows } from './wish-flows.ts';

const flowsFolder = wishFlows();
const WORD = 'plant two rows of beans';

async function member(): Promise<World> {
  const w = await world({ flowsFolder });
  await joins(w.phone);
  return w;
}

async function chooses({ phone }: World, ...texts: string[]): Promise<void> {
  for (const text of ['00', ...texts]) await phone.texts(text);
}

describe('own words', () => {
  test('outlive the conversation, and the next flow that knows them has them', async () => {
    const w = await member();
    await chooses(w, '5', '5');
    expect(w.phone.lastHeard()).toBe('No word yet.');
    await chooses(w, '5', '1', WORD, '1');
    await chooses(w, '5', '5');
    expect(w.phone.lastHeard()).toBe('Your word is your step.');
  });

  test('are shown only where she wants open texts and nobody else reads along', async () => {
    const w = await member();
    await chooses(w, '5', '1', WORD, '1');
    const tells = async () => {
      // A phone gets 30 replies an hour (docs/operate.md).
      await w.clock.advance({ hours: 1 });
      await chooses(w, '5', '5');
      return w.phone.lastHeard();
    };
    expect(await tells()).toBe('Your word is your step.');
    await chooses(w, '3', '2');
    expect(await tells()).toBe(`Your word is ${WORD}.`);
    await chooses(w, '3', '3');
    expect(await tells()).toBe('Your word is your step.');
    await chooses(w, '3', '4');
    expect(await tells()).toBe(`Your word is ${WORD}.`);
    await chooses(w, '3', '1');
    expect(await tells()).toBe('Your word is your step.');
    await chooses(w, '3', '5');
    expect(await tells()).toBe(`Your word is ${WORD}.`);
  });

  test('of one person are never shown to another', async () => {
    const w = await member();
    const other = w.phoneOf('+254711000777');
    await joins(other);
    await chooses(w, '5', '1', WORD, '1');
    await chooses(w, '3', '2');
    for (const text of ['00', '3', '2']) await other.texts(text);
    for (const text of ['00', '5', '1', 'sell eggs', '1']) await other.texts(text);
    await chooses(w, '5', '5');
    for (const text of ['00', '5', '5']) await other.texts(text);
    expect(w.phone.lastHeard()).toBe(`Your word is ${WORD}.`);
    expect(other.lastHeard()).toBe('Your word is sell eggs.');
  });

  test('are hidden while a STOP stands, and forgotten by whoever comes back anew [rel R5]', async () => {
    const w = await member();
    await chooses(w, '5', '1', WORD, '1');
    await w.phone.texts('STOP');
    await w.phone.dials();
    await w.phone.replies('5');
    expect(await w.phone.replies('5')).toBe('No word yet.');
    await w.clock.advance({ minutes: 1 });
    await joins(w.phone);
    await chooses(w, '5', '5');
    expect(w.phone.lastHeard()).toBe('No word yet.');
  });
});

describe('a secret answer', () => {
  test.each(['by text', 'by dialling'])(
    '%s is in no turn of the log, nor its echo',
    async (way) => {
      const w = await member();
      await chooses(w, '3', '2');
      if (way === 'by text') await chooses(w, '5', '1', WORD);
      else {
        await w.phone.dials();
        for (const reply of ['5', '1', WORD]) await w.phone.replies(reply);
        expect(w.phone.raw.screen?.text).toContain(`You wrote: ${WORD}`);
      }
      await chooses(w, '5', '5');
      expect(w.phone.lastHeard()).toContain(WORD);
      const log = await logOf(w);
      expect(log.filter(({ event }) => event === 'answered')).toHaveLength(1);
      expect(log.filter(({ sealed }) => sealed.includes('beans'))).toEqual([]);
      expect(log.some(({ sealed }) => sealed.includes('"input":"5"'))).toBe(true);
    },
  );

  test('by dialling, the same hop twice gets the same screen', async () => {
    const w = await member();
    await chooses(w, '3', '2');
    await w.phone.dials();
    for (const reply of ['5', '1', WORD]) await w.phone.replies(reply);
    const first = w.phone.raw.screen?.text;
    w.phone.drops();
    expect(await w.phone.dials()).toContain('1 Go on');
    expect(await w.phone.replies('1')).toBe(first);
  });

  test('that was changed in the database does not open, and STOP works [rel P67]', async () => {
    const w = await member();
    await chooses(w, '5', '1', WORD, '1');
    await w.db.run((sql) => sql`update conversation set own_sealed = '\\x0102'`);
    await w.phone.texts('STOP');
    expect((await ledger(w)).at(-1)).toBe('withdrawn check_ins');
  });
});

describe('a peer group', () => {
  test('asked to be joined or left is a task for the room of groups, its code sealed', async () => {
    const w = await member();
    await holdTasks(w);
    await chooses(w, '5', '2', 'BLUE 7');
    await chooses(w, '5', '3');
    const tasks = await w.db.run(
      (sql) => sql<{ id: string; act: string; state: string; codeSealed: Buffer | null }[]>`
        select id, act, state, code_sealed from group_task order by asked_at`,
    );
    expect(tasks).toMatchObject([
      { act: 'join', state: 'open' },
      { act: 'leave', state: 'open', codeSealed: null },
    ]);
    const [join] = tasks;
    const { key } = await keyOf(w);
    const code = open(key, `group_task.code:${join?.id}`, join?.codeSealed ?? Buffer.alloc(0));
    expect(code.toString()).toBe('BLUE 7');
  });
});

describe('a complaint after STOP', () => {
  test('is begun by dialling, and goes on by text within three answers a day', async () => {
    const w = await member();
    await w.phone.texts('STOP');
    const heard = w.phone.heard().length;
    await w.phone.dials();
    await w.phone.replies('5');
    expect(await w.phone.replies('4')).toContain('What is it about?');
    w.phone.drops();
    await w.phone.texts('1');
    expect(w.phone.lastHeard()).toContain('Shall we tell somebody?');
    await w.phone.texts('purple');
    await w.phone.texts('1');
    expect(w.phone.lastHeard()).toBe('Somebody will look.');
    expect(await reasons(w)).toEqual(['complaint']);
    await w.phone.texts('1');
    await queueMessage(w, { purpose: 'check_ins' });
    await w.clock.advance({ hours: 24 * 9 });
    expect(w.phone.heard()).toHaveLength(heard + 3);
  });

  test('subscribes nobody by text, and sets nothing that is due', async () => {
    const w = await member();
    await w.phone.texts('STOP');
    await w.phone.dials();
    for (const reply of ['5', '4']) await w.phone.replies(reply);
    w.phone.drops();
    await w.phone.texts('1');
    const heard = w.phone.heard().length;
    await w.phone.texts('2');
    expect(await ledger(w)).toEqual(['given check_ins', 'withdrawn check_ins']);
    await w.clock.advance({ hours: 24 });
    expect(w.phone.heard()).toHaveLength(heard);
  });

  test('is the only flow: any other that was dialled is not gone on with by text', async () => {
    const w = await member();
    await w.phone.texts('STOP');
    await w.phone.dials();
    w.phone.drops();
    const heard = w.phone.heard().length;
    await w.phone.texts('5');
    expect(w.phone.heard()).toHaveLength(heard);
  });
});

async function keyOf({ db, service }: World): Promise<{ phoneId: string; key: Buffer }> {
  const [row] = await db.run(
    (sql) => sql<{ id: string; wrappedKey: Buffer }[]>`select id, wrapped_key from phone limit 1`,
  );
  if (row === undefined) throw new Error('no phone');
  return { phoneId: row.id, key: service.setting.keyring.openKey(row.id, row.wrappedKey) };
}

async function logOf(w: World): Promise<{ event: string; sealed: string }[]> {
  const { phoneId, key } = await keyOf(w);
  const rows = await w.db.run(
    (sql) => sql<{ turn: number; event: string; sealed: Buffer }[]>`
      select turn, event, sealed from turn order by turn`,
  );
  return rows.map(({ turn, event, sealed }) => ({
    event,
    sealed: open(key, sealPlace(phoneId, turn), sealed).toString(),
  }));
}

async function reasons({ db }: World): Promise<string[]> {
  const rows = await db.run((sql) => sql<{ reason: string }[]>`select reason from follow_up`);
  return rows.map(({ reason }) => reason);
}
