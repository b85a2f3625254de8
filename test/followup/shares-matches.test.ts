import { expect, onTestFinished, test } from 'vitest';
import { newId } from '../../src/base/ids.ts';
import { runMatches } from '../../src/followup/run-matches.ts';
import { ladderWorld } from './ladder-world.ts';

test('many who wait for somebody in the same moment are shared among those who have least', async () => {
  const w = await ladderWorld('kenya-groups', new Date('2026-11-23T09:00:00Z'));
  onTestFinished(() => w.drop());
  const counsellors = [];
  for (let n = 0; n < 3; n += 1) counsellors.push((await w.worker('counsellor')).id);
  const now = w.clock.now();
  for (let n = 0; n < 6; n += 1) {
    const phoneId = await w.phone();
    const memberId = newId();
    await w.database.run(async (db) => {
      await db`
        insert into member (id, phone_id, language, wrapped_key, created_at)
        values (${memberId}, ${phoneId}, 'en', '\\x00', ${now})`;
      await db`
        insert into consent (phone_id, member_id, purpose, act, at, channel, epoch)
        values (${phoneId}, ${memberId}, 'counsellor_contact', 'given', ${now}, 'sms', 0)`;
    });
  }
  await runMatches(w.parts);
  const loads = await w.database.run(
    (db) => db<{ n: number }[]>`select count(*)::int as n from assignment group by counsellor_id`,
  );
  expect(loads.map(({ n }) => n)).toEqual([2, 2, 2]);
  expect(await w.count('prompt')).toBe(6);
});
