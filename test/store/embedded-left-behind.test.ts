import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import postgres from 'postgres';
import { expect, onTestFinished, test, vi } from 'vitest';
import { isRunning } from '../../src/store/embedded/live-process.ts';
import {
  end,
  type Service,
  silentLog,
  startService,
  tempFolder,
  until,
} from './embedded-service.ts';
import { startEmbedded } from '../../src/store/embedded/start-embedded.ts';

/** Milliseconds: making a cluster takes one to three seconds of a machine that does other work too. */
vi.setConfig({ testTimeout: 60_000 });

/** The keeper waits 5 s for a restart; a shutdown takes less than one. */
const GONE_MS = 15_000;
const STOPPED_MS = 15_000;

async function service(dataDir: string): Promise<Service> {
  const started = await startService(dataDir);
  onTestFinished(async () => {
    if (isRunning(started.process.pid ?? 0)) await end(started, 'SIGTERM');
  });
  return started;
}

async function answers(server: { socketDir: string; port: number }): Promise<string> {
  const sql = postgres({ host: server.socketDir, port: server.port, user: 'postgres', max: 1 });
  try {
    const [row] = await sql<
      { folder: string }[]
    >`select current_setting('data_directory') as folder`;
    return row?.folder ?? '';
  } finally {
    await sql.end({ timeout: 1 });
  }
}

/** Processes whose command line names the folder: server, workers of it, keeper. */
function processesOf(dataDir: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => pid !== process.pid && commandLine(pid).includes(dataDir) && isRunning(pid));
}

function commandLine(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}

test('a service that was killed leaves no process behind', async () => {
  const dataDir = join(tempFolder(onTestFinished), 'data');
  const killed = await service(dataDir);
  await end(killed, 'SIGKILL');
  expect(isRunning(killed.pid)).toBe(true);
  await until('no process', () => processesOf(dataDir).length === 0, GONE_MS);
  expect(existsSync(killed.socketDir)).toBe(false);
  expect(readFileSync(join(dataDir, 'postgres.log'), 'utf8')).toContain(
    'database system is shut down',
  );
});

test('a quick restart adopts the server, and the first keeper leaves it alone', async () => {
  const dataDir = join(tempFolder(onTestFinished), 'data');
  const killed = await service(dataDir);
  await end(killed, 'SIGKILL');
  const keepers = () =>
    processesOf(dataDir).filter((pid) => commandLine(pid).includes('mazano-keeper'));
  const [first = 0] = keepers();
  const next = await service(dataDir);
  expect(next.pid).toBe(killed.pid);
  await until('the first keeper has ended', () => !isRunning(first), GONE_MS);
  expect(await answers(next)).toBe(next.dataDirectory);
  await end(next, 'SIGTERM');
  expect(processesOf(dataDir)).toEqual([]);
});

test('of two services that start at once one starts the server, and the last one stops it', async () => {
  const dataDir = join(tempFolder(onTestFinished), 'data');
  const [one, other] = await Promise.all([service(dataDir), service(dataDir)]);
  expect(one.pid).toBe(other.pid);
  await end(one, 'SIGTERM');
  expect(await answers(other)).toBe(other.dataDirectory);
  await end(other, 'SIGTERM');
  expect(isRunning(other.pid)).toBe(false);
  expect(readdirSync(dataDir).filter((name) => name.startsWith('postgres.new'))).toEqual([]);
});

test('a start while another service is stopping the server gets a server that stays', async () => {
  const dataDir = join(tempFolder(onTestFinished), 'data');
  let running = await service(dataDir);
  for (let round = 0; round < 8; round++) {
    const [, next] = await Promise.all([end(running, 'SIGTERM'), service(dataDir)]);
    expect(await answers(next), `round ${round}`).toBe(next.dataDirectory);
    running = next;
  }
});

test('a service killed at any moment of its first start does not stop the next one', async () => {
  const dataDir = join(tempFolder(onTestFinished), 'data');
  const unfinished = () =>
    existsSync(dataDir) && readdirSync(dataDir).some((name) => name.startsWith('postgres.new'));
  const interrupted = startService(dataDir).catch(() => undefined);
  await until('the cluster is being made', unfinished, STOPPED_MS);
  const [starting = 0] = processesOf(dataDir).filter((pid) =>
    commandLine(pid).includes('embedded-process'),
  );
  process.kill(starting, 'SIGKILL');
  await interrupted;
  const next = await service(dataDir);
  expect(await answers(next)).toBe(next.dataDirectory);
});

test('lock files whose process id now belongs to something else do not stop a start', async () => {
  const dataDir = join(tempFolder(onTestFinished), 'data');
  const killed = await service(dataDir);
  const locks = [
    join(killed.dataDirectory, 'postmaster.pid'),
    join(killed.socketDir, '.s.PGSQL.5432.lock'),
  ];
  await end(killed, 'SIGKILL');
  process.kill(killed.pid, 'SIGKILL');
  await until('the server has ended', () => !isRunning(killed.pid), STOPPED_MS);
  for (const lock of locks) {
    const [, ...rest] = readFileSync(lock, 'utf8').split('\n');
    writeFileSync(lock, [process.ppid, ...rest].join('\n'));
  }
  const next = await service(dataDir);
  expect(next.socketDir).toBe(killed.socketDir);
  expect(await answers(next)).toBe(next.dataDirectory);
});

test('a server that was killed comes back at the same socket, with its data', async () => {
  const dataDir = join(tempFolder(onTestFinished), 'data');
  const first = await startEmbedded({ dataDir, log: silentLog() });
  onTestFinished(() => first.stop());
  process.kill(first.pid, 'SIGKILL');
  await until('the server has ended', () => !isRunning(first.pid), STOPPED_MS);
  const again = await startEmbedded({ dataDir, log: silentLog() });
  onTestFinished(() => again.stop());
  expect(again.socketDir).toBe(first.socketDir);
  expect(await answers(again)).toBe(again.dataDirectory);
});
