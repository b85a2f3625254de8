import { expect, test } from 'vitest';
import { world } from '../world/world.ts';
import { joins } from './joined.ts';

test('a start registers what the files bring, and it is current', async () => {
  const { db, phone, service } = await world();
  await joins(phone);
  const rows = await db.run(
    (sql) => sql`select flow, version, state, percent, reason from release_stage order by flow`,
  );
  expect(rows).toMatchObject([
    { flow: 'check-in', state: 'done' },
    { flow: 'menu', state: 'done' },
    { flow: 'welcome', state: 'done' },
  ]);
  expect(service.setting.releases.current('check-in')?.flow).toBe('check-in');
});
