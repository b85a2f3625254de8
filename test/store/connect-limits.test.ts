import { createServer } from 'node:net';
import { once } from 'node:events';
import { afterAll, afterEach, expect, test } from 'vitest';
import { pause } from '../../src/base/clock.ts';
import { openPool, type Db } from '../../src/store/connect.ts';
import { asDatabase, freshDatabase, ownerLimits } from '../world/database.ts';
import { startWire } from '../world/wire.ts';

const database = await freshDatabase();
const wire = await startWire(database.target);
afterAll(() => wire.close());
afterEach(() => wire.thaw());

const limits = { ...ownerLimits('test'), max: 2 };
const pidOf = async (db: Db) =>
  (await db<{ pid: number }[]>`select pg_backend_pid() as pid`)[0]?.pid ?? 0;
/** Milliseconds beyond a deadline in which work is to have ended, in slices. */
const SLACK_MS = 400;
const SLICES = 20;

/** Timers of this very process are the clock: a machine that stands still for a while holds up both alike. */
async function lastsAtMost<T>(ms: number, work: Promise<T>): Promise<T> {
  const over = new AbortController();
  const late = async (): Promise<never> => {
    await pause(ms, over.signal);
    for (let slice = 0; slice < SLICES; slice += 1) await pause(SLACK_MS / SLICES, over.signal);
    if (over.signal.aborted) return new Promise(() => undefined);
    throw new Error(`it lasts longer than ${ms} ms`);
  };
  try {
    return await Promise.race([work, late()]);
  } finally {
    over.abort();
  }
}

test('a deadline includes waiting for a connection; what has waited in vain never runs', async () => {
  const own = database.open({ max: 1 });
  const { promise: hold, resolve: release } = Promise.withResolvers<void>();
  const first = own.transact(() => hold);
  let ran = false;
  const second = own.run(
    async (db) => {
      ran = true;
      await db`select 1`;
    },
    { deadlineMs: 100 },
  );
  await expect(lastsAtMost(100, second)).rejects.toMatchObject({
    outcome: 'nothing',
    code: 'busy',
  });
  release();
  await first;
  expect(await own.run((db) => db`select 1 as n`)).toHaveLength(1);
  expect(ran).toBe(false);
});

test('a server that answers nothing holds nobody past the deadline', async () => {
  const own = openPool(wire.target, limits);
  await Promise.all([own.run(pidOf), own.run(pidOf)]);
  wire.freeze();
  const waiting = Array.from({ length: 6 }, (_, i) =>
    i % 2 === 0
      ? own.run((db) => db`select 1`, { deadlineMs: 200 })
      : own.transact((tx) => tx`select 1`, { deadlineMs: 200 }),
  );
  const ends = await lastsAtMost(200, Promise.allSettled(waiting));
  expect(ends.map((end) => end.status)).toEqual(Array.from({ length: 6 }, () => 'rejected'));
  wire.thaw();
  await own.close();
});

test('connections whose work ran past its deadline are dropped, so that new work gets new ones', async () => {
  const own = openPool(wire.target, limits);
  const before = await Promise.all([own.run(pidOf), own.run(pidOf)]);
  const slow = [1, 2].map(() => own.run((db) => db`select pg_sleep(2)`, { deadlineMs: 100 }));
  const ends = await lastsAtMost(100, Promise.allSettled(slow));
  for (const end of ends)
    expect(end).toMatchObject({ reason: { outcome: 'unknown', code: 'deadline' } });
  const after = await lastsAtMost(100, own.run(pidOf));
  expect(before).not.toContain(after);
  await own.close();
});

test('a transaction past its deadline is lost: its work is told, and nothing of it is committed', async () => {
  await database.pool.run((db) => db`create table late (id int)`);
  const own = openPool(wire.target, limits);
  // Connected, since how long that takes is not what is asked here.
  await own.run(pidOf);
  const { promise: over, resolve } = Promise.withResolvers<void>();
  const work = own.transact(
    async (tx, lost) => {
      await tx`insert into late values (1)`;
      await once(lost, 'abort');
      await tx`insert into late values (2)`.catch(() => undefined);
      resolve();
    },
    // Long enough to begin on a busy machine.
    { deadlineMs: 1_000 },
  );
  await expect(lastsAtMost(1_000, work)).rejects.toMatchObject({
    outcome: 'nothing',
    code: 'deadline',
  });
  await over;
  expect(await database.pool.run((db) => db`select * from late`)).toHaveLength(0);
  await own.close();
});

test('a cut line is noticed at once, and work goes on over a new one', async () => {
  const own = openPool(wire.target, limits);
  await Promise.all([own.run(pidOf), own.run(pidOf)]);
  // Both are connected: the line is cut in the middle of work, not of connecting.
  const slow = own.run((db) => db`select pg_sleep(2)`);
  await own.run(pidOf);
  wire.cut();
  // From the cut on: how long a busy machine takes to connect is another matter.
  await expect(lastsAtMost(300, slow)).rejects.toMatchObject({ outcome: 'unknown', code: 'cut' });
  const next = () => own.run(pidOf).catch(() => 0);
  await expect.poll(next).toBeGreaterThan(0);
  own.cut();
  await expect.poll(next).toBeGreaterThan(0);
  await own.close();
});

test('a server that is away is tried until the deadline, and used as soon as it is back', async () => {
  const gone = createServer();
  gone.listen(0, '127.0.0.1');
  await once(gone, 'listening');
  const address = gone.address();
  const port = address !== null && typeof address === 'object' ? address.port : 0;
  await new Promise((resolve) => gone.close(resolve));
  const own = openPool({ url: `postgres://postgres@127.0.0.1:${port}/postgres` }, limits);
  const tried = own.run((db) => db`select 1`, { deadlineMs: 300 });
  await expect(lastsAtMost(300, tried)).rejects.toMatchObject({
    outcome: 'nothing',
    code: 'unreachable',
  });
  await own.close();
});

test('a database that does not exist is said at once, not retried', async () => {
  const own = openPool(asDatabase(database.target, 'nowhere'), limits);
  const first = own.run((db) => db`select 1`);
  await expect(lastsAtMost(300, first)).rejects.toMatchObject({
    name: 'PostgresError',
    code: '3D000',
  });
  await own.close();
});

test('closing waits for the work there is, refuses more, and leaves no connection', async () => {
  const own = openPool(wire.target, limits);
  const open = wire.open();
  const running = [1, 2, 3].map((n) =>
    own.run((db) => db`select ${n}::int as n from pg_sleep(0.1)`),
  );
  const closed = own.close();
  await expect(own.run(pidOf)).rejects.toMatchObject({ outcome: 'nothing', code: 'closed' });
  expect((await Promise.all(running)).map((rows) => rows[0]?.['n'])).toEqual([1, 2, 3]);
  await closed;
  await expect.poll(() => wire.open()).toBe(open);
});

test('behind a pooler nothing is left in a session: settings and role come with each transaction', async () => {
  const url = 'url' in wire.target ? wire.target.url : '';
  const shared = { url: `${url}${url.includes('?') ? '&' : '?'}prepare=false` };
  const own = openPool(shared, { ...limits, max: 1, role: 'mazano_staff', lockTimeoutMs: 777 });
  const ask = (db: Db) =>
    db`select current_user as who, current_setting('lock_timeout') as lock,
      (select count(*)::int from pg_prepared_statements) as prepared`;
  const inside = { who: 'mazano_staff', lock: '777ms', prepared: 0 };
  expect([...(await own.run(ask))]).toEqual([inside]);
  expect([...(await own.transact(ask))]).toEqual([inside]);
  const pid = await own.run(pidOf);
  const [session] = await database.pool.run(
    (db) => db`select usename as who from pg_stat_activity where pid = ${pid}`,
  );
  expect(session?.['who']).not.toBe('mazano_staff');
  await own.close();
});
