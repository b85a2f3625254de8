import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '../../src/base/ids.ts';
import { comeBack } from '../../src/followup/come-back.ts';
import { moveList } from '../../src/followup/move-list.ts';
import { ladderWorld } from './ladder-world.ts';

let w: Awaited<ReturnType<typeof ladderWorld>>;
beforeAll(async () => void (w = await ladderWorld('demo-kenya', new Date('2026-11-23T09:00:00Z'))));
afterAll(() => w.drop());

async function stateOf(id: string) {
  const [row] = await w.database.run(
    (db) => db<{ state: string; agreed: boolean }[]>`
      select state, agreed_at is not null as agreed from counsellor where id = ${id}`,
  );
  return [row?.state, row?.agreed];
}

test.each([
  ['invited', false],
  ['away', true],
  ['active', true],
])(
  'a STOP pressed by mistake leaves whoever was %s as she was: it agrees to nothing for her [req H2]',
  async (state, agreed) => {
    const { id, phoneId } = await w.worker('counsellor');
    await w.database.run(async (db) => {
      await db`
        update counsellor set state = ${state}, agreed_at = case when ${agreed} then agreed_at end where id = ${id}`;
      await db`select stop_counsellor(${phoneId}, ${w.clock.now()})`;
    });
    expect(await stateOf(id)).toEqual(['stopped', agreed]);
    await w.database.run(
      (db) => db`
        insert into restart (phone_id, answers, at, channel, undo) values (${phoneId}, 1, ${w.clock.now()}, 'ussd', true)`,
    );
    expect(await stateOf(id)).toEqual([state, agreed]);
  },
);

test('a list that is moved proposes nobody to whom a member has said no, nor by visit', async () => {
  const backup = await w.worker('counsellor');
  const counsellor = await w.worker('counsellor', { backupId: backup.id });
  const now = w.clock.now();
  const members = [newId(), newId()];
  for (const [which, memberId] of members.entries()) {
    const { phoneId } = await w.worker('peer');
    await w.database.run(async (db) => {
      await db`
        insert into member (id, phone_id, language, shared_phone, wrapped_key, created_at)
        values (${memberId}, ${phoneId}, 'en', ${which === 0}, '\\x00', ${now})`;
      await db`
        insert into assignment (counsellor_id, member_id, since) values (${counsellor.id}, ${memberId}, ${now})`;
    });
  }
  await w.database.run(
    (db) => db`
      insert into assignment (counsellor_id, member_id, since, until, state, ended_as)
      values (${backup.id}, ${members[0] ?? ''}, ${new Date(0)}, ${now}, 'ended', 'declined')`,
  );
  const { setting } = w.parts;
  await w.database.transact((tx) => moveList({ setting, tx, now, actor: 'test' }, counsellor.id));
  const proposed = await w.database.run(
    (db) => db<{ memberId: string }[]>`
      select member_id from assignment where counsellor_id = ${backup.id} and until is null`,
  );
  expect(proposed.map(({ memberId }) => memberId)).toEqual([members[1]]);
  const visits = await w.database.run(
    (db) =>
      db`select from follow_up where reason = 'take_over' and member_id = ${members[0] ?? ''}`,
  );
  expect(visits).toHaveLength(0);
});

test('nobody brings back whose phone has said STOP while she was locked out [req H2]', async () => {
  const { id, phoneId } = await w.worker('counsellor');
  const now = w.clock.now();
  await w.database.run(async (db) => {
    await db`update counsellor set state = 'suspended' where id = ${id}`;
    await db`
      insert into stop_request (phone_id, provider, provider_id, channel, asked_at, acknowledge)
      values (${phoneId}, 'test', ${newId()}, 'sms', ${now}, false)`;
  });
  const { setting } = w.parts;
  const back = () => w.database.transact((tx) => comeBack({ setting, tx, now, actor: 'test' }, id));
  expect([await back(), await stateOf(id)]).toEqual(['agree', ['suspended', true]]);
});
