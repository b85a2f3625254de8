import { describe, expect, test, vi } from 'vitest';
import { runMatches } from '../../src/followup/run-matches.ts';
import { setNextStep } from '../../src/followup/set-next-step.ts';
import { sealShown } from '../../src/engine/shown-counsellor.ts';
import { membersOf } from '../../src/store/assignments.ts';
import { lockCounsellor, saveShown } from '../../src/store/counsellors.ts';
import { asks, hers, requests, team, type Worker } from '../followup/staffed.ts';
import { world, type World, type WorldPhone } from '../world/world.ts';
import { shippedFolder } from './shipped-folder.ts';

/** What is left out of the statement of a turn just now. */
const out = vi.hoisted(() => ({ matches: false }));
vi.mock(import('../../src/store/save-match-acts.ts'), async (original) => {
  const real = await original();
  return { saveMatchActs: (db) => (out.matches ? db`` : real.saveMatchActs(db)) };
});

const flowsFolder = shippedFolder();
const NAME = 'Ambuya Rudo';

/** In English, on a phone of her own, texts that say little; then yes to meetings. */
async function joins(phone: WorldPhone): Promise<void> {
  for (const text of ['JOIN', '2', '1', '1', '1', '1', '2', '2']) await phone.texts(text);
  for (const text of ['00', '1', '5', '3', '1']) await phone.texts(text);
  // To where nothing is asked any more.
  for (const text of ['00', '1', '5', '4']) await phone.texts(text);
}

async function meets(start?: Date) {
  const w = await world({
    programme: 'kenya-groups',
    flowsFolder,
    ...(start !== undefined && { start }),
  });
  const people = await team(w);
  for (const one of [people.counsellor, people.backup]) await named(w, one);
  await joins(w.phone);
  const [row] = await w.db.run((sql) => sql<{ id: string }[]>`select id from member`);
  // Who was entered first is asked first.
  const { counsellor: second, backup: first } = people;
  return { w, memberId: row?.id ?? '', first, second };
}

async function named({ db, service }: World, { id }: Worker): Promise<void> {
  await db.transact(async (tx) => {
    const row = await lockCounsellor(tx, id);
    if (row === undefined) throw new Error('she was made');
    const key = service.setting.keyring.openKey(row.phoneId, row.wrappedKey);
    await saveShown(tx, id, sealShown(key, id, NAME));
  });
}

async function looks(w: World): Promise<void> {
  await runMatches({ setting: w.service.setting, pool: w.service.pools.web });
  await w.clock.jump({ seconds: 1 });
}

const numberIn = (text: string) => /\b(\d{2,3})\b/u.exec(text)?.[1] ?? '';

/** Asked unseen, the counsellor says yes, and the member is asked. */
async function agreed(w: World, { phone }: Worker): Promise<void> {
  await looks(w);
  await phone.texts(`${numberIn(phone.lastHeard())}1`);
  await looks(w);
}

/** Whose the member is, as every reader of a counsellor has it. */
const membersBy = (w: World, { id }: Worker) => w.db.run((db) => membersOf(db, id));

describe('before a match', () => {
  test('the counsellor is asked unseen; that she knows the family passes on without a word to the member', async () => {
    const { w, first, second } = await meets();
    const heard = w.phone.heard().length;
    await looks(w);
    expect(first.phone.lastHeard()).toContain('somebody new could be with you');
    expect(first.phone.lastHeard()).not.toMatch(/711000|Rudo/u);
    expect(await membersBy(w, first)).toEqual([]);
    await first.phone.texts(`${numberIn(first.phone.lastHeard())}5`);
    await looks(w);
    expect(w.phone.heard()).toHaveLength(heard);
    expect(second.phone.lastHeard()).toContain('somebody new could be with you');
    await looks(w);
    const asked = first.phone.heard().filter((text) => text.includes('could be with you'));
    expect(asked).toHaveLength(1);
  });

  test('the member agrees first: until her 1 she is nobody\u2019s; her text names nobody, her screen does [req K6]', async () => {
    const { w, memberId, first } = await meets();
    await agreed(w, first);
    expect(w.phone.lastHeard()).toContain('Your contact with us could be: somebody near you');
    expect(w.phone.heard().join(' ')).not.toContain(NAME);
    expect(await membersBy(w, first)).toEqual([]);
    await w.phone.dials();
    const screen = await w.phone.replies('1');
    expect(screen).toContain(NAME);
    await w.phone.replies('1');
    expect(await membersBy(w, first)).toEqual([memberId]);
    await looks(w);
    expect(first.phone.lastHeard()).toContain('has said yes and is with you now');
  });

  test('"somebody else" needs no reason, and the next one is another; silence asks nobody again', async () => {
    const { w, first, second } = await meets();
    await agreed(w, first);
    // Whoever waits for her answer is near enough to be asked for a call; after a no she is not.
    await asks(w, w.phone, 'asked_to_talk');
    await first.phone.texts(`${numberIn(first.phone.lastHeard())}1`);
    expect(await requests(w)).toMatchObject([{ stage: 'accepted', counsellorId: first.id }]);
    await w.phone.texts('2');
    expect(w.phone.lastHeard()).toContain('no reason is needed');
    const [request] = await requests(w);
    expect([request?.state, request?.counsellorId]).not.toEqual(['open', first.id]);
    await looks(w);
    expect(first.phone.lastHeard()).toContain('has chosen another way');
    // Beside it she is asked for the call, in whichever order both were looked for.
    const asked = second.phone.heard().find((text) => text.includes('somebody new')) ?? '';
    await second.phone.texts(`${numberIn(asked)}1`);
    await looks(w);
    expect(w.phone.lastHeard()).toContain('Your contact with us could be');
    const prompts = second.phone.heard().length;
    await w.clock.advance({ hours: 24 * 9 });
    await looks(w);
    await w.clock.advance({ hours: 24 * 3 });
    await looks(w);
    expect(
      w.phone.heard().filter((text) => text.includes('Your contact with us could be')),
    ).toHaveLength(2);
    expect(await membersBy(w, second)).toEqual([]);
    expect(second.phone.heard().length - prompts).toBe(1);
  });

  test('nobody is proposed to whoever did not say yes to meetings, or has stopped [req C4][req C2]', async () => {
    const { w, first } = await meets();
    await w.phone.texts('STOP');
    const other = w.phoneOf('+254711000333');
    for (const text of ['JOIN', '2', '1', '1', '1', '1', '2', '2']) await other.texts(text);
    await looks(w);
    await looks(w);
    expect(first.phone.heard()).toEqual([]);
  });
});

async function changes(w: World): Promise<string> {
  for (const text of ['00', '1', '5', '4']) await w.phone.texts(text);
  await w.phone.texts('2');
  return w.phone.lastHeard();
}

describe('after a match', () => {
  test('a change needs no reason: the former one loses her at once, hears "ended", and gets no request of hers again', async () => {
    const { w, memberId, first, second } = await meets();
    await hers(w, first.id);
    await w.phone.texts('9');
    await w.clock.advance({ minutes: 3 });
    await first.phone.texts(`${numberIn(first.phone.lastHeard())}1`);
    expect(await requests(w)).toMatchObject([{ stage: 'accepted', counsellorId: first.id }]);
    expect(await changes(w)).toContain('no reason is needed');
    expect(await membersBy(w, first)).toEqual([]);
    const [request] = await requests(w);
    expect(request?.counsellorId).not.toBe(first.id);
    await looks(w);
    const ended = first.phone.heard().filter((text) => text.includes('another way'));
    expect(ended).toHaveLength(1);
    expect(ended[0]).not.toMatch(/\d/u);
    await w.clock.advance({ hours: 30 });
    const [after] = await requests(w);
    expect(after?.counsellorId).not.toBe(first.id);
    expect(await membersBy(w, second)).not.toContain(memberId);
  });

  test('mutant: a change that takes nobody away is noticed', async () => {
    const { w, memberId, first } = await meets();
    await hers(w, first.id);
    out.matches = true;
    try {
      await changes(w);
      expect(await membersBy(w, first)).toEqual([memberId]);
    } finally {
      out.matches = false;
    }
  });

  test('the day that they set becomes her question, in her hours, by the step she has in mind', async () => {
    const { w, memberId, first } = await meets();
    await hers(w, first.id);
    const { setting, pools } = w.service;
    const next = { nextOn: '2026-12-03', at: null, newStep: true };
    const set = () =>
      pools.web.transact((tx) => setNextStep(setting, tx, memberId, next, w.clock.now()));
    expect(await set()).toBe('set');
    const heard = w.phone.heard().length;
    await w.clock.advance({ hours: 24 * 9 });
    expect(w.phone.heard()).toHaveLength(heard);
    await w.clock.advance({ hours: 24 });
    expect(w.phone.heard()).toHaveLength(heard + 1);
    expect(w.phone.lastHeard()).toContain('How is your small step going?');
    await w.phone.texts('STOP');
    expect(await set()).not.toBe('set');
  });
});
