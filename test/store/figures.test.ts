import { expect, test } from 'vitest';
import { countSteps } from '../../src/store/figures.ts';
import { freshDatabase } from '../world/database.ts';

const { pool } = await freshDatabase();

test('whoever was moved to another version counts once, where she stands now: neither as gone on nor as stopped before', async () => {
  await pool.run(
    (db) => db`
      insert into turn (phone_id, turn, at, channel, event, flow, version, step, mac)
      select md5(phone)::uuid, turn, '2026-11-02', 'sms', event, 'check-in', version, step, '\\x00'
      from (values
        ('answers', 1, 'start', 1, 'how'), ('answers', 2, 'moved', 2, 'how'), ('answers', 3, 'reply', 2, 'thanks'),
        ('is silent', 1, 'start', 1, 'how'), ('is silent', 2, 'moved', 2, 'how_are_you')
      ) t(phone, turn, event, version, step)`,
  );
  const span = { from: new Date('2026-11-01'), to: new Date('2026-12-01') };
  const figures = await pool.run((db) => countSteps(db, span));
  const of = (name: string) =>
    figures
      .filter((one) => one.name === name && one.count > 0)
      .map(({ cell, count }) => [cell, count])
      .toSorted(([a], [b]) => String(a).localeCompare(String(b)));
  expect(of('went_on')).toEqual([['check-in/how', 1]]);
  expect(of('stopped')).toEqual([
    ['check-in/how_are_you', 1],
    ['check-in/thanks', 1],
  ]);
});
