import { expect, test } from 'vitest';
import { newId } from '../../src/base/ids.ts';
import { hashPin } from '../../src/engine/pin-hash.ts';
import { confirm, propose, type Wanted } from '../../src/groups/change-meeting.ts';
import { lockCounsellor } from '../../src/store/counsellors.ts';
import { lockGroup } from '../../src/store/groups.ts';
import { nextMeeting } from '../../src/store/meetings.ts';
import { type Grouped, grouped, memberOf, membersOf } from '../groups/grouped.ts';
import { world, type World } from '../world/world.ts';
import { shippedFolder } from './shipped-folder.ts';

const flowsFolder = shippedFolder();
const HOUR_MS = 3_600_000;
/** Milliseconds: a week of a whole service takes half a minute, and two where others work on the machine. */
const BUSY_MS = 180_000;

/** What its facilitator confirms, as her menu does. */
async function changes(w: World, { id, facilitator }: Grouped, wanted: Wanted) {
  const { setting } = w.service;
  const done = await w.db.transact(async (tx) => {
    const now = w.clock.now();
    const counsellor = await lockCounsellor(tx, facilitator.id);
    const group = await lockGroup(tx, id);
    const meeting = await nextMeeting(tx, id, now);
    if (counsellor === undefined || group === undefined) throw new Error('both were made');
    const at = { setting, tx, now, counsellor };
    return confirm(at, await propose(at, group, meeting, wanted));
  });
  await w.clock.jump({ seconds: 90 });
  return done;
}

const answersOf = (w: World) => w.db.run((db) => db`select coming from meeting_answer`);

/** A member whose texts say little, before anybody was asked, or after. */
async function withMember(w: World, hours: number) {
  const group = await grouped(w);
  const shy = await memberOf(w, '+254711000221', false);
  await membersOf(w, group, []);
  if (hours > 0) await w.clock.advance({ hours });
  return { group, shy };
}

test(
  'texts that say little: a new time is no new place, a new place is told to who asks, and after a cancellation nothing is answered [req G4]',
  { timeout: BUSY_MS },
  async () => {
    const w = await world({ programme: 'kenya-groups', flowsFolder });
    const { group, shy } = await withMember(w, 24 * 2 + 5);
    expect(shy.lastHeard()).toContain('Will you come?');
    const later = new Date(new Date('2026-11-26T11:00:00Z').getTime() + HOUR_MS);
    expect(await changes(w, group, { what: 'time', startsAt: later })).toEqual({
      told: 1,
      members: 1,
    });
    expect(shy.lastHeard()).toContain('a change. We meet Thu 26/11 15:00, the usual place.');
    await changes(w, group, { what: 'place', place: 2 });
    expect(shy.lastHeard()).toContain('15:00, another place. 1 coming');
    await shy.texts('3');
    expect(shy.lastHeard()).toContain('the church');
    await shy.texts('1');
    await w.clock.jump({ seconds: 2 });
    expect(await answersOf(w)).toEqual([{ coming: true }]);

    // Told again, and cancelled in the evening: her answer to what was asked before is to nothing.
    await changes(w, group, { what: 'place', place: 1 });
    expect(shy.lastHeard()).toContain('the usual place. 1 coming');
    await w.db.run(
      (db) => db`update member set paused_until = ${new Date('2026-12-31T00:00:00Z')}`,
    );
    expect(await changes(w, group, { what: 'cancel' })).toEqual({ told: 0, members: 1 });
    await shy.texts('1');
    expect(shy.lastHeard()).toContain('That question is closed');
  },
);

/** What she reads who asks where it is. `days`: since anybody was heard there. */
async function readsAfter(days: number): Promise<string> {
  const w = await world({ programme: 'kenya-groups', flowsFolder });
  const { shy } = await withMember(w, 24);
  const heardAt = new Date(w.clock.now().getTime() - days * 24 * HOUR_MS);
  await w.db.run(
    (db) => db`update conversation set heard_at = ${heardAt} where member_id is not null`,
  );
  await w.clock.advance({ hours: 24 + 5 });
  expect(shy.lastHeard()).toContain('Green group meets');
  await shy.texts('3');
  return shy.lastHeard();
}

test(
  'who may be somebody else is not told the place, not even when she asks',
  { timeout: BUSY_MS },
  async () => {
    expect(await readsAfter(1)).toContain('the market hall');
    expect(await readsAfter(40)).not.toContain('market');
  },
);

/** A second member on her phone, and a PIN for each. */
async function sharesPhone({ db, clock, service }: World, pins: readonly string[]): Promise<void> {
  const { keyring } = service.setting;
  const id = newId();
  await db.run(
    (sql) => sql`
      insert into member (id, phone_id, slot, language, traits, wrapped_key, created_at)
      select ${id}, phone_id, 2, 'en', '{}', ${keyring.newKey(id).wrapped}, ${clock.now()} from member`,
  );
  const members = await db.run(
    (sql) => sql<{ id: string; wrappedKey: Buffer }[]>`
      select id, wrapped_key from member order by slot`,
  );
  for (const [at, { id: memberId, wrappedKey }] of members.entries()) {
    const key = keyring.openKey(memberId, wrappedKey);
    const hash = await hashPin(pins[at] ?? '', { memberId, key });
    await db.run((sql) => sql`update member set pin_hash = ${hash} where id = ${memberId}`);
  }
}

test(
  'on a phone with several PINs the group is shown behind one of them alone',
  { timeout: BUSY_MS },
  async () => {
    const w = await world({ programme: 'kenya-groups', flowsFolder });
    const { shy } = await withMember(w, 0);
    const [hers, anothers] = ['7031', '4826'];
    await sharesPhone(w, [hers, anothers]);
    const groupBehind = async (pin: string) => {
      shy.drops();
      await shy.dials();
      await shy.replies(pin);
      await shy.replies('1');
      return shy.replies('3');
    };
    expect(await groupBehind(hers)).toContain('the market hall');
    expect(await groupBehind(anothers)).not.toMatch(/Green|market/u);
    expect(await groupBehind(hers)).toContain('the market hall');
  },
);
