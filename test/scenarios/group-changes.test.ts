import { expect, test } from 'vitest';
import { giveCode } from '../../src/followup/home/give-code.ts';
import type { Worker } from '../followup/staffed.ts';
import {
  asksToCome,
  grouped,
  type Grouped,
  memberOf,
  membersOf,
  numberIn,
} from '../groups/grouped.ts';
import type { TestDatabase } from '../world/database.ts';
import { world, type World, type WorldPhone } from '../world/world.ts';
import { shippedFolder } from './shipped-folder.ts';

const flowsFolder = shippedFolder();
const PIN = '7031';
/** Milliseconds: two weeks of a whole service take half a minute, and two where others work on the machine. */
const BUSY_MS = 180_000;

/** Sets her PIN by the code that was read to her, and leaves. */
async function hasPin({ service }: World, { id, phone }: Worker): Promise<void> {
  const code = await giveCode({ setting: service.setting, pool: service.pools.web }, id);
  await phone.dials();
  for (const typed of [code ?? '', PIN, PIN, '0']) await phone.replies(typed);
}

/** Opens her menu and goes to the page of her group, then types these. */
async function atGroup({ facilitator: { phone } }: Grouped, ...typed: string[]): Promise<string> {
  phone.drops();
  await phone.dials();
  let screen = await phone.replies(PIN);
  for (const one of ['1', ...typed]) screen = await phone.replies(one);
  return screen;
}

/** At noon before the meeting, when everybody has been asked, and the first has said that she comes. */
async function askedAll(w: World, phones: readonly WorldPhone[]): Promise<void> {
  await w.clock.advance({ hours: 24 * 2 + 5 });
  for (const phone of phones) expect(phone.lastHeard()).toContain('Will you come?');
  await phones[0]?.texts('1');
  await w.clock.advance({ hours: 20 });
}

test(
  'a place that moves an hour before: read back behind her PIN, told once, who comes first; then cancel, hand on, end [req G4]',
  { timeout: BUSY_MS },
  async () => {
    const w = await world({ programme: 'kenya-groups', flowsFolder });
    const group = await grouped(w);
    const { facilitator } = group;
    await hasPin(w, group.facilitator);
    const [one, two, three] = await membersOf(w, group, [
      '+254711000201',
      '+254711000202',
      '+254711000203',
    ]);
    if (one === undefined || two === undefined || three === undefined)
      throw new Error('three were made');
    await askedAll(w, [one, two, three]);

    // By text only: dial. In her own menu: words that tell something are refused, then a neutral place is read back.
    expect(await atGroup(group)).toContain(
      'Green group: Thu 26/11 14:00, the market hall. Come: 1',
    );
    expect(await atGroup(group, '2', 'mental health clinic')).toContain('says nothing to others');
    expect(await atGroup(group, '2', 'shop 0711000201')).toContain('says nothing to others');
    expect(await atGroup(group, '2', 'under the fig tree')).toContain(
      'under the fig tree. Send to 3 of 3?',
    );
    expect(await facilitator.phone.replies('1')).toContain('Done. 3 of 3 can be told');
    await w.clock.jump({ seconds: 5 });
    expect(one.lastHeard()).toContain(
      'Green group: a change. We meet Thu 26/11 14:00, under the fig tree.',
    );
    expect(two.lastHeard()).not.toContain('fig tree');
    await w.clock.jump({ seconds: 90 });
    expect(two.lastHeard()).toContain('fig tree');
    expect(two.heard().filter((text) => text.includes('fig tree'))).toHaveLength(1);
    const rows = await w.db.run((db) => db`select row_to_json(m)::text as row from meeting m`);
    expect(JSON.stringify(rows)).not.toContain('fig');

    // The week after: one leaves without a word to anybody, one wants nothing of it again, one reports.
    await two.texts('00');
    for (const digit of ['3', '1', '3', '1']) await two.texts(digit);
    await three.texts('00');
    for (const digit of ['3', '1', '4', '2', '2']) await three.texts(digit);
    await w.clock.jump({ seconds: 2 });
    expect(group.moderator.phone.lastHeard()).toContain('something was told to others');
    expect(group.moderator.phone.lastHeard()).not.toContain('711000203');
    expect(facilitator.phone.heard().join(' ')).not.toContain('told to others');
    await three.texts('00');
    for (const digit of ['3', '1', '3', '2']) await three.texts(digit);
    const heard = facilitator.phone.heard().length;
    await asksToCome(three, group);
    await w.clock.jump({ seconds: 2 });
    expect(facilitator.phone.heard()).toHaveLength(heard);
    expect(await membershipsOf(w)).toEqual(['agreed', 'blocked', 'ended blocked', 'ended left']);

    // A meeting is cancelled: told to who is left, and the next one is planned.
    await w.clock.advance({ hours: 24 * 6 + 4 });
    expect(await atGroup(group, '3')).toContain('No meeting Thu 3/12 14:00. Send to 1 of 1?');
    await facilitator.phone.replies('1');
    await w.clock.jump({ seconds: 90 });
    expect(one.lastHeard()).toContain('we do not meet Thu 3/12 14:00');
    expect(await atGroup(group)).toContain('Thu 10/12 14:00, the market hall');

    // Handed on to somebody who types a code that counts once; what she then does ends the group.
    const said = await atGroup(group, '4', '3');
    const hand = /\d{10}/u.exec(said)?.[0] ?? '';
    const heir = await memberOf(w, '+254711000204');
    await asksToCome(heir, { joinCode: hand });
    await w.clock.jump({ seconds: 2 });
    expect(heir.heard().join(' ')).toContain('Green group is with you now');
    expect(facilitator.phone.lastHeard()).toContain('has gone to somebody else');
    const second = await memberOf(w, '+254711000205');
    await asksToCome(second, { joinCode: hand });
    await w.clock.jump({ seconds: 2 });
    expect(second.heard().join(' ')).not.toContain('with you now');
  },
);

async function membershipsOf({ db }: World): Promise<string[]> {
  const rows = await db.run(
    (sql) => sql<{ is: string }[]>`
      select concat_ws(' ', state, ended_as) as is from membership order by 1`,
  );
  return rows.map(({ is }) => is);
}

test('a group ends: everybody hears once, its key goes, and its code opens nothing', async () => {
  const w = await world({ programme: 'kenya-groups', flowsFolder });
  const group = await grouped(w);
  await hasPin(w, group.facilitator);
  const phones = await membersOf(w, group, ['+254711000201', '+254711000202']);
  expect(await atGroup(group, '4', '4')).toContain('Green group ends for good. Send to 2 of 2?');
  expect(await group.facilitator.phone.replies('1')).toContain('Done. 2 of 2 can be told');
  await w.clock.jump({ seconds: 90 });
  for (const phone of phones)
    expect(phone.heard().filter((text) => text.includes('Green group has ended'))).toHaveLength(1);
  const late = await memberOf(w, '+254711000209');
  await asksToCome(late, group);
  await w.clock.advance({ hours: 24 * 8 });
  for (const phone of [...phones, late]) expect(phone.lastHeard()).not.toContain('Will you come');
  const [row] = await w.db.run(
    (db) => db`select state, wrapped_key, places_sealed, join_sealed, hand_sealed from peer_group`,
  );
  expect(row).toEqual({
    state: 'closed',
    wrappedKey: null,
    placesSealed: null,
    joinSealed: null,
    handSealed: null,
  });
});

test('STOP of a member ends her place, and of a facilitator her role, in the same transaction [req C2][rel P1]', async () => {
  const w = await world({ programme: 'kenya-groups', flowsFolder });
  const group = await grouped(w);
  const [one, two] = await membersOf(w, group, ['+254711000201', '+254711000202']);
  if (one === undefined || two === undefined) throw new Error('two were made');
  await w.clock.advance({ hours: 24 * 2 + 5 });
  await one.texts('STOP');
  expect(await membershipsOf(w)).toEqual(['agreed', 'ended stopped']);
  await group.facilitator.phone.texts('STOP');
  const [led] = await w.db.run(
    (db) => db`select ended_as, until is not null as is_over from facilitator`,
  );
  expect(led).toEqual({ endedAs: 'stopped', isOver: true });
  const heard = [one.heard().length, group.facilitator.phone.heard().length];
  await w.clock.advance({ hours: 24 * 9 });
  expect([one.heard().length, group.facilitator.phone.heard().length]).toEqual(heard);
  expect(two.lastHeard()).toContain('Green group');
  // By mistake, pressed in a session: she is back.
  await two.dials();
  await two.replies('88');
  await two.replies('1');
  expect(await membershipsOf(w)).toEqual(['agreed', 'ended stopped']);
});

/** A STOP that leaves the group as it was. */
async function forgetsGroups({ pool }: TestDatabase): Promise<void> {
  const [row] = await pool.run(
    (db) => db<{ def: string }[]>`select pg_get_functiondef('stop_counsellor'::regproc) as def`,
  );
  const [def, piece] = [row?.def ?? '', "perform end_membership(p_phone, 'stopped', p_now);"];
  if (!def.includes(piece)) throw new Error('mutant: the function no longer reads as it did');
  await pool.run((db) => db.unsafe(def.replace(piece, '')));
}

test('a STOP that forgets the group is found by what the test above looks at', async () => {
  const w = await world({ programme: 'kenya-groups', flowsFolder, prepare: forgetsGroups });
  const group = await grouped(w);
  const [one] = await membersOf(w, group, ['+254711000201']);
  await one?.texts('STOP');
  expect(await membershipsOf(w)).toEqual(['agreed']);
});

test('where there is no dialling, a facilitator does all of it by digits, and confirms with her PIN', async () => {
  const w = await world({ programme: 'zimbabwe-clinics', flowsFolder });
  const group = await grouped(w);
  const { phone } = group.facilitator;
  const { setting, pools } = w.service;
  await phone.texts(`${await giveCode({ setting, pool: pools.web }, group.facilitator.id)} ${PIN}`);
  const [one] = await membersOf(w, group, ['+254711000201']);
  await w.clock.advance({ hours: 24 + 6 });
  const plan = numberIn(
    phone.heard().find((text) => text.includes('all') || text.includes('market hall')) ?? '',
  );
  await phone.texts(`${plan}3`);
  expect(phone.lastHeard()).toContain('1 the market hall, 2 the church');
  await phone.texts(`${plan}32`);
  expect(phone.lastHeard()).toContain('the church. Send to 1 of 1?');
  const sure = /(\d{2,3})1 and your PIN/u.exec(phone.lastHeard())?.[1] ?? '';
  await phone.texts(`${sure}14444`);
  expect(phone.lastHeard()).toContain('answer with');
  await phone.texts(`${sure}1${PIN}`);
  expect(phone.lastHeard()).toContain('Done. 1 of 1 can be told');
  await w.clock.advance({ hours: 24 });
  expect(one?.lastHeard()).toContain('the church. Will you come?');
  await phone.texts(`${plan}51${PIN}`);
  expect(phone.lastHeard()).toContain(group.joinCode);
  await phone.texts(`${plan}2 15.30`);
  expect(phone.lastHeard()).toContain('15:30, the church. Send to 1 of 1?');
});

test('a facilitator opens the vote of the year, and where she does not, the moderator whom a member asks; both behind a PIN [req G4]', async () => {
  const w = await world({ programme: 'kenya-groups', flowsFolder });
  const group = await grouped(w);
  const { facilitator, moderator } = group;
  await hasPin(w, group.facilitator);
  const numbers = Array.from({ length: 4 }, (_, n) => `+25471100021${n}`);
  const phones = await membersOf(w, group, numbers);
  expect(await atGroup(group, '4', '6', '3')).toContain(
    'A vote for 7 days, 21 to 23. Send to 4 of 4?',
  );
  expect(await facilitator.phone.replies('1')).toContain('it needs five members');
  phones.push(...(await membersOf(w, group, ['+254711000214'])));

  // A member asks: the moderator hears that, and not who it was.
  const [one] = phones;
  await one?.texts('00');
  for (const digit of ['3', '1', '4', '5']) await one?.texts(digit);
  await w.clock.jump({ seconds: 2 });
  const heard = moderator.phone.lastHeard();
  expect(heard).toContain('somebody says: it is time for a vote');
  expect(heard).not.toContain('711000210');
  await hasPin(w, moderator);
  await moderator.phone.texts(`${numberIn(heard)}24`);
  expect(moderator.phone.lastHeard()).toContain('a vote for 7 days, 21 to 24. Send to 5 of 5?');
  const sure = /(\d{2,3})1 and your PIN/u.exec(moderator.phone.lastHeard())?.[1] ?? '';
  await moderator.phone.texts(`${sure}1${PIN}`);
  expect(moderator.phone.lastHeard()).toContain('Done. 5 of 5 can be told');
  await w.clock.jump({ seconds: 5 });
  for (const phone of phones) expect(phone.lastHeard()).toContain('21 to 24');
  // One at a time.
  expect(await atGroup(group, '4', '6', '2')).toContain('21 to 22');
  expect(await facilitator.phone.replies('1')).toContain('one at a time');
});
