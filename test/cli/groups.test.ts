import { expect, test } from 'vitest';
import { runGroupVerb } from '../../src/cli/run-group-verb.ts';
import { membersOf } from '../groups/grouped.ts';
import { worker } from '../followup/staffed.ts';
import { world, type World } from '../world/world.ts';
import { atDesk } from './at-desk.ts';

function commands(w: World) {
  return (...typed: string[]) => runGroupVerb(typed, (work) => work(atDesk(w), w.service.setting));
}

async function codeOf(w: World, { id }: { id: string }): Promise<string> {
  const [row] = await w.db.run(
    (db) => db<{ code: number }[]>`select code from counsellor where id = ${id}`,
  );
  return String(row?.code ?? '');
}

test('a group is made under a neutral name, with a moderator who does not lead it; staff see numbers alone', async () => {
  const w = await world();
  const run = commands(w);
  const moderator = await codeOf(w, await worker(w, '+254711000903', { role: 'supervisor' }));
  const leads = await codeOf(w, await worker(w, '+254711000901', { role: 'facilitator' }));
  const rest = ['--at', '14:00', '--weeks', '1', '--from', '2026-11-26', '--moderator', moderator];
  const add = (name: string, place: string, who: string) =>
    run('add', '--name', name, '--place', place, '--facilitator', who, ...rest);
  await expect(add('Stress circle', 'the hall', leads)).rejects.toThrow(
    'tells whoever reads along',
  );
  await expect(add('Green group', 'the health clinic', leads)).rejects.toThrow('tells whoever');
  await expect(add('Green group', 'ring 0711000201', leads)).rejects.toThrow('number to call');
  await expect(add('Green group', 'the hall', moderator)).rejects.toThrow('another code');
  await expect(run('add', '--name', 'Green group')).rejects.toThrow('--place');
  expect(await add('Green group', 'the hall', leads)).toMatch(
    /is group 10\. Its code to join is \d{10}:/u,
  );
  await expect(add('green group', 'the hall', leads)).rejects.toThrow('Another group is called');
  await w.clock.jump({ seconds: 2 });
  const [group] = await w.db.run((db) => db<{ id: string }[]>`select id from peer_group`);
  await membersOf(w, group ?? { id: '' }, ['+254711000201']);
  const listed = await run('list');
  expect(listed).toMatch(/10\s+Green group\s+open\s+1\s+<5\s+0\s+Thu 26\/11 14:00/u);
  expect(listed).not.toMatch(/711000|hall|\d{10}/u);
  expect(await run('code', '10')).toMatch(/\d{10}/u);
  await expect(run('ballot', '10', '--options', '3', '--days', '3')).rejects.toThrow(
    'Fewer than 5',
  );
  await expect(run('lead', '10', '--who', moderator)).rejects.toThrow('moderator');
  await expect(run('moderate', '10', '--who', leads)).rejects.toThrow('leads it');
  expect(await run('holiday', '2026-12-24')).toContain('1 days are kept');
  expect(await run('unlead', '10', '--who', leads)).toContain('nobody does');
  expect(await run('close', '10')).toContain('1 members hear of it once');
  await expect(run('close', '10')).rejects.toThrow('No open group');
  const acts = await w.db.run(
    (db) =>
      db<{ action: string }[]>`select action from audit where action like 'group%' order by at, id`,
  );
  expect(acts.map(({ action }) => action)).toEqual([
    'group_made',
    'group_changed',
    'group_changed',
    'group_changed',
  ]);
});
