import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Db } from '../../src/store/connect.ts';
import { freshDatabase } from '../world/database.ts';

const database = await freshDatabase();
const { pool } = database;

beforeEach(() =>
  pool.run((db) => db`create table letter (id int primary key, from_whom text, content jsonb)`),
);
afterEach(() => pool.run((db) => db`drop table letter`));

const letters = async () =>
  (await pool.run((db) => db`select id from letter order by id`)).map((row) => row['id']);
const pidOf = async (db: Db) =>
  (await db<{ pid: number }[]>`select pg_backend_pid() as pid`)[0]?.pid ?? 0;
const terminate = (pid: number) => pool.run((db) => db`select pg_terminate_backend(${pid})`);

test('column names change their case, keys inside jsonb never do', async () => {
  const content = { next_of_kin: 'x', 'mood.ask_1': 1 };
  await pool.run(
    (db) => db`insert into letter ${db({ id: 1, fromWhom: 'a', content: db.json(content) })}`,
  );
  const rows = await pool.run((db) => db`select id, from_whom, content from letter`);
  expect([...rows]).toEqual([{ id: 1, fromWhom: 'a', content }]);
});

test('a session has the limits, the role and the schema that were asked for', async () => {
  await pool.run((db) => db`create schema elsewhere`);
  const own = database.open({ role: 'mazano_staff', schema: 'elsewhere', lockTimeoutMs: 1_234 });
  const shown = await own.run(
    (db) => db`
      select current_user as who, current_setting('search_path') as schema, current_setting('TimeZone') as zone,
        current_setting('statement_timeout') as statement, current_setting('lock_timeout') as lock,
        current_setting('idle_in_transaction_session_timeout') as pause,
        current_setting('client_connection_check_interval') as caller, current_setting('application_name') as name`,
  );
  expect([...shown]).toEqual([
    {
      who: 'mazano_staff',
      schema: 'elsewhere',
      zone: 'UTC',
      statement: '2500ms',
      lock: '1234ms',
      pause: '1min',
      caller: '1s',
      name: 'test',
    },
  ]);
});

test('a transaction commits when its work resolves, with the value of the work', async () => {
  const value = await pool.transact(async (tx) => {
    await tx`insert into letter values (1)`;
    return ['as it is', Promise.resolve(1)];
  });
  expect(value[0]).toBe('as it is');
  expect(await letters()).toEqual([1]);
});

test('a transaction whose work rejects leaves nothing, and rejects with the same error', async () => {
  const refusal = new Error('no');
  const work = pool.transact(async (tx) => {
    await tx`insert into letter values (1)`;
    throw refusal;
  });
  await expect(work).rejects.toBe(refusal);
  expect(await letters()).toEqual([]);
});

test("PostgreSQL's own errors are passed on: nothing was committed", async () => {
  const twice = pool.transact(async (tx) => {
    await tx`insert into letter values (1)`;
    await tx`insert into letter values (1)`;
  });
  await expect(twice).rejects.toMatchObject({ name: 'PostgresError', code: '23505' });
  expect(await letters()).toEqual([]);
});

test('a statement and a wait for a lock end at their limits', async () => {
  const strict = database.open({ statementTimeoutMs: 100, lockTimeoutMs: 50 });
  const slow = strict.run((db) => db`select pg_sleep(2)`);
  await expect(slow).rejects.toMatchObject({ name: 'PostgresError', code: '57014' });
  await pool.run((db) => db`insert into letter values (1)`);
  await pool.transact(async (tx) => {
    await tx`select 1 from letter for update`;
    const blocked = strict.run((db) => db`select 1 from letter for update`);
    await expect(blocked).rejects.toMatchObject({ name: 'PostgresError', code: '55P03' });
  });
});

test('a transaction begun by hand is refused, and its connection is not used again', async () => {
  const own = database.open({ max: 1 });
  const before = await own.run(pidOf);
  await expect(own.run((db) => db`begin`)).rejects.toMatchObject({ code: 'UNSAFE_TRANSACTION' });
  expect(await own.run(pidOf)).not.toBe(before);
});

test('a transaction that has ended takes no more statements', async () => {
  const own = database.open({ max: 1 });
  const kept = await own.transact((tx) =>
    Promise.resolve({ use: () => tx`insert into letter values (9)` }),
  );
  await expect(kept.use()).rejects.toMatchObject({ code: 'TRANSACTION_OVER' });
  expect(await letters()).toEqual([]);
});

test('of several statements at once a faulty one fails alone, and each gets its own rows', async () => {
  // A value that is missing at run time, whatever its type says.
  const { missing }: { missing: string } = JSON.parse('{}');
  const results = await pool.run((db) =>
    Promise.allSettled([
      db`select 1 as n`,
      db`select ${missing} as n`,
      db`select 3 as n`,
      db`select 4 as n`,
    ]),
  );
  expect(results.map((result) => result.status === 'fulfilled' && result.value[0]?.['n'])).toEqual([
    1,
    false,
    3,
    4,
  ]);
});

test('rows of a statement that failed half-way never show up in the next one', async () => {
  const own = database.open({ max: 1 });
  await expect(
    own.run((db) => db`select 1 / (4 - i) from generate_series(1, 9) i`),
  ).rejects.toThrow('division');
  expect([...(await own.run((db) => db`select 5 as n`))]).toEqual([{ n: 5 }]);
});

test('a transaction whose connection is lost says so at once, and nothing of it stays', async () => {
  const { promise: seen, resolve: see } = Promise.withResolvers<string>();
  const work = pool.transact(async (tx, lost) => {
    lost.addEventListener('abort', () => see('lost'));
    await tx`insert into letter values (1)`;
    await terminate(await pidOf(tx));
    await seen;
    // Work that does not notice goes on; its statements must go nowhere.
    const late = await Promise.allSettled([
      tx`insert into letter values (2)`,
      tx`insert into letter values (3)`,
    ]);
    expect(late.map((result) => result.status)).toEqual(['rejected', 'rejected']);
  });
  await expect(work).rejects.toMatchObject({
    name: 'DatabaseLost',
    outcome: 'nothing',
    code: 'cut',
  });
  expect(await seen).toBe('lost');
  expect(await letters()).toEqual([]);
});

test('statements waiting for their turn in a lost transaction are rejected with it', async () => {
  const { promise: settled, resolve } = Promise.withResolvers<PromiseSettledResult<unknown>[]>();
  const work = pool.transact(async (tx) => {
    const pid = await pidOf(tx);
    const many = Array.from(
      { length: 300 },
      (_, i) => tx`insert into letter select ${i} from pg_sleep(0.1)`,
    );
    void terminate(pid);
    resolve(await Promise.allSettled(many));
  });
  await expect(work).rejects.toMatchObject({ name: 'DatabaseLost', outcome: 'nothing' });
  expect((await settled).filter((result) => result.status === 'fulfilled').length).toBeLessThan(
    300,
  );
  expect(await letters()).toEqual([]);
});

test('a connection lost during the commit leaves the outcome unknown', async () => {
  await pool.run(
    (db) =>
      db`create function slow() returns trigger language plpgsql as 'begin perform pg_sleep(2); return null; end'`,
  );
  await pool.run(
    (db) => db`create constraint trigger slow after insert on letter deferrable initially deferred
      for each row execute function slow()`,
  );
  let pid = 0;
  const work = pool.transact(async (tx) => {
    pid = await pidOf(tx);
    await tx`insert into letter values (1)`;
  });
  const ended = expect(work).rejects.toMatchObject({
    name: 'DatabaseLost',
    outcome: 'unknown',
    code: 'cut',
  });
  await pool.run(async (db) => {
    for (let committing = false; !committing;) {
      const rows = await db`select 1 from pg_stat_activity where pid = ${pid} and query = 'commit'`;
      committing = rows.length > 0;
    }
  });
  await terminate(pid);
  await ended;
  await pool.run((db) => db`drop function slow cascade`);
});

test('a statement whose connection is lost leaves the outcome unknown, and the next one works', async () => {
  const own = database.open({ max: 1 });
  const pid = await own.run(pidOf);
  const work = own.run((db) => db`insert into letter select 1 from pg_sleep(2)`);
  const ended = expect(work).rejects.toMatchObject({
    name: 'DatabaseLost',
    outcome: 'unknown',
    code: 'cut',
  });
  await terminate(pid);
  await ended;
  expect(await own.run(pidOf)).not.toBe(pid);
});
