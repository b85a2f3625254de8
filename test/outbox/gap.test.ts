import { describe, expect, test } from 'vitest';
import { movableClock } from '../../src/base/clock.ts';
import { newId } from '../../src/base/ids.ts';
import { createLog } from '../../src/base/log.ts';
import { parsePhoneNumber } from '../../src/base/phone-number.ts';
import type { InboundSms } from '../../src/engine/arrivals.ts';
import { catchUp, type CatchUpParts } from '../../src/schedule/catch-up.ts';
import { noteHeard, readSending } from '../../src/store/sending-state.ts';
import { isAsked, joins, ledger, outbox } from '../scenarios/joined.ts';
import { textDated } from '../scenarios/call-back.ts';
import { freshDatabase } from '../world/database.ts';
import { queueMessage } from '../world/queue-message.ts';
import { world, type World } from '../world/world.ts';

const { pool } = await freshDatabase();
const NOON = new Date('2026-11-23T09:00:00Z');
const minutes = (many: number) => new Date(NOON.getTime() + many * 60_000);

describe('after ten minutes in which nothing came in', () => {
  test('a STOP that was never called back is fetched and applied before anything is sent', async () => {
    const w = await world();
    await joins(w.phone);
    const heard = w.phone.heard().length;
    w.standIn.faults.set({ texts: { lost: true } });
    await w.phone.raw.texts('STOP');
    await queueMessage(w, { purpose: 'check_ins', sendAfter: inMinutes(w, 20) });
    await w.clock.jump({ minutes: 30 });
    expect(w.phone.heard().slice(heard)).toEqual(['OK. No more texts. To come back, text START.']);
    expect(await outbox(w)).toContain('broadcast cancelled stopped');
  });

  test('a call that comes in does not open sending: only a fetch can tell that nothing is missing', async () => {
    await pool.run((db) => db`update sending set heard_at = ${NOON}`);
    await pool.run((db) => noteHeard(db, minutes(5)));
    expect((await pool.run(readSending)).heardAt).toEqual(minutes(5));
    await pool.run((db) => noteHeard(db, minutes(16)));
    expect((await pool.run(readSending)).heardAt).toEqual(minutes(5));
  });

  test('nor before the first fetch of a new installation', async () => {
    await pool.run((db) => db`update sending set heard_at = null`);
    await pool.run((db) => noteHeard(db, NOON));
    expect((await pool.run(readSending)).heardAt).toBeNull();
  });

  test('sending stays closed while there are more pages, and goes on where it was', async () => {
    let page = 0;
    const endless = async (lastReceivedId: string) => {
      page += 1;
      return {
        messages: [inbound(`m${page}`)],
        lastReceivedId: String(Number(lastReceivedId) + 1),
      };
    };
    await pool.run((db) => db`update sending set heard_at = null, fetched_id = '0'`);
    await catchUp(parts({ fetchMessages: endless }));
    expect(await pool.run(readSending)).toMatchObject({ heardAt: null, fetchedId: '50' });
  });

  test('nothing opens while a fetched message cannot be saved, or the gateway cannot be asked', async () => {
    await pool.run((db) => db`update sending set heard_at = null, fetched_id = '0'`);
    const one = async () => ({ messages: [inbound('m1')], lastReceivedId: '1' });
    await catchUp(parts({ fetchMessages: one, receive: async () => 'retry' }));
    expect(await pool.run(readSending)).toMatchObject({ heardAt: null, fetchedId: '0' });
    const refused = () => Promise.reject(new Error('not reachable'));
    await expect(catchUp(parts({ fetchMessages: refused }))).rejects.toThrow('not reachable');
    expect((await pool.run(readSending)).heardAt).toBeNull();
  });

  test('what is older than a day changes nothing any more, unless it is a STOP [rel P42]', async () => {
    await pool.run((db) => db`update sending set heard_at = null, fetched_id = '0'`);
    const old = new Date(NOON.getTime() - 30 * 3_600_000);
    const messages = ['JOIN', 'STOP', '1'].map((text) => ({
      ...inbound(newId()),
      text,
      sentAt: old,
    }));
    const taken: string[] = [];
    const fetchMessages = async (id: string) => ({
      messages: id === '0' ? messages : [],
      lastReceivedId: '3',
    });
    const receive = async ({ text }: InboundSms) => {
      taken.push(text);
      return 'done' as const;
    };
    await catchUp(parts({ fetchMessages, receive }));
    expect(taken).toEqual(['STOP']);
  });
});

describe('a text that is called back and fetched', () => {
  test('has one effect, whichever comes first', async () => {
    const w = await world();
    await isAsked(w);
    const turns = await count(w);
    await w.phone.texts('1');
    const once = await count(w);
    expect(once).toBe(turns + 1);
    await w.clock.advance({ minutes: 30 });
    expect(await count(w)).toBe(once);
    w.standIn.faults.set({ texts: { lost: true } });
    await w.phone.raw.texts('hello again');
    const sentAt = w.clock.now();
    await w.clock.advance({ minutes: 30 });
    const fetched = await count(w);
    expect(fetched).toBe(once + 1);
    expect(await textDated(w, 'hello again', sentAt)).toBe(200);
    expect(await count(w)).toBe(fetched);
  });

  test('and says STOP is one STOP: fetched again after a START it stops nobody', async () => {
    const w = await world();
    await joins(w.phone);
    await w.phone.texts('STOP');
    await w.clock.advance({ minutes: 1 });
    for (const text of ['START', '1', '1', '1', '2']) await w.phone.texts(text);
    await w.clock.advance({ minutes: 30 });
    expect((await ledger(w)).at(-1)).toBe('given check_ins');
    const rows = await w.db.run((sql) => sql`select from stop_request`);
    expect(rows).toHaveLength(1);
  });
});

function inMinutes({ clock }: World, many: number): Date {
  return new Date(clock.now().getTime() + many * 60_000);
}

function inbound(providerId: string): InboundSms {
  const from = parsePhoneNumber('+254711000111');
  if (from === undefined) throw new Error('not a number');
  return { provider: 'africastalking', providerId, from, to: '22340', text: 'hello', sentAt: NOON };
}

function parts(changes: Partial<CatchUpParts>): CatchUpParts {
  const clock = { ...movableClock(), now: () => NOON };
  return {
    pool,
    clock,
    log: createLog(() => undefined, clock.now),
    fetchMessages: async () => ({ messages: [], lastReceivedId: '0' }),
    receive: async () => 'done',
    saysStop: (text) => text === 'STOP',
    ...changes,
  };
}

async function count({ db }: World): Promise<number> {
  const rows = await db.run((sql) => sql`select from turn`);
  return rows.length;
}
