import { describe, expect, test } from 'vitest';
import { eraseNow, undoErasure } from '../../src/engine/erase.ts';
import { showRequests } from '../../src/followup/show-requests.ts';
import { withoutPiece } from '../world/mutant.ts';
import { world, type World } from '../world/world.ts';
import { hop, textDated } from './call-back.ts';
import { rowsOf } from './dump-of.ts';
import { isAsked, joins, ledger } from './joined.ts';

const ACK = 'OK. No more texts. To come back, text START.';
const THREE_DAYS = { hours: 72, minutes: 1 };
/** What may still hold the dead id of a phone: the ledger, and the audit log, which says what was done and to nobody. */
const OUTLIVES = ['audit', 'erasure'];

describe('DELETE', () => {
  test('stops with the same one text, and three days later no row is left of her [rel P69]', async () => {
    const w = await world();
    await isAsked(w);
    for (const text of ['purple curtains', '9', 'no idea']) await w.phone.texts(text);
    await w.phone.dials();
    const ids = await idsOf(w);
    await w.phone.texts('Delete my data please');
    expect(w.phone.lastHeard()).toBe(ACK);
    const heard = w.phone.heard().length;
    await w.clock.advance(THREE_DAYS);
    expect(w.phone.heard()).toHaveLength(heard);
    expect(ids).toHaveLength(2);
    expect(await tablesNaming(w, ids)).toEqual(OUTLIVES);
    const [row] = await w.db.run((db) => db`select * from erasure`);
    expect(row).toMatchObject({ state: 'done', memberId: null, sealed: null, ownSealed: null });
    expect(await countOf(w, 'suppression')).toBe(1);
  });

  test('mutant: a table that is left out is found', async () => {
    const w = await world({
      prepare: withoutPiece('delete_phone', `'erasure', 'inbound'`, `'erasure', 'turn', 'inbound'`),
    });
    await joins(w.phone);
    const ids = await idsOf(w);
    await w.phone.texts('DELETE');
    await w.clock.advance(THREE_DAYS);
    expect(await tablesNaming(w, ids)).toEqual([...OUTLIVES, 'turn']);
  });

  test('hides at once: whoever has the phone sees what a number sees that never took part', async () => {
    const w = await world();
    await isAsked(w);
    await w.phone.texts('9');
    const stranger = w.phoneOf('+254711000222');
    await stranger.texts('STOP');
    await w.phone.texts('DELETE');
    expect(await showRequests(at(w), 'test')).toEqual({ shown: [], open: 0 });
    for (const text of ['1', 'what did she say', 'HELP', '00']) {
      const before = [w.phone.heard().length, stranger.heard().length];
      await w.phone.texts(text);
      await stranger.texts(text);
      expect(w.phone.heard().slice(before[0])).toEqual(stranger.heard().slice(before[1]));
    }
    expect(await w.phone.dials()).toBe(await stranger.dials());
    for (const digit of ['1', '4', '2', '0'])
      expect(await w.phone.replies(digit)).toBe(await stranger.replies(digit));
    const rows = await w.db.run(
      (db) => db`select flow, member_id from conversation where member_id is not null`,
    );
    expect(rows).toEqual([]);
  });

  test('to a number that is stopped already, it is acknowledged as well, once', async () => {
    const w = await world();
    await joins(w.phone);
    await w.phone.texts('STOP');
    const heard = w.phone.heard().length;
    for (const text of ['DELETE', 'delete everything']) await w.phone.texts(text);
    expect(w.phone.heard().slice(heard)).toEqual([ACK]);
    expect(await statesOf(w)).toEqual(['pending']);
  });

  test('a person who is asked for after it is called first; her number waits for that, a week at most', async () => {
    const w = await world();
    await joins(w.phone);
    await w.phone.texts('DELETE');
    await w.clock.advance({ hours: 1 });
    await w.phone.texts('9');
    await w.clock.advance(THREE_DAYS);
    expect((await showRequests(at(w), 'test')).shown).toHaveLength(1);
    await w.clock.advance({ hours: 24 * 7 });
    expect(await countOf(w, 'phone')).toBe(0);
  });

  test('a text that comes again asks nothing again: not after it was undone, not when all is gone [rel P12]', async () => {
    const w = await world();
    await joins(w.phone);
    const sent = w.clock.now();
    for (const _ of [1, 2]) expect(await textDated(w, 'DELETE', sent, 'once')).toBe(200);
    expect(await countOf(w, 'erasure')).toBe(1);
    const phoneId = await phoneOf(w);
    expect(await undoErasure(at(w), { phoneId, by: 'test' })).toBe(true);
    await textDated(w, 'DELETE', sent, 'once');
    expect(await statesOf(w)).toEqual(['undone']);
    await eraseNow(at(w), { phoneId, by: 'test' });
    const heard = w.phone.heard().length;
    await textDated(w, 'DELETE', sent, 'once');
    await w.clock.advance({ hours: 1 });
    expect(w.phone.heard()).toHaveLength(heard);
    expect(await statesOf(w)).toEqual(['undone', 'done']);
  });
});

describe('coming back', () => {
  test('START while it is pending: it is erased first, and the number is new', async () => {
    const w = await world();
    await joins(w.phone);
    const ids = await idsOf(w);
    await w.phone.texts('DELETE');
    await w.clock.advance({ minutes: 1 });
    await w.phone.texts('START');
    expect(w.phone.lastHeard()).toContain('Which language?');
    expect(await tablesNaming(w, ids)).toEqual(OUTLIVES);
    for (const text of ['1', '1', '1', '2']) await w.phone.texts(text);
    expect(await ledger(w)).toEqual(['given check_ins']);
    await w.clock.advance({ hours: 24 });
    expect(w.phone.lastHeard()).toContain('How is your small step going?');
    expect(await tablesNaming(w, ids)).not.toContain('message');
  });

  test('joining by dialling while it is pending: likewise', async () => {
    const w = await world();
    await joins(w.phone);
    const ids = await idsOf(w);
    await w.phone.texts('DELETE');
    await hop(w, 'session', '');
    await hop(w, 'session', '1');
    await w.clock.settle();
    expect(await statesOf(w)).toEqual(['done']);
    expect(await tablesNaming(w, ids)).not.toContain('conversation');
    expect(await countOf(w, 'phone')).toBe(1);
  });

  test('undone, everything is there again but the texts: these want START', async () => {
    const w = await world();
    await joins(w.phone);
    const before = await kept(w);
    await w.phone.texts('DELETE');
    for (const text of ['hello', 'HELP']) await w.phone.texts(text);
    await w.phone.dials();
    expect(await kept(w)).not.toEqual(before);
    expect(await undoErasure(at(w), { phoneId: await phoneOf(w), by: 'counsellor' })).toBe(true);
    expect(await kept(w)).toEqual(before);
    await w.clock.advance(THREE_DAYS);
    expect(await statesOf(w)).toEqual(['undone']);
    expect(await ledger(w)).toEqual(['given check_ins', 'withdrawn check_ins']);
    await w.phone.texts('START');
    expect(w.phone.lastHeard()).toContain('Welcome back');
  });

  test('STOP to a number that was erased is taken and acknowledged like any other [rel P4]', async () => {
    const w = await world();
    await joins(w.phone);
    await w.phone.texts('DELETE');
    await w.clock.advance(THREE_DAYS);
    const heard = w.phone.heard().length;
    await w.phone.texts('STOP');
    expect(w.phone.heard().slice(heard)).toEqual([ACK]);
  });
});

/** What the commands of a person at a terminal work with. */
function at({ db: pool, service }: World) {
  const { keyring, clock } = service.setting;
  return { pool, keyring, clock };
}

async function phoneOf({ db }: World): Promise<string> {
  const [row] = await db.run((sql) => sql<{ id: string }[]>`select id from phone`);
  return row?.id ?? '';
}

async function statesOf({ db }: World): Promise<string[]> {
  const rows = await db.run(
    (sql) => sql<{ state: string }[]>`select state from erasure order by seq`,
  );
  return rows.map(({ state }) => state);
}

async function countOf({ db }: World, table: string): Promise<number> {
  return (await db.run((sql) => sql`select from ${sql(table)}`)).length;
}

/** The ids of every phone and member. */
async function idsOf({ db }: World): Promise<string[]> {
  const rows = await db.run(
    (sql) => sql<{ id: string }[]>`select id from phone union all select id from member`,
  );
  return rows.map(({ id }) => id);
}

/** Tables in which any of these ids is left. */
async function tablesNaming(w: World, ids: readonly string[]): Promise<string[]> {
  const found = (await rowsOf(w)).filter(({ row }) => ids.some((id) => row.includes(id)));
  return [...new Set(found.map(({ table }) => table))];
}

/** Who the phone leads to, and what is remembered of her. */
async function kept({ db }: World): Promise<unknown> {
  const [row] = await db.run(
    (sql) => sql`
      select c.member_id, c.own_sealed, m.language, m.traits, m.shared_phone
      from conversation c left join member m on m.id = c.member_id`,
  );
  return row;
}
