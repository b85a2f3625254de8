import { describe, expect, test } from 'vitest';
import { watchMoved } from '../../src/engine/watch-moved.ts';
import { withoutPiece } from '../world/mutant.ts';
import { holdGate } from '../world/hold-gate.ts';
import { queueMessage } from '../world/queue-message.ts';
import { until } from '../world/until.ts';
import { world, type World } from '../world/world.ts';
import { isAsked, joins } from './joined.ts';
import { deskOf, NEW_NUMBER } from './people-desk.ts';

const CHECK = 'If you were given a word for this number';

describe('a member with another number', () => {
  test('moves once the new phone says the word; the old one hears nothing, ever', async () => {
    const w = await world();
    await isAsked(w);
    const fresh = w.phoneOf(NEW_NUMBER);
    const heard = w.phone.heard().length;
    const { word, texted } = await deskOf(w).changes(w.phone.number, NEW_NUMBER);
    await w.clock.settle();
    expect(texted).toBe(true);
    expect(fresh.heard()).toEqual([expect.stringContaining(CHECK)]);
    expect(fresh.lastHeard()).not.toContain(word);
    expect(await placed(w)).toEqual({ old: 'given check_ins', fresh: null, moved: false });
    await fresh.texts(` ${word.toLowerCase().slice(0, 2)} ${word.slice(2)}. `);
    expect(fresh.lastHeard()).toContain('Texts will come to this number');
    expect(await placed(w)).toEqual({
      old: 'withdrawn check_ins',
      fresh: 'given check_ins',
      moved: true,
    });
    // The question that was open on the old phone is answered from the new one.
    await fresh.texts('1');
    expect(fresh.lastHeard()).toContain('Well done');
    await w.clock.advance({ hours: 24 * 9 });
    expect(fresh.heard().filter((text) => text.includes('How is your small step'))).not.toEqual([]);
    expect(w.phone.heard()).toHaveLength(heard);
    expect(await suppressed(w)).toBe(1);
  });

  test('moves by dialling too, and the old phone is a stranger: it shows nothing of her', async () => {
    const w = await world();
    await isAsked(w);
    const fresh = w.phoneOf(NEW_NUMBER);
    const { word } = await deskOf(w).changes(w.phone.number, NEW_NUMBER);
    await fresh.dials();
    expect(await fresh.replies(word)).toContain('Texts will come to this number');
    expect(await placed(w)).toMatchObject({ moved: true });
    expect(await w.phone.dials()).toContain('Please choose:');
    await w.phone.texts('1');
    await w.phone.texts('START');
    expect(w.phone.lastHeard()).toContain('Which language?');
    const fromOld = w.phone.heard().length;
    await w.clock.advance({ hours: 24 * 9 });
    expect(w.phone.heard()).toHaveLength(fromOld);
  });

  test('does not move by a wrong word, by five of them, or after three days', async () => {
    const w = await world();
    await joins(w.phone);
    const fresh = w.phoneOf(NEW_NUMBER);
    const { word } = await deskOf(w).changes(w.phone.number, NEW_NUMBER);
    // Whoever writes before the text is on its way gets none any more: she knows of us.
    await w.clock.settle();
    for (const digits of ['001', '002', '003', '004', '005'])
      await fresh.texts(`${word.startsWith('CC') ? 'DD' : 'CC'}${digits}`);
    await fresh.texts(word);
    expect(await placed(w)).toMatchObject({ moved: false });
    const again = await deskOf(w).changes(w.phone.number, NEW_NUMBER);
    expect(again.texted).toBe(false);
    await w.clock.advance({ hours: 73 });
    await fresh.texts(again.word);
    expect(await placed(w)).toMatchObject({ moved: false });
    expect(fresh.heard().filter((text) => text.includes(CHECK))).toHaveLength(1);
  });

  test('does not move by the word of another number or from another phone', async () => {
    const w = await world();
    await joins(w.phone);
    const { word } = await deskOf(w).changes(w.phone.number, NEW_NUMBER);
    await w.phoneOf('+254711000555').texts(word);
    await w.phone.texts(word);
    expect(await placed(w)).toMatchObject({ old: 'given check_ins', moved: false });
  });

  test.each([
    ['the old phone', 0],
    ['the new phone', 1],
  ])('a STOP of %s before the word makes it void [req C2]', async (_, which) => {
    const w = await world();
    await joins(w.phone);
    const fresh = w.phoneOf(NEW_NUMBER);
    const { word } = await deskOf(w).changes(w.phone.number, NEW_NUMBER);
    await w.clock.settle();
    const stopping = which === 0 ? w.phone : fresh;
    await stopping.texts('STOP');
    const heard = [w.phone.heard().length, fresh.heard().length];
    await fresh.texts(word);
    expect(await placed(w)).toMatchObject({ fresh: null, moved: false });
    await expect(deskOf(w).changes(w.phone.number, NEW_NUMBER)).rejects.toMatchObject({
      name: 'Refusal',
    });
    await w.clock.advance({ hours: 24 * 9 });
    const after = [w.phone.heard().length, fresh.heard().length];
    if (which === 0) expect(after[0]).toBe(heard[0]);
    else expect(after[1]).toBe(heard[1]);
  });

  test.each([
    ['the old phone', 0],
    ['the new phone', 1],
  ])('a STOP of %s in the moment of the word wins [req C2]', async (_, which) => {
    const w = await world();
    await joins(w.phone);
    const fresh = w.phoneOf(NEW_NUMBER);
    const { word } = await deskOf(w).changes(w.phone.number, NEW_NUMBER);
    await w.clock.settle();
    const gates = await holdGate(w, 'shared');
    const said = fresh.raw.texts(word);
    const stop = (which === 0 ? w.phone : fresh).raw.texts('STOP');
    await until('STOP is asked', () => stopIsAsked(w), 30_000);
    await gates.release();
    await Promise.all([said, stop]);
    await w.clock.settle();
    const heard = fresh.heard().length;
    await w.clock.advance({ hours: 24 * 15 });
    // Whoever was first: with the STOP of the new phone she may be where she was, and never there.
    const { old, fresh: there } = await placed(w);
    expect(which === 0 ? old : there).not.toBe('given check_ins');
    expect(there).not.toBe('given check_ins');
    expect(fresh.heard()).toHaveLength(heard);
  });

  test('a STOP of the old phone wins also where the process died before it looked for one [req C2]', async () => {
    const w = await world();
    await joins(w.phone);
    const { word } = await deskOf(w).changes(w.phone.number, NEW_NUMBER);
    const fresh = w.phoneOf(NEW_NUMBER);
    await fresh.texts(word);
    expect((await placed(w)).fresh).toBe('given check_ins');
    await w.phone.texts('STOP');
    // As a process left it that died with the commit of the move.
    await w.db.run((sql) => sql`update number_change set watched_at = null`);
    const { parts } = deskOf(w);
    const broken = { stop: () => Promise.reject(new Error('no gate')) };
    await watchMoved({ ...parts, stopping: broken });
    expect((await placed(w)).fresh, 'left to the next sweep').toBe('given check_ins');
    await watchMoved(parts);
    await w.clock.settle();
    expect((await placed(w)).fresh).toBe('withdrawn check_ins');
    await fresh.texts('START');
    await watchMoved(parts);
    const [stops] = await w.db.run(
      (sql) => sql`
        select count(*)::int as count from stop_request where provider_id like 'stopped-while-moved:%'`,
    );
    expect(stops).toEqual({ count: 1 });
  });

  test('without the comparison of the word any word would do', async () => {
    const w = await world({
      prepare: withoutPiece('lock_number_change', 'n.word_hash <> p_word_hash', 'false'),
    });
    await joins(w.phone);
    const { word } = await deskOf(w).changes(w.phone.number, NEW_NUMBER);
    await w.phoneOf(NEW_NUMBER).texts(word.startsWith('CC') ? 'DD001' : 'CC001');
    expect(await placed(w)).toMatchObject({ moved: true });
  });

  test('without what silences it, the old phone would get what was queued', async () => {
    const asBuilt = await world();
    expect(await oldHears(asBuilt)).toEqual([]);
    const mutant = await world({
      prepare: async (database) => {
        for (const [piece, by] of [
          ["state = 'cancelled', reason = 'moved'", 'state = state'],
          ['epoch + 1 where phone_id = n.old_phone_id', 'epoch where phone_id = n.old_phone_id'],
        ] as const)
          await withoutPiece('move_member', piece, by)(database);
        await withoutPiece('is_stopped', 'select exists', 'select false and exists')(database);
        await withoutPiece('has_consent', 'select exists', 'select true or exists')(database);
      },
    });
    expect(await oldHears(mutant)).not.toEqual([]);
  });
});

/** What the old phone hears of a text that was queued for it when its member moved. */
async function oldHears(w: World): Promise<string[]> {
  await joins(w.phone);
  const sendAfter = new Date(w.clock.now().getTime() + 3_600_000);
  await queueMessage(w, { purpose: 'check_ins', sendAfter });
  const { word } = await deskOf(w).changes(w.phone.number, NEW_NUMBER);
  const heard = w.phone.heard().length;
  await w.phoneOf(NEW_NUMBER).texts(word);
  await w.clock.advance({ hours: 3 });
  return w.phone.heard().slice(heard);
}

async function placed({ db, service }: World) {
  const { keyring } = service.setting;
  const phone = async (number: string) => {
    const index = keyring.numberIndex(number);
    const [row] = await db.run(
      (sql) => sql<{ last: string | null; member: boolean }[]>`
        select (select act || ' ' || purpose from consent where phone_id = p.id order by seq desc limit 1) as last,
          exists (select from member where phone_id = p.id and unlinked_at is null) as member
        from phone p where number_index = ${index}`,
    );
    return row;
  };
  const [old, fresh] = [await phone('+254711000111'), await phone(NEW_NUMBER)];
  return { old: old?.last ?? null, fresh: fresh?.last ?? null, moved: fresh?.member === true };
}

async function suppressed({ db }: World): Promise<number> {
  const rows = await db.run((sql) => sql`select from suppression`);
  return rows.length;
}

async function stopIsAsked({ db }: World): Promise<boolean> {
  const rows = await db.run((sql) => sql`select from stop_request where channel = 'sms'`);
  return rows.length > 0;
}
