import { execFile } from 'node:child_process';
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readdirSync } from 'node:fs';
import { readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { newId } from '../../base/ids.ts';
import { Refusal } from '../../base/refusal.ts';
import type { Binaries } from './binaries.ts';
import { isAlive, ownMark } from './live-process.ts';
import { handOver, type ServerAccount } from './server-account.ts';

/** The folder of the cluster within the data directory. */
export const CLUSTER = 'postgres';
const UNFINISHED = /^postgres\.new-(\d+)-(\d+)-/;
const SERVER_MAJOR = '18';

/**
 * Makes the cluster where there is none. It is made beside its place and renamed: one that a kill interrupted is never
 * taken for a cluster, and of two processes that make one at the same time the second drops its own.
 * @throws Refusal when the folder holds a cluster of another major version, or something else.
 */
export async function ensureCluster(
  dataDir: string,
  binaries: Binaries,
  account: ServerAccount,
): Promise<string> {
  const cluster = join(dataDir, CLUSTER);
  removeUnfinished(dataDir);
  if (!existsSync(join(cluster, 'PG_VERSION')))
    await makeCluster(dataDir, cluster, binaries, account);
  refuseOtherVersion(cluster);
  handOver(cluster, account);
  return cluster;
}

async function makeCluster(
  dataDir: string,
  cluster: string,
  { initdb }: Binaries,
  account: ServerAccount,
): Promise<void> {
  const { pid, started } = ownMark();
  const making = join(dataDir, `postgres.new-${pid}-${started}-${newId()}`);
  mkdirSync(making, { mode: 0o700 });
  handOver(making, account);
  // Whoever passes the socket's folder is let in, see socket-folder.ts; by TCP nobody is.
  const access = ['-U', 'postgres', '--auth-local=trust', '--auth-host=reject'];
  const text = [
    '-E',
    'UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
  ];
  const options = ['-D', making, '--no-instructions', ...access, ...text];
  const [command, args] = account.command(initdb, options);
  await promisify(execFile)(command, args);
  try {
    renameSync(making, cluster);
  } catch (error) {
    rmSync(making, { recursive: true, force: true });
    if (!existsSync(join(cluster, 'PG_VERSION'))) throw error;
  }
  syncFolder(dataDir);
}

/** A rename survives a power cut once the folder is on disk. */
function syncFolder(folder: string): void {
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

function removeUnfinished(dataDir: string): void {
  for (const name of readdirSync(dataDir)) {
    const [, pid, started] = UNFINISHED.exec(name) ?? [];
    if (pid === undefined || started === undefined) continue;
    if (isAlive({ pid: Number(pid), started })) continue;
    rmSync(join(dataDir, name), { recursive: true, force: true });
  }
}

function refuseOtherVersion(cluster: string): void {
  const version = readFileSync(join(cluster, 'PG_VERSION'), 'utf8').trim();
  if (version === SERVER_MAJOR) return;
  throw new Refusal(
    'conflict',
    `${cluster} was made by PostgreSQL ${version}, and this is ${SERVER_MAJOR}. ` +
      'Export with the version that made it, or start with another DATA_DIR.',
  );
}
