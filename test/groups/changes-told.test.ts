import { beforeAll, expect, test } from 'vitest';
import { newId } from '../../src/base/ids.ts';
import { answer, takeText } from '../../src/groups/by-text.ts';
import { confirm, propose, type Wanted } from '../../src/groups/change-meeting.ts';
import { welcome } from '../../src/groups/welcome.ts';
import { lockCounsellor } from '../../src/store/counsellors.ts';
import { addFacilitator, endFacilitator } from '../../src/store/facilitators.ts';
import { lockGroup } from '../../src/store/groups.ts';
import { lockMeeting, nextMeeting } from '../../src/store/meetings.ts';
import { askMembership, membershipOf } from '../../src/store/memberships.ts';
import { readPhones } from '../../src/store/read-phones.ts';
import { promptOf } from '../../src/store/prompts.ts';
import type { Tx } from '../../src/store/transact.ts';
import { groupRoom } from './group-room.ts';

/** Sunday noon in Nairobi; the group meets on Thursdays at 14:00. */
const START = new Date('2026-11-22T09:00:00Z');
const HOUR_MS = 3_600_000;

type Room = Awaited<ReturnType<typeof groupRoom>>;
let room: Room;

beforeAll(async () => {
  room = await groupRoom(START);
});

let made = 0;

/** A group of its own for each test, its facilitator, and so many members. */
async function weekly(members = 3) {
  made += 1;
  const moderator = await room.worker('supervisor');
  const leads = await room.worker('facilitator');
  const group = await room.group({
    name: `Group ${made}`,
    rhythm: { every: 'weeks', weeks: 1, from: '2026-11-26' },
    meetsAt: '14:00',
    reminds: [
      { days: 1, at: '16:00' },
      { days: 0, at: '09:00' },
    ],
    moderatorId: moderator.id,
    facilitatorIds: [leads.id],
  });
  return { ...group, moderator, leads, phones: await room.members(group.id, members) };
}

const at = (tx: Tx) => ({ setting: room.setting, tx, now: room.clock.now() });

/** Reads back and confirms, as she does with her PIN. */
async function changes(groupId: string, counsellorId: string, wanted: Wanted) {
  return room.pool.transact(async (tx) => {
    const counsellor = await lockCounsellor(tx, counsellorId);
    const group = await lockGroup(tx, groupId);
    const meeting = await nextMeeting(tx, groupId, room.clock.now());
    if (counsellor === undefined || group === undefined) throw new Error('both were made');
    const work = { ...at(tx), counsellor };
    return confirm(work, await propose(work, group, meeting, wanted));
  });
}

const notices = (groupId: string) =>
  room.pool.run(
    (db) => db<{ notice: string; n: number }[]>`
      select coalesce(t.notice, t.flow) as notice, count(*)::int as n
      from timer t join membership q on q.phone_id = t.phone_id
      where q.group_id = ${groupId} group by 1 order by 1`,
  );

async function asked(): Promise<void> {
  room.clock.moveMs(START.getTime() + (3 * 24 + 5) * HOUR_MS - room.clock.now().getTime());
  await room.look();
  await room.taken();
}

test('of two meetings that are cancelled in one evening both are told [req G4]', async () => {
  const { id, leads } = await weekly();
  await changes(id, leads.id, { what: 'cancel' });
  await room.look();
  await changes(id, leads.id, { what: 'cancel' });
  expect(await notices(id)).toEqual([{ notice: 'group_cancelled', n: 6 }]);
  const [row] = await room.pool.run(
    (
      db,
    ) => db`select count(distinct meeting_id)::int as n from timer where notice = 'group_cancelled'
      and phone_id in (select phone_id from membership where group_id = ${id})`,
  );
  expect(row).toEqual({ n: 2 });
});

test('what is told of a group in place of its meeting is found by that', async () => {
  const { id, leads } = await weekly();
  const [row] = await room.pool.run(
    (db) => db<{ def: string }[]>`select pg_get_functiondef('drop_notices'::regproc) as def`,
  );
  const [def, piece] = [row?.def ?? '', 'and t.meeting_id = p_meeting'];
  expect(def).toContain(piece);
  await room.pool.run((db) => db.unsafe(def.replace(piece, '')));
  await changes(id, leads.id, { what: 'cancel' });
  await room.look();
  await changes(id, leads.id, { what: 'cancel' });
  expect(await notices(id)).toEqual([{ notice: 'group_cancelled', n: 3 }]);
  await room.pool.run((db) => db.unsafe(def));
});

test('a question that waits to be sent leaves no more after a change; a vote does', async () => {
  const { id, leads, phones } = await weekly(1);
  await asked();
  const wait = (flow: string, event: string) =>
    room.pool.run(
      (db) => db`
        with t as (
          insert into turn (phone_id, turn, at, channel, event, flow, mac)
          values (${phones[0] ?? ''}, ${flow === 'ballot' ? 9001 : 9002}, ${room.clock.now()}, 'sms', ${event}, ${flow}, '')
          returning turn)
        insert into message (id, phone_id, class, rank, purpose, epoch, segments, turn, created_at, send_after, send_by)
        select ${newId()}, ${phones[0] ?? ''}, 'timer', 1, 'group_reminders', 1, 1, turn, ${room.clock.now()},
          ${room.clock.now()}, ${room.clock.now()} from t`,
    );
  await wait('meeting', 'start');
  await wait('ballot', 'start');
  await changes(id, leads.id, { what: 'cancel' });
  const rows = await room.pool.run(
    (db) => db`
      select t.flow, g.state from message g join turn t on t.phone_id = g.phone_id and t.turn = g.turn
      where g.phone_id = ${phones[0] ?? ''} and t.turn > 9000 order by 1`,
  );
  expect(rows).toEqual([
    { flow: 'ballot', state: 'queued' },
    { flow: 'meeting', state: 'cancelled' },
  ]);
});

test('a meeting moved by days asks everybody anew; answers to the other day are gone', async () => {
  const { id, leads, phones } = await weekly();
  room.clock.moveMs(START.getTime() + (3 * 24 + 5) * HOUR_MS - room.clock.now().getTime());
  await room.look();
  const [meeting] = await room.pool.run(
    (db) => db<{ id: string; stage: number }[]>`
      select id, stage from meeting where group_id = ${id} and state = 'planned'`,
  );
  await room.says(phones[0] ?? '', 'coming', meeting?.id);
  await room.look();
  const startsAt = new Date(room.clock.now().getTime() + 5 * 24 * HOUR_MS);
  await changes(id, leads.id, { what: 'time', startsAt });
  const after = await room.pool.run(
    (db) => db<{ stage: number; answers: number }[]>`
    select stage, (select count(*)::int from meeting_answer a where a.meeting_id = m.id) as answers
    from meeting m where m.id = ${meeting?.id ?? ''}`,
  );
  expect(after).toEqual([{ stage: 1, answers: 0 }]);
  await room.taken();
  room.clock.moveMs(4.5 * 24 * HOUR_MS);
  await room.look();
  expect(await notices(id)).toContainEqual({ notice: 'meeting', n: 3 });
});

test('who has handed the group on confirms nothing of it any more, and counts no heads', async () => {
  const { id, leads } = await weekly();
  const other = await room.worker('facilitator');
  const proposed = await room.pool.transact(async (tx) => {
    const counsellor = await lockCounsellor(tx, leads.id);
    const group = await lockGroup(tx, id);
    if (counsellor === undefined || group === undefined) throw new Error('both were made');
    return propose({ ...at(tx), counsellor }, group, undefined, { what: 'close' });
  });
  await room.pool.transact(async (tx) => {
    const now = room.clock.now();
    await addFacilitator(tx, { groupId: id, counsellorId: other.id, termUntil: null, now });
    await endFacilitator(tx, { groupId: id, counsellorId: leads.id, as: 'handed_on', now });
  });
  const done = await room.pool.transact(async (tx) => {
    const counsellor = await lockCounsellor(tx, leads.id);
    if (counsellor === undefined) throw new Error('she was made');
    return confirm({ ...at(tx), counsellor }, proposed);
  });
  expect(done).toBe('over');
  const [group] = await room.pool.run((db) => db`select state from peer_group where id = ${id}`);
  expect(group).toEqual({ state: 'open' });
  const [meeting] = await room.pool.run(
    (db) => db<{ id: string }[]>`select id from meeting where group_id = ${id}`,
  );
  await asks(leads.id, 'group_heads', meeting?.id ?? '', '14');
  const [row] = await room.pool.run(
    (db) => db`select heads from meeting where id = ${meeting?.id ?? ''}`,
  );
  expect(row).toEqual({ heads: null });
});

/** Her answer to a prompt of this kind. */
async function asks(counsellorId: string, kind: string, aboutId: string, typed: string) {
  return room.pool.transact(async (tx) => {
    const counsellor = await lockCounsellor(tx, counsellorId);
    const [row] = await tx<{ number: number }[]>`
      select number from prompt where counsellor_id = ${counsellorId} and kind = ${kind} and about_id = ${aboutId}`;
    const number = row?.number ?? (await given(tx, { counsellorId, kind, aboutId }));
    const prompt = await promptOf(tx, counsellorId, number, room.clock.now());
    if (counsellor === undefined || prompt === undefined) throw new Error('both are there');
    return answer({ ...at(tx), counsellor }, prompt, typed);
  });
}

async function given(
  tx: Tx,
  { counsellorId, kind, aboutId }: { counsellorId: string; kind: string; aboutId: string },
): Promise<number> {
  const [row] = await tx<{ number: number }[]>`
    insert into prompt (id, counsellor_id, number, kind, about_id, sent_at)
    values (${newId()}, ${counsellorId}, 77, ${kind}, ${aboutId}, ${room.clock.now()}) returning number`;
  return row?.number ?? 0;
}

test('of two facilitators who answer at once, one yes and one no, one decides and one text is sent', async () => {
  const { id, leads } = await weekly(0);
  const other = await room.worker('facilitator');
  await room.pool.transact((tx) =>
    addFacilitator(tx, {
      groupId: id,
      counsellorId: other.id,
      termUntil: null,
      now: room.clock.now(),
    }),
  );
  for (let n = 0; n < 5; n += 1) {
    const { phoneId } = await room.phone();
    const memberId = newId();
    await room.pool.transact((tx) =>
      askMembership(tx, {
        id: memberId,
        groupId: id,
        phoneId,
        memberId: null,
        now: room.clock.now(),
      }),
    );
    await Promise.all([
      asks(leads.id, 'group_join', memberId, '1'),
      asks(other.id, 'group_join', memberId, '2'),
    ]);
    const told = await room.pool.run(
      (db) => db<{ notice: string }[]>`select notice from timer where phone_id = ${phoneId}`,
    );
    const [row] = await room.pool.run(
      (db) => db<{ state: string }[]>`select state from membership where id = ${memberId}`,
    );
    expect(told).toEqual([{ notice: row?.state === 'agreed' ? 'group_yes' : 'group_no' }]);
  }
});

test('a yes while the group meets says that she may come, and no date that has passed', async () => {
  const { id, phones } = await weekly(1);
  const meeting = await room.pool.run((db) => nextMeeting(db, id, room.clock.now()));
  await room.pool.run(
    (db) => db`update meeting set starts_at = ${new Date(room.clock.now().getTime() - HOUR_MS)}
      where id = ${meeting?.id ?? ''}`,
  );
  await room.pool.transact(async (tx) => {
    const membership = await membershipOf(tx, phones[0] ?? '');
    if (membership === undefined) throw new Error('she is in the group');
    await welcome(tx, membership, { yes: true, now: room.clock.now() });
    await lockMeeting(tx, meeting?.id ?? '');
  });
  expect(await notices(id)).toEqual([{ notice: 'group_yes_soon', n: 1 }]);
});

test('a number of three digits is read before one of two: 1211 is 1 to request 121, and 1214 fourteen heads where there is none', async () => {
  const { id, leads } = await weekly(0);
  const [meeting] = await room.pool.run(
    (db) => db<{ id: string }[]>`select id from meeting where group_id = ${id}`,
  );
  const isNumber = (number: number, kind: string, aboutId: string | null) =>
    room.pool.run(
      (db) => db`
        insert into prompt (id, counsellor_id, number, kind, about_id, sent_at)
        values (${newId()}, ${leads.id}, ${number}, ${kind}, ${aboutId}, ${room.clock.now()})`,
    );
  const typed = (digits: string) =>
    room.pool.transact(async (tx) => {
      const counsellor = await lockCounsellor(tx, leads.id);
      if (counsellor === undefined) throw new Error('she was made');
      return takeText({ ...at(tx), counsellor }, digits);
    });
  await isNumber(12, 'group_heads', meeting?.id ?? '');
  expect((await typed('1214'))?.join(' ')).toContain('14 noted');
  await isNumber(121, 'talk', null);
  expect(await typed('1211')).toBeUndefined();
});

test('a read-back counts whom the rules let it through to in time, and not who pauses, only dials, or has said no', async () => {
  const { id, leads, phones } = await weekly(4);
  const [told = '', pauses = '', dials = ''] = phones;
  for (const phoneId of [told, pauses, dials]) {
    const memberId = newId();
    await room.pool.run(
      (db) => db`
        insert into member (id, phone_id, language, traits, wrapped_key, created_at, paused_until)
        values (${memberId}, ${phoneId}, 'en', ${phoneId === dials ? ['dial_only'] : []},
          ${room.setting.keyring.newKey(memberId).wrapped}, ${room.clock.now()},
          ${phoneId === pauses ? new Date('2027-06-01T00:00:00Z') : null})`,
    );
    await room.pool.run(
      (db) =>
        db`update conversation set member_id = ${memberId}, heard_at = ${room.clock.now()} where phone_id = ${phoneId}`,
    );
    await room.pool.run(
      (db) => db`
        insert into consent (phone_id, member_id, purpose, act, at, channel, epoch)
        select ${phoneId}, ${memberId}, 'group_reminders', 'given', ${room.clock.now()}, 'sms', epoch
        from gate where phone_id = ${phoneId}`,
    );
  }
  expect(await changes(id, leads.id, { what: 'cancel' })).toEqual({ told: 1, members: 4 });
});

test('that a group has ended is told with its own name, to who has joined another since', async () => {
  const [first, second] = [await weekly(1), await weekly(0)];
  const [phoneId = ''] = first.phones;
  await changes(first.id, first.leads.id, { what: 'close' });
  await room.pool.run(
    (db) => db`
      insert into membership (id, group_id, phone_id, state, asked_at, agreed_at)
      values (${newId()}, ${second.id}, ${phoneId}, 'agreed', ${room.clock.now()}, ${room.clock.now()})`,
  );
  const [timer] = await room.pool.run(
    (db) => db<{ id: string; numberIndex: Buffer }[]>`
      select t.id, p.number_index from timer t join phone p on p.id = t.phone_id
      where t.notice = 'group_closed' and t.phone_id = ${phoneId}`,
  );
  if (timer === undefined) throw new Error('she is told');
  const nameFor = async (timerId: string | undefined) => {
    const lookup = { ord: 0, numberIndex: timer.numberIndex, timerId, now: room.clock.now() };
    const nothing = { provider: undefined, providerId: undefined, contentHash: undefined };
    const rest = { ...nothing, sentAt: undefined, fetched: false };
    const [row] = await room.pool.run((db) => readPhones(db, [{ ...lookup, ...rest }]));
    return row?.group?.name;
  };
  const names = await room.pool.run(
    (db) => db<{ id: string; name: string }[]>`select id, name from peer_group`,
  );
  const nameOf = (id: string) => names.find((one) => one.id === id)?.name;
  expect(await nameFor(timer.id)).toBe(nameOf(first.id));
  expect(await nameFor(undefined)).toBe(nameOf(second.id));
});
