import { expect, test } from 'vitest';
import { createLog } from '../../src/base/log.ts';
import { runStaff } from '../../src/cli/run-staff.ts';
import type { AtDatabase } from '../../src/cli/with-database.ts';
import { readConfig } from '../../src/config.ts';
import { makeStaff, PASSWORD, setUpApp, signInBench } from '../console/sign-in-bench.ts';
import { freshDatabase } from '../world/database.ts';

const database = await freshDatabase();
const live = await signInBench(database, { demo: false });

const staff = (...typed: string[]) =>
  runStaff(typed, (work) => {
    const { clock, keyring } = live.parts;
    const at: AtDatabase = {
      config: readConfig({ PORT: '8080' }),
      keyring,
      clock,
      log: createLog(() => undefined, clock.now),
      pool: database.pool,
    };
    return work(at);
  });
const codeIn = (said: string) =>
  /https:\/\/mazano\.example\/console\/invitation#([\w-]{43})/u.exec(said)?.[1] ?? '';
const accept = (code: string, name: string) => {
  const browser = live.browser();
  const form = { code, called: name, name, new: PASSWORD, again: PASSWORD };
  return { browser, answer: browser.post('/console/invitation/accept', form) };
};

test('the terminal makes the first admin, by one link at a time, and no second one without saying that it is a recovery', async () => {
  // Whoever tried the demo on this database left an admin, who is none.
  await makeStaff(live, ['admin'], { forDemo: 'admin' });
  const lost = codeIn(await staff('first', '--at', 'https://mazano.example/'));
  const code = codeIn(await staff('first', '--at', 'https://mazano.example'));
  expect((await accept(lost, 'too.late').answer).status).toBe(422);
  const { browser, answer } = accept(code, 'rudo');
  expect((await answer).status).toBe(303);
  await setUpApp(browser, live.now);
  expect((await browser.get('/console/staff')).status).toBe(200);
  await expect(staff('first')).rejects.toThrow('has an admin already');
  expect(codeIn(await staff('first', '--recover', '--at', 'https://mazano.example'))).not.toBe('');
  const acts = await live.parts.pool.run(
    (db) =>
      db<{ detail: string }[]>`select detail from audit where actor = 'command line' order by seq`,
  );
  expect(acts.map(({ detail }) => detail.replace(/^\S+ /u, ''))).toEqual([
    'admin',
    'admin',
    'admin recover',
  ]);
});

test('the terminal says of a new account, once, that it is a person of its own; the log keeps it', async () => {
  const inviter = await makeStaff(live, ['admin'], { name: 'tariro' });
  const { staffId } = await makeStaff(live, ['editor'], { name: 'new.here' });
  await database.pool.run(
    (db) =>
      db`update staff_account set invited_by = ${inviter.staffId} where staff_id = ${staffId}`,
  );
  expect(await staff('known', 'New.Here')).toContain('a person of its own');
  await expect(staff('known', 'new.here')).rejects.toThrow('Nobody of that sign-in name is new');
  await expect(staff('known', 'nobody')).rejects.toThrow('Nobody of that sign-in name is new');
  const acts = await live.parts.pool.run(
    (db) => db<{ detail: string }[]>`select detail from audit where action = 'staff_vouched'`,
  );
  expect(acts).toEqual([{ detail: staffId }]);
});

test.each([
  [['second']],
  [[]],
  [['first', '--at', 'mazano.example']],
  [['first', '--force']],
  [['known']],
])('what is not understood is said: %j', async (typed) => {
  await expect(staff(...typed)).rejects.toThrow('npm run staff -- first');
});
