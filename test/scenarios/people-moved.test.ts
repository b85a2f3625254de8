import { describe, expect, test } from 'vitest';
import { newId } from '../../src/base/ids.ts';
import { open } from '../../src/base/seal.ts';
import { hashPin } from '../../src/engine/pin-hash.ts';
import { world, type World, type WorldPhone } from '../world/world.ts';
import { formsOf, rowsOf } from './dump-of.ts';
import { holdTasks } from './hold-tasks.ts';
import { joins } from './joined.ts';
import { deskOf, NEW_NUMBER } from './people-desk.ts';
import { wishFlows } from './wish-flows.ts';

const flowsFolder = wishFlows();
const WORD = 'plant two rows of beans';

const chooses = async (phone: WorldPhone, ...texts: string[]): Promise<string> => {
  for (const text of ['00', ...texts]) await phone.texts(text);
  return phone.lastHeard();
};

/** A member who has told her own word, shows it, has hours of her own and a reminder, and moves. */
async function moved(w: World): Promise<WorldPhone> {
  await joins(w.phone);
  await chooses(w.phone, '5', '1', WORD, '1');
  await chooses(w.phone, '1', '1');
  await chooses(w.phone, '5', '2', 'BLUE');
  await chooses(w.phone, '3', '2');
  const { word } = await deskOf(w).changes(w.phone.number, NEW_NUMBER);
  const fresh = w.phoneOf(NEW_NUMBER);
  await fresh.texts(word);
  return fresh;
}

describe('who has moved to another number', () => {
  test('has her own words there, hidden until she says that they may be shown; the old phone has none', async () => {
    const w = await world({ flowsFolder });
    await holdTasks(w);
    const fresh = await moved(w);
    expect(await chooses(fresh, '5', '5')).toBe('Your word is your step.');
    await chooses(fresh, '3', '2');
    expect(await chooses(fresh, '5', '5')).toBe(`Your word is ${WORD}.`);
    const [her] = await w.db.run(
      (db) => db`
        select hours_from, unlinked_at from member
        where phone_id = (select new_phone_id from number_change)`,
    );
    expect(her).toEqual({ hoursFrom: '09:00:00', unlinkedAt: null });
    expect(await groupCode(w)).toBe('BLUE');
    await w.clock.advance({ minutes: 5 });
    await w.phone.texts('START');
    for (const text of ['1', '1', '1', '2']) await w.phone.texts(text);
    expect(await chooses(w.phone, '5', '5')).toBe('No word yet.');
  });

  test('leaves nothing on the old phone after 72 hours but that it is never invited', async () => {
    const w = await world({ flowsFolder });
    const { keyring } = w.service.setting;
    const index = keyring.numberIndex(w.phone.number);
    await moved(w);
    await w.clock.advance({ hours: 73 });
    const left = await w.db.run((db) => db`select from phone where number_index = ${index}`);
    expect(left).toHaveLength(0);
    const suppressed = await w.db.run(
      (db) => db`
        select from suppression where suppress_index = ${keyring.suppressionIndex(w.phone.number)}`,
    );
    expect(suppressed).toHaveLength(1);
    const rows = await rowsOf(w);
    for (const form of formsOf(WORD))
      expect(rows.filter(({ row }) => row.includes(form))).toEqual([]);
  });

  test('goes on without what does not open any more', async () => {
    const w = await world({ flowsFolder });
    await joins(w.phone);
    await chooses(w.phone, '5', '1', WORD, '1');
    await w.db.run((db) => db`update conversation set sealed = 'spoiled', own_sealed = 'spoiled'`);
    const { word } = await deskOf(w).changes(w.phone.number, NEW_NUMBER);
    const fresh = w.phoneOf(NEW_NUMBER);
    await fresh.texts(word);
    expect(fresh.lastHeard()).toContain('Texts will come to this number');
    expect(await chooses(fresh, '5', '5')).toBe('No word yet.');
    expect(w.lines.join('')).toContain('number_change_without_memory');
  });

  test('may say her PIN in place of the word, after dialling only; five wrong ones end it [rel R6]', async () => {
    const w = await world();
    await joins(w.phone);
    await setsPin(w, '4826');
    const fresh = w.phoneOf(NEW_NUMBER);
    await deskOf(w).changes(w.phone.number, NEW_NUMBER);
    const tries = async (...pins: string[]): Promise<boolean> => {
      for (const pin of pins) {
        if (fresh.raw.screen?.state !== 'open') await fresh.dials();
        await fresh.replies(pin);
      }
      const rows = await w.db.run((db) => db`select from number_change where state = 'moved'`);
      return rows.length > 0;
    };
    await fresh.texts('4826');
    expect(await tries('1111', '2222', '3333', '5555', '6666', '4826')).toBe(false);
    await deskOf(w).changes(w.phone.number, NEW_NUMBER);
    expect(await tries('1111', '4826')).toBe(true);
    expect(fresh.raw.screen?.text).toContain('Texts will come to this number');
  });

  test('cannot leave a phone that somebody else takes part with, and the other hears nothing of it', async () => {
    const w = await world({ flowsFolder });
    await joins(w.phone);
    await w.db.run(
      (db) => db`
        insert into member (id, phone_id, slot, language, wrapped_key, created_at)
        select ${newId()}, phone_id, 2, language, wrapped_key, created_at from member`,
    );
    const heard = w.phone.heard().length;
    await expect(deskOf(w).changes(w.phone.number, NEW_NUMBER)).rejects.toThrow('share this phone');
    expect(w.phone.heard()).toHaveLength(heard);
  });

  test('gets no text about it on a phone that stops first [req C2]', async () => {
    const w = await world({ flowsFolder });
    await joins(w.phone);
    // Ten at night: the neutral text waits for the morning.
    await w.clock.advance({ hours: 10 });
    const fresh = w.phoneOf(NEW_NUMBER);
    expect(await deskOf(w).changes(w.phone.number, NEW_NUMBER)).toMatchObject({ texted: true });
    await fresh.texts('STOP');
    await w.clock.advance({ hours: 24 * 4 });
    expect(fresh.heard()).toEqual(['OK. No more texts. To come back, text START.']);
  });
});

async function setsPin({ db, service }: World, pin: string): Promise<void> {
  const [member] = await db.run(
    (sql) => sql<{ id: string; wrappedKey: Buffer }[]>`select id, wrapped_key from member`,
  );
  if (member === undefined) throw new Error('no member');
  const { id: memberId, wrappedKey } = member;
  const key = service.setting.keyring.openKey(memberId, wrappedKey);
  const hash = await hashPin(pin, { memberId, key });
  await db.run((sql) => sql`update member set pin_hash = ${hash}`);
}

/** Of the group that the member of the new phone has asked to join, opened with the key of that phone. */
async function groupCode({ db, service }: World): Promise<string | undefined> {
  const [task] = await db.run(
    (sql) => sql<{ id: string; phoneId: string; wrappedKey: Buffer; codeSealed: Buffer }[]>`
      select t.id, p.id as phone_id, p.wrapped_key, t.code_sealed
      from group_task t join phone p on p.id = t.phone_id join number_change n on n.new_phone_id = p.id`,
  );
  if (task === undefined) return undefined;
  const key = service.setting.keyring.openKey(task.phoneId, task.wrappedKey);
  return open(key, `group_task.code:${task.id}`, task.codeSealed).toString('utf8');
}
