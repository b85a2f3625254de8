import { afterAll, inject } from 'vitest';
import { newId } from '../../src/base/ids.ts';
import { openPool, type Pool, type PoolOptions, type Target } from '../../src/store/connect.ts';

export type TestDatabase = {
  target: Target;
  /** As the owner of the schema. It waits as long as it takes, so that a busy machine fails nobody. */
  pool: Pool;
  /** Another pool on this database, for instance in a role, with the limits of production. Closed with the database. */
  open(options?: Partial<PoolOptions>): Pool;
  /** Closes the pools and drops the database. @throws Error when some connection was left open */
  drop(): Promise<void>;
};

/** A migrated database for one test file, dropped at its end: call it at the top level of the file or of a `describe`. */
export async function freshDatabase(): Promise<TestDatabase> {
  const database = await makeDatabase();
  afterAll(() => database.drop());
  return database;
}

/** A migrated database; the caller drops it. */
export async function makeDatabase(): Promise<TestDatabase> {
  const { maintenance, template, isQuick } = inject('server');
  const name = `mazano_test_${newId().replaceAll('-', '')}`;
  const owner = openPool(maintenance, ownerLimits('owner'));
  // Copying files needs a checkpoint each time, which costs nothing only where nothing waits for the disk.
  const how = isQuick ? 'file_copy' : 'wal_log';
  await owner.run(
    (db) => db`create database ${db(name)} template ${db(template)} strategy ${db(how)}`,
  );
  const target = asDatabase(maintenance, name);
  const pools: Pool[] = [];
  const open = (options: Partial<PoolOptions> = {}) => {
    const pool = openPool(target, { ...TURN_LIMITS, ...options });
    pools.push(pool);
    return pool;
  };
  return { target, pool: open(PATIENT), open, drop: () => drop(owner, name, pools) };
}

async function drop(owner: Pool, name: string, pools: Pool[]): Promise<void> {
  await Promise.all(pools.map((pool) => pool.close()));
  const left = await stillConnected(owner, name);
  await owner.run((db) => db`drop database ${db(name)} with (force)`);
  await owner.close();
  if (left.length > 0) throw new Error(`connections left open: ${left.join(', ')}`);
}

/** The server ends a session a moment after its socket has closed; what was left open stays for ever. */
async function stillConnected(owner: Pool, name: string): Promise<string[]> {
  return await owner.run(async (db) => {
    for (let look = 0; ; look += 1) {
      const rows = await db<{ applicationName: string }[]>`
        select application_name from pg_stat_activity where datname = ${name} and backend_type = 'client backend'`;
      if (rows.length === 0 || look === LOOKS_MOST) return rows.map((row) => row.applicationName);
      await db`select pg_sleep(0.01)`;
    }
  });
}

/** The same server, another database. */
export function asDatabase(server: Target, database: string): Target {
  if (!('url' in server)) return { ...server, database };
  const url = new URL(server.url);
  url.pathname = `/${database}`;
  return { url: url.href };
}

/** Half a minute and more, on a machine that does other work too. */
const LOOKS_MOST = 3_000;

/** Milliseconds that judge nothing. */
const PATIENT_MS = 120_000;
const PATIENT = {
  // One holds a lock, one looks who waits for it, and those who wait need two each.
  max: 8,
  statementTimeoutMs: PATIENT_MS,
  lockTimeoutMs: PATIENT_MS,
  deadlineMs: PATIENT_MS,
};

const TURN_LIMITS: PoolOptions = {
  max: 4,
  applicationName: 'test',
  statementTimeoutMs: 2_500,
  lockTimeoutMs: 300,
  idleInTransactionMs: 60_000,
};

/** For creating, migrating and dropping databases, which takes its time on a busy machine. */
export function ownerLimits(applicationName: string): PoolOptions {
  const limitMs = PATIENT_MS;
  return {
    max: 1,
    applicationName,
    statementTimeoutMs: limitMs,
    lockTimeoutMs: limitMs,
    idleInTransactionMs: limitMs,
    deadlineMs: limitMs,
  };
}
