import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runCounsellors } from '../../src/cli/run-counsellors.ts';
import { runMatches } from '../../src/followup/run-matches.ts';
import { hers, worker } from '../followup/staffed.ts';
import { joins } from '../scenarios/joined.ts';
import { wishFlows } from '../scenarios/wish-flows.ts';
import { world, type World } from '../world/world.ts';
import { atDesk } from './at-desk.ts';

const flowsFolder = wishFlows();
cpSync('flows/match', join(flowsFolder, 'match'), { recursive: true });

const MEMBER = '+254711000201';

/** Somebody who has a counsellor without a supervisor, and a champion who could meet her. */
async function withMember(consents: boolean) {
  const w = await world({ flowsFolder });
  const champion = await worker(w, '+254711000911', { role: 'champion', duty: true });
  const before = await worker(w, '+254711000912');
  const member = w.phoneOf(MEMBER);
  await joins(member);
  if (consents)
    await w.db.run(
      (db) => db`
        insert into consent (phone_id, member_id, purpose, act, at, channel, epoch)
        select phone_id, id, 'counsellor_contact', 'given', ${w.clock.now()}, 'sms', 0 from member`,
    );
  await hers(w, before.id);
  const codes = await w.db.run(
    (db) => db<{ id: string; code: number }[]>`select id, code from counsellor`,
  );
  const codeOf = (id: string) => String(codes.find((one) => one.id === id)?.code);
  const assigns = (to: string, ...answers: string[]) =>
    runCounsellors(
      { typed: ['assign', codeOf(to)], ask: async () => answers.shift() ?? '' },
      (work) => work(atDesk(w), w.service.setting),
    );
  return { w, champion, before, member, assigns };
}

function standing(w: World) {
  return w.db.run(
    (db) => db<{ counsellorId: string; state: string }[]>`
      select counsellor_id, state from assignment where until is null order by since`,
  );
}

test('staff name who could meet a member: both are asked by text, and she stays where she was until her yes [req P2][req C5]', async () => {
  const { w, champion, before, member, assigns } = await withMember(true);
  expect(await assigns(champion.id, MEMBER, 'YES')).toContain('is asked, without a name');
  const { setting, pools } = w.service;
  const look = async () => {
    await runMatches({ setting, pool: pools.web });
    await w.clock.jump({ seconds: 2 });
  };
  await look();
  expect(champion.phone.lastHeard()).toContain('somebody new could be with you');
  await champion.phone.texts(`${champion.phone.lastHeard().slice(0, 2)}1`);
  await look();
  expect(await standing(w)).toEqual([
    { counsellorId: before.id, state: 'agreed' },
    { counsellorId: champion.id, state: 'proposed' },
  ]);
  await member.texts('1');
  expect(await standing(w)).toEqual([{ counsellorId: champion.id, state: 'agreed' }]);
  const entries = await w.db.run(
    (db) => db<{ actor: string }[]>`select actor from audit where action = 'match_entered'`,
  );
  expect(entries).toEqual([{ actor: 'command line' }]);
});

test('where no text may ask her one person is handed over by visit, and 6 says that she agreed [req P2]', async () => {
  const { w, champion, before, member, assigns } = await withMember(false);
  const heard = member.heard().length;
  expect(await assigns(champion.id, MEMBER, 'YES')).toContain('asks her when they meet');
  await expect(assigns(champion.id, MEMBER, 'YES')).rejects.toThrow('asked about somebody already');
  for (let half = 0; half < 3; half += 1) await w.clock.advance({ hours: 12 });
  const digest = champion.phone.heard().find((text) => text.includes('Good morning')) ?? '';
  const number = /wait: (\d\d)/u.exec(digest)?.[1] ?? '';
  expect(await standing(w)).toEqual([
    { counsellorId: before.id, state: 'agreed' },
    { counsellorId: champion.id, state: 'proposed' },
  ]);
  await champion.phone.texts(`${number}6`);
  expect(await standing(w)).toEqual([{ counsellorId: champion.id, state: 'agreed' }]);
  expect(member.heard().slice(heard).join('\n')).not.toContain('meet');
});

test('nobody is assigned without her knowing, to herself, to a supervisor, or to whom she turned down', async () => {
  const { w, champion, before, assigns } = await withMember(true);
  await expect(assigns(champion.id, MEMBER, 'no')).rejects.toThrow('Ask her first');
  await expect(assigns(champion.id, '+254711000299', 'YES')).rejects.toThrow('Nobody takes part');
  await expect(assigns(before.id, MEMBER, 'YES')).rejects.toThrow('hers already');
  await w.db.run(
    (db) => db`
      insert into assignment (counsellor_id, member_id, since, until, state, ended_as)
      select ${champion.id}, id, ${w.clock.now()}, ${w.clock.now()}, 'ended', 'declined' from member`,
  );
  await expect(assigns(champion.id, MEMBER, 'YES')).rejects.toThrow('not brought together again');
  await w.db.run((db) => db`update counsellor set role = 'lead' where id = ${champion.id}`);
  await expect(assigns(champion.id, MEMBER, 'YES')).rejects.toThrow('has no members');
  expect(await standing(w)).toEqual([{ counsellorId: before.id, state: 'agreed' }]);
});
