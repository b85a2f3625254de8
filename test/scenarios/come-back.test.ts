import { describe, expect, test } from 'vitest';
import { world, type World } from '../world/world.ts';
import { queueMessage } from '../world/queue-message.ts';
import { joins, ledger, outbox } from './joined.ts';
import { hasPin, PIN, privateFlows, sees, typesPin } from './private-flows.ts';
import { INSIDE } from './private-checks.ts';
import { wishFlows } from './wish-flows.ts';

const wishes = wishFlows();
const withPrivatePart = privateFlows();

const SECRET = 'plant beans';
const DAY = 24;
/** Forty texts take some seconds at rest. */
const BUSY_MS = 60_000;

/** A member who let her own word be noted, and whose texts may show it. */
async function openMember(): Promise<World> {
  const w = await world({ flowsFolder: wishes });
  await joins(w.phone);
  for (const text of ['00', '2', '3', '00', '3', '4', '00', '3', '2', '00', '5', '1', SECRET, '1'])
    await w.phone.texts(text);
  await w.clock.advance({ minutes: 11 });
  return w;
}

/** What the menu tells of her word. */
async function tells({ phone }: World): Promise<string> {
  const before = phone.heard().length;
  for (const text of ['00', '5', '5']) await phone.texts(text);
  return phone.heard().slice(before).join('\n');
}

describe('whoever comes back after a STOP, and has proved nothing', () => {
  test(
    'is welcomed anew and is never shown what was remembered before it, whatever is answered [rel R5]',
    async () => {
      const w = await openMember();
      expect(await tells(w)).toContain(`Your word is ${SECRET}.`);
      await w.phone.texts('STOP');
      await w.clock.advance({ hours: 25 });
      await w.phone.texts('START');
      expect(w.phone.lastHeard()).toContain('Which language');
      for (const text of ['1', '1', '1', '2']) await w.phone.texts(text);
      for (const text of ['00', '2', '3', '00', '3', '4', '00', '3', '2'])
        await w.phone.texts(text);
      await w.clock.advance({ minutes: 11 });
      expect(await tells(w)).toContain('No word yet.');
    },
    BUSY_MS,
  );
});

describe('while it is doubted who has the phone', () => {
  test('no PIN is set by whoever holds it, though she has none: it looks the same and opens nothing', async () => {
    const w = await world({ flowsFolder: withPrivatePart });
    await joins(w.phone);
    await w.clock.jump({ hours: 31 * DAY });
    const said = await typesPin(w.phoneOf('+254711000777'), PIN);
    expect(await typesPin(w.phone, PIN)).toBe(said);
    expect(await sees(w.phone, PIN)).not.toContain(INSIDE);
    expect(await hashes(w)).toEqual([false]);
  });

  test('her own PIN opens as ever', async () => {
    const w = await world({ flowsFolder: withPrivatePart });
    await hasPin(w);
    await w.clock.jump({ hours: 31 * DAY });
    expect(await sees(w.phone, PIN)).toContain(INSIDE);
  });
});

describe('a STOP that is taken back', () => {
  test('makes no yes any fresher: it ends when it would have ended [req C12]', async () => {
    const w = await world();
    await joins(w.phone);
    await w.db.run(async (sql) => {
      await sql`update sending set consent_days = 10`;
      await sql`delete from timer`;
    });
    await w.clock.jump({ hours: 9 * DAY });
    await w.phone.dials();
    await w.phone.replies('88');
    await w.phone.replies('1');
    expect(await ledger(w)).toEqual(['given check_ins', 'withdrawn check_ins', 'given check_ins']);
    await queueMessage(w, { purpose: 'check_ins', kind: 'timer' });
    await w.clock.settle();
    expect((await outbox(w)).at(-1)).toBe('timer sent');
    await w.clock.jump({ hours: 2 * DAY });
    await queueMessage(w, { purpose: 'check_ins', kind: 'timer' });
    await w.clock.settle();
    expect((await outbox(w)).at(-1)).toBe('timer cancelled no_consent');
  });
});

async function hashes({ db }: World): Promise<boolean[]> {
  const rows = await db.run(
    (sql) => sql<{ has: boolean }[]>`select pin_hash is not null as has from member`,
  );
  return rows.map(({ has }) => has);
}
