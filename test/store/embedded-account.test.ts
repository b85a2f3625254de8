import { chmodSync, chownSync, mkdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { lstatSync, readlinkSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import postgres from 'postgres';
import { expect, onTestFinished, test, vi } from 'vitest';
import { restoreLinks } from '../../src/store/embedded/binaries.ts';
import { end, type Service, startService, tempFolder } from './embedded-service.ts';

/** Milliseconds: making a cluster takes one to three seconds of a machine that does other work too. */
vi.setConfig({ testTimeout: 60_000 });

const IS_ROOT = process.getuid?.() === 0;
const NOBODY = 65_534;
/** An account that every Linux has, and that owns nothing of ours. */
const ORDINARY = 1;
/** PostgreSQL refuses to run as root, so root has three ways; everybody else runs it directly. */
const WAYS = IS_ROOT ? (['namespace', 'nobody', 'owner'] as const) : (['direct'] as const);

async function service(dataDir: string, path?: string): Promise<Service> {
  const started = await startService(dataDir, path);
  onTestFinished(() => end(started, 'SIGTERM'));
  return started;
}

/** A PATH on which `unshare` refuses, as it does in most containers. */
function pathWithoutUnshare(folder: string): string {
  const programs = join(folder, 'programs');
  mkdirSync(programs);
  writeFileSync(join(programs, 'unshare'), '#!/bin/sh\nexit 1\n');
  chmodSync(join(programs, 'unshare'), 0o755);
  return [programs, process.env['PATH']].join(delimiter);
}

test.each(WAYS)('below a folder closed to others the server runs: %s', async (way) => {
  const folder = tempFolder(onTestFinished);
  const closed = join(folder, 'closed');
  const dataDir = join(closed, 'data');
  mkdirSync(dataDir, { recursive: true });
  chmodSync(closed, 0o700);
  if (way === 'owner') chownSync(dataDir, ORDINARY, ORDINARY);
  const path = way === 'nobody' ? pathWithoutUnshare(folder) : undefined;
  for (let start = 0; start < 2; start++) {
    const started = await startService(dataDir, path);
    const { socketDir: host, port } = started;
    const sql = postgres({ host, port, user: 'postgres', max: 1 });
    expect(await sql`show data_directory`).toEqual([{ data_directory: started.dataDirectory }]);
    await sql.end({ timeout: 1 });
    const owner = { namespace: 0, nobody: NOBODY, owner: ORDINARY, direct: process.getuid?.() };
    expect(statSync(started.dataDirectory).uid).toBe(owner[way]);
    await end(started, 'SIGTERM');
  }
});

test('data made by one of the ways can be used by another', async () => {
  const folder = tempFolder(onTestFinished);
  const dataDir = join(folder, 'data');
  const first = await startService(dataDir, pathWithoutUnshare(folder));
  await end(first, 'SIGTERM');
  const next = await service(dataDir);
  expect(next.dataDirectory).toBe(first.dataDirectory);
});

test('links that the package lacks are made again, and those that are there are kept', () => {
  const root = tempFolder(onTestFinished);
  const lib = join(root, 'native', 'lib');
  mkdirSync(lib, { recursive: true });
  const links = ['libpq.so', 'libpq.so.5'].map((name) => ({
    source: 'native/lib/libpq.so.5.18',
    target: `native/lib/${name}`,
  }));
  writeFileSync(join(root, 'native', 'pg-symlinks.json'), JSON.stringify(links));
  symlinkSync('another', join(lib, 'libpq.so'));
  restoreLinks(root);
  restoreLinks(root);
  expect(readlinkSync(join(lib, 'libpq.so'))).toBe('another');
  expect(readlinkSync(join(lib, 'libpq.so.5'))).toBe('libpq.so.5.18');
  expect(lstatSync(join(lib, 'libpq.so.5')).isSymbolicLink()).toBe(true);
});
