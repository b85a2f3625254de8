import { beforeAll, expect, test } from 'vitest';
import { openBallot } from '../../src/groups/open-ballot.ts';
import { castVote } from '../../src/groups/vote.ts';
import { groupRoom } from './group-room.ts';

const START = new Date('2026-11-22T09:00:00Z');
const DAY_MS = 24 * 3_600_000;

let room: Awaited<ReturnType<typeof groupRoom>>;
let made = 0;

beforeAll(async () => {
  room = await groupRoom(START);
});

/** A ballot of five, in which the first so many choose 21; what is kept and told of it when it is over. */
async function counted(voters: number, again = 0) {
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
  const phones = await room.members(group.id, 5);
  const now = room.clock.now();
  const opened = await room.pool.transact((tx) =>
    openBallot(
      { setting: room.setting, tx, now, actor: 'test' },
      { groupId: group.id, options: 2, closesAt: new Date(now.getTime() + DAY_MS) },
    ),
  );
  if (typeof opened !== 'object') throw new Error('five may vote');
  const { ballotId } = opened;
  const memberships = await room.pool.run(
    (db) =>
      db<{ id: string }[]>`select id from membership where group_id = ${group.id} order by id`,
  );
  const ids = memberships.map(({ id }) => id);
  for (const membershipId of ids.slice(0, voters))
    await castVote(room.parts, { ballotId, choice: 1, membershipId });
  // She has another number by then: her vote is still one.
  for (const membershipId of ids.slice(0, again)) {
    await room.pool.run(
      async (db) =>
        db`update membership set phone_id = ${(await room.phone()).phoneId} where id = ${membershipId}`,
    );
    await castVote(room.parts, { ballotId, choice: 2, membershipId });
  }
  room.clock.moveMs(DAY_MS + 1_000);
  await room.look();
  const [ballot] = await room.pool.run(
    (db) => db<{ state: string; counts: number[] | null }[]>`
      select state, counts from ballot where id = ${ballotId}`,
  );
  const told = await room.pool.run(
    (db) => db<{ notice: string | null; flow: string | null; n: number }[]>`
      select t.notice, t.flow, count(*)::int as n from timer t
      join membership q on q.phone_id = t.phone_id and q.group_id = ${group.id}
      where t.notice in ('group_voted', 'group_vote_void') or t.flow = 'ballot' group by 1, 2`,
  );
  return { ballot, told, phones };
}

test('with fewer than five votes nothing is counted, which everybody hears; from five on the counts are told to all [req G4]', async () => {
  const few = await counted(4);
  expect(few.ballot).toEqual({ state: 'void', counts: null });
  expect(few.told).toEqual([{ notice: 'group_vote_void', flow: null, n: 5 }]);
  const enough = await counted(5);
  expect(enough.ballot).toEqual({ state: 'counted', counts: [5, 0] });
  expect(enough.told).toEqual([{ notice: 'group_voted', flow: null, n: 5 }]);
});

test('one member has one vote whatever number she has by then, in a box that is full', async () => {
  expect((await counted(5, 2)).ballot).toEqual({ state: 'counted', counts: [3, 2] });
});

test('one ballot that cannot be counted keeps no other waiting', async () => {
  await room.pool.run((db) =>
    db.unsafe(`
      create function stuck() returns trigger language plpgsql as $$
      begin
        if new.state <> 'open' and exists (select from peer_group g where g.id = new.group_id and g.name = 'Group ${made + 1}')
        then raise exception 'stuck'; end if;
        return new;
      end
      $$;
      create trigger stuck before update on ballot for each row execute function stuck();`),
  );
  expect((await counted(5)).ballot).toEqual({ state: 'open', counts: null });
  expect((await counted(5)).ballot).toEqual({ state: 'counted', counts: [5, 0] });
  expect(room.lines.join('\n')).toContain('ballot_not_counted');
});
