import { existsSync, readFileSync, statSync } from 'node:fs';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import postgres from 'postgres';
import { expect, onTestFinished, test, vi } from 'vitest';
import { isRunning } from '../../src/store/embedded/live-process.ts';
import { startEmbedded } from '../../src/store/embedded/start-embedded.ts';
import { silentLog, tempFolder } from './embedded-service.ts';

/** Milliseconds: making a cluster takes one to three seconds of a machine that does other work too. */
vi.setConfig({ testTimeout: 60_000 });

async function start(dataDir: string) {
  const server = await startEmbedded({ dataDir, log: silentLog() });
  onTestFinished(() => server.stop());
  return server;
}

function connect(server: { socketDir: string; port: number }) {
  const sql = postgres({ host: server.socketDir, port: server.port, user: 'postgres', max: 1 });
  onTestFinished(() => sql.end({ timeout: 1 }));
  return sql;
}

test('a fresh folder becomes a durable UTF-8 cluster that only a socket leads to', async () => {
  const dataDir = join(tempFolder(onTestFinished), 'a folder with spaces', 'x'.repeat(120));
  const server = await start(dataDir);
  const sql = connect(server);
  const [shown] = await sql`
    select current_setting('data_directory') as folder, current_setting('fsync') as fsync,
      current_setting('listen_addresses') as tcp, current_setting('server_version_num')::int / 10000 as major,
      pg_encoding_to_char(encoding) as encoding, datlocprovider as provider, datlocale as locale
    from pg_database where datname = 'postgres'`;
  expect(shown).toEqual({
    folder: join(dataDir, 'postgres'),
    fsync: 'on',
    tcp: '',
    major: 18,
    encoding: 'UTF8',
    provider: 'b',
    locale: 'C.UTF-8',
  });
  expect(server.dataDirectory).toBe(join(dataDir, 'postgres'));
});

test('nobody else on the machine can reach the socket or read the data', async () => {
  const dataDir = join(tempFolder(onTestFinished), 'data');
  const server = await start(dataDir);
  for (const folder of [dataDir, server.dataDirectory, server.socketDir]) {
    expect(statSync(folder).mode & 0o777, folder).toBe(0o700);
  }
  const access = readFileSync(join(server.dataDirectory, 'pg_hba.conf'), 'utf8');
  expect(access).not.toMatch(/^host.*trust/m);
});

test('stop ends every process, removes the socket folder, and what was committed is there again', async () => {
  const dataDir = join(tempFolder(onTestFinished), 'data');
  const first = await start(dataDir);
  const sql = connect(first);
  await sql`create table kept (n int)`;
  await sql`insert into kept values (7)`;
  await first.stop();
  expect(isRunning(first.pid)).toBe(false);
  expect(existsSync(first.socketDir)).toBe(false);
  const again = connect(await start(dataDir));
  expect(await again`select n from kept`).toEqual([{ n: 7 }]);
});

test('what people wrote does not get into the log of the server', async () => {
  const dataDir = join(tempFolder(onTestFinished), 'data');
  const sql = connect(await start(dataDir));
  await expect(sql.unsafe(`select 'canary-in-a-value'::int`)).rejects.toThrow('canary');
  await sql`create table once (word text unique)`;
  await sql`insert into once values ('canary')`;
  await expect(sql`insert into once values ('canary')`).rejects.toThrow('duplicate');
  const log = readFileSync(join(dataDir, 'postgres.log'), 'utf8');
  expect(log).toContain('ready to accept connections');
  expect(log).not.toContain('canary');
});

test('a cluster that a killed start left half made is never used, and its rest is removed', async () => {
  const dataDir = join(tempFolder(onTestFinished), 'data');
  const half = join(dataDir, 'postgres.new-999999999-1-0');
  mkdirSync(half, { recursive: true, mode: 0o700 });
  writeFileSync(join(half, 'PG_VERSION'), '18\n');
  const sql = connect(await start(dataDir));
  expect(await sql`select 1 as n`).toEqual([{ n: 1 }]);
  expect(readdirSync(dataDir).filter((name) => name.startsWith('postgres.new'))).toEqual([]);
});

test('a cluster of another major version is refused in words, and left alone', async () => {
  const dataDir = join(tempFolder(onTestFinished), 'data');
  mkdirSync(join(dataDir, 'postgres'), { recursive: true });
  writeFileSync(join(dataDir, 'postgres', 'PG_VERSION'), '17\n');
  await expect(start(dataDir)).rejects.toThrow('made by PostgreSQL 17');
  expect(readdirSync(join(dataDir, 'postgres'))).toEqual(['PG_VERSION']);
});

test('a server that cannot start is reported with the place of its own words', async () => {
  const dataDir = join(tempFolder(onTestFinished), 'data');
  await (await start(dataDir)).stop();
  writeFileSync(join(dataDir, 'postgres', 'postgresql.conf'), 'no_such_setting = 1\n');
  await expect(start(dataDir)).rejects.toThrow(join(dataDir, 'postgres.log'));
  expect(readFileSync(join(dataDir, 'postgres.log'), 'utf8')).toContain('no_such_setting');
});
