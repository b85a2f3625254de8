import { beforeAll, expect, test } from 'vitest';
import { newId } from '../../src/base/ids.ts';
import { seal } from '../../src/base/seal.ts';
import { handCode, joinCodeOf } from '../../src/groups/group-codes.ts';
import { lockCounsellor, setCounsellorState } from '../../src/store/counsellors.ts';
import { lockGroup } from '../../src/store/groups.ts';
import { peopleFor } from '../../src/store/ladder-people.ts';
import { groupRoom } from './group-room.ts';

/** Sunday noon in Nairobi. */
const START = new Date('2026-11-22T09:00:00Z');

let room: Awaited<ReturnType<typeof groupRoom>>;

beforeAll(async () => {
  room = await groupRoom(START);
});

let made = 0;

async function weekly(members = 1) {
  made += 1;
  const moderator = await room.worker('supervisor');
  const leads = await room.worker('facilitator');
  const group = await room.group({
    name: `Group ${made}`,
    rhythm: { every: 'weeks', weeks: 1, from: '2026-11-26' },
    meetsAt: '14:00',
    reminds: [{ days: 1, at: '16:00' }],
    moderatorId: moderator.id,
    facilitatorIds: [leads.id],
  });
  return { ...group, moderator, leads, phones: await room.members(group.id, members) };
}

type Phone = Awaited<ReturnType<typeof room.phone>>;

/** Somebody types a code, as a turn writes it down; nobody looks yet. */
async function types({ phoneId, wrappedKey }: Phone, code: string): Promise<void> {
  const id = newId();
  const sealed = seal(
    room.setting.keyring.openKey(phoneId, wrappedKey),
    `group_task.code:${id}`,
    code,
  );
  await room.pool.run(
    (db) => db`
      insert into group_task (id, phone_id, act, code_sealed, channel, asked_at)
      values (${id}, ${phoneId}, 'join', ${sealed}, 'sms', ${room.clock.now()})`,
  );
}

/** Her first yes makes somebody a member. */
async function isMember(phoneId: string, slot = 1): Promise<string> {
  const id = newId();
  await room.pool.run(
    (db) => db`
      insert into member (id, phone_id, slot, language, traits, wrapped_key, created_at)
      values (${id}, ${phoneId}, ${slot}, 'en', '{}', ${room.setting.keyring.newKey(id).wrapped}, ${room.clock.now()})`,
  );
  return id;
}

const membershipsOf = (phoneId: string) =>
  room.pool.run(
    (db) => db<{ state: string; memberId: string | null }[]>`
      select state, member_id from membership where phone_id = ${phoneId} order by asked_at, id`,
  );

/** Joins before she is a member, and loses the number after that: what the next owner of it finds. */
async function leftToTheNextOwner(): Promise<string[]> {
  const { joinCode } = await weekly();
  const phone = await room.phone();
  await types(phone, joinCode);
  await room.look();
  const memberId = await isMember(phone.phoneId);
  await room.pool.run(
    (db) =>
      db`update member set unlinked_at = ${room.clock.now()}, unlinked_why = 'lapse' where id = ${memberId}`,
  );
  return (await membershipsOf(phone.phoneId)).map(({ state }) => state);
}

test('who joined before she was a member is known as one, and leaves nothing to the next owner of her number [req C2]', async () => {
  const { joinCode } = await weekly();
  const phone = await room.phone();
  await types(phone, joinCode);
  await room.look();
  expect(await membershipsOf(phone.phoneId)).toEqual([{ state: 'asked', memberId: null }]);
  const memberId = await isMember(phone.phoneId);
  expect(await membershipsOf(phone.phoneId)).toEqual([{ state: 'asked', memberId }]);
  // Another number: it goes with her, unless that number is in a group already.
  const next = await room.phone();
  await room.pool.run(
    (db) => db`update member set phone_id = ${next.phoneId} where id = ${memberId}`,
  );
  expect(await membershipsOf(next.phoneId)).toEqual([{ state: 'asked', memberId }]);
  const { phones } = await weekly();
  await room.pool.run(
    (db) => db`update member set phone_id = ${phones[0] ?? ''} where id = ${memberId}`,
  );
  expect(await membershipsOf(next.phoneId)).toEqual([{ state: 'ended', memberId }]);
  expect(await leftToTheNextOwner()).toEqual(['ended']);
});

test('a membership that stays with the number is found by that', async () => {
  const [row] = await room.pool.run(
    (db) => db<{ def: string }[]>`select pg_get_functiondef('follow_member'::regproc) as def`,
  );
  const [def, piece] = [row?.def ?? '', "set state = 'ended', ended_at = new.unlinked_at"];
  expect(def).toContain(piece);
  const spoiled = def.replace(piece, 'set unanswered = 0, ended_at = ended_at');
  await room.pool.run((db) =>
    db.unsafe(spoiled.replace(", ended_as = 'unlinked', unanswered = 0", '')),
  );
  expect(await leftToTheNextOwner()).toEqual(['asked']);
  await room.pool.run((db) => db.unsafe(def));
});

test('what is done of what was said is gone: nobody finds who came and who reported', async () => {
  const { phones } = await weekly(2);
  await room.says(phones[0] ?? '', 'coming', null);
  await room.says(phones[1] ?? '', 'report_unkind');
  await room.look();
  expect(await room.pool.run((db) => db`select 1 from group_task`)).toHaveLength(0);
});

/** To whom the reports about a group were told. */
const heardOf = (groupId: string) =>
  room.pool.run(
    (db) => db<{ counsellorId: string }[]>`
      select counsellor_id from prompt where kind = 'group_report' and about_id = ${groupId}`,
  );

test('a report counts after she has left, and reaches somebody where the moderator is away', async () => {
  const { id, moderator, phones } = await weekly();
  await room.says(phones[0] ?? '', 'leave');
  await room.look();
  await room.says(phones[0] ?? '', 'report_leader');
  await room.look();
  expect(await heardOf(id)).toEqual([{ counsellorId: moderator.id }]);

  const other = await weekly();
  await room.pool.transact((tx) =>
    setCounsellorState(tx, other.moderator.id, 'away', room.clock.now()),
  );
  await room.says(other.phones[0] ?? '', 'report_unkind');
  await room.look();
  const [heard] = await heardOf(other.id);
  expect(heard?.counsellorId).not.toBe(other.moderator.id);
  expect(heard?.counsellorId).not.toBe(other.leads.id);
  expect(heard).toBeDefined();
});

test('"call me about it" is asked of nobody who leads that group, and of others as ever', async () => {
  const { moderator, leads, phones } = await weekly();
  // She who leads is the one on duty, and a supervisor would be asked after her.
  await room.pool.run((db) => db`update counsellor set role = 'lead' where id = ${leads.id}`);
  const refusedFor = async (reason: string) => {
    const ask = newId();
    await room.pool.run(
      (db) => db`
        insert into follow_up (id, phone_id, reason, channel, opened_at)
        values (${ask}, ${phones[0] ?? ''}, ${reason}, 'sms', ${room.clock.now()})`,
    );
    const here = { date: '2026-11-22', weekday: 'sun', time: '12:00' };
    const people = (await room.pool.run((db) => peopleFor(db, [ask], here))).get(ask) ?? [];
    return new Map(people.map((one) => [one.id, one.refused]));
  };
  const wrong = await refusedFor('group_not_right');
  expect([wrong.get(leads.id), wrong.get(moderator.id)]).toEqual([true, false]);
  expect((await refusedFor('wrote')).get(leads.id)).toBe(false);
  await room.pool.run(
    (db) => db`update counsellor set role = 'facilitator' where id = ${leads.id}`,
  );
});

/** A code to take the group over, as its facilitator reads it. */
const handed = (groupId: string, counsellorId: string, shown: 'screen' | 'text') =>
  room.pool.transact(async (tx) => {
    const counsellor = await lockCounsellor(tx, counsellorId);
    const group = await lockGroup(tx, groupId);
    if (counsellor === undefined || group === undefined) throw new Error('both were made');
    const at = { setting: room.setting, tx, now: room.clock.now(), counsellor };
    return handCode(at, group, shown);
  });

const ledBy = (groupId: string) =>
  room.pool.run(
    (db) => db<{ phoneId: string }[]>`
      select c.phone_id from facilitator f join counsellor c on c.id = f.counsellor_id
      where f.group_id = ${groupId} and f.until is null`,
  );

test('of two who type the code of a group at once one takes it over; who has stopped does not; by text it counts an hour', async () => {
  const { id, leads } = await weekly();
  for (let n = 0; n < 4; n += 1) {
    const [first] = await ledBy(id);
    const [one, two] = [await room.phone(), await room.phone()];
    const [worker] = await room.pool.run(
      (db) =>
        db<{ id: string }[]>`select id from counsellor where phone_id = ${first?.phoneId ?? ''}`,
    );
    const code = await handed(id, worker?.id ?? leads.id, 'screen');
    await types(one, code);
    await types(two, code);
    await room.look();
    const now = await ledBy(id);
    expect(now).toHaveLength(1);
    expect([one.phoneId, two.phoneId]).toContain(now[0]?.phoneId);
  }
  const other = await weekly();
  const stopped = await room.phone();
  const code = await handed(other.id, other.leads.id, 'text');
  await room.pool.run(
    (db) => db`
      insert into stop_request (phone_id, provider, provider_id, channel, asked_at, acknowledge)
      values (${stopped.phoneId}, 'test', 'stop-1', 'sms', ${room.clock.now()}, false)`,
  );
  await types(stopped, code);
  await room.look();
  expect(await ledBy(other.id)).toEqual([{ phoneId: other.leads.phoneId }]);
  room.clock.moveMs(61 * 60_000);
  await types(await room.phone(), code);
  await room.look();
  expect(await ledBy(other.id)).toEqual([{ phoneId: other.leads.phoneId }]);
});

test('a code that was exchanged for another opens nothing, whoever typed it before', async () => {
  const { id, joinCode } = await weekly(0);
  const phone = await room.phone();
  const group = await room.pool.transact((tx) => lockGroup(tx, id));
  expect(group && joinCodeOf({ setting: room.setting }, group)).toBe(joinCode);
  await room.pool.run((db) => db`update peer_group set join_sealed = null where id = ${id}`);
  await types(phone, joinCode);
  await room.look();
  expect(await membershipsOf(phone.phoneId)).toEqual([]);
});
