import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isPostmasterOf, isRunning } from './live-process.ts';

/** The one port number of every embedded server: it is part of a socket's file name, no TCP port is opened. */
export const SOCKET_PORT = 5432;

export type Postmaster = { pid: number; port: number; socketDir: string; status: string };

/**
 * The running postmaster of a cluster, by its postmaster.pid: line 1 process id, 4 port, 5 socket folder, 8 status
 * (PostgreSQL, src/include/utils/pidfile.h). The later lines appear while it starts; an empty status means just that.
 */
export function runningPostmaster(cluster: string): Postmaster | undefined {
  const lines = linesOf(join(cluster, 'postmaster.pid'));
  // A server that runs alone, without postmaster, writes its id with a minus.
  const pid = Math.abs(Number(lines[0]));
  if (!(pid > 0) || !isPostmasterOf(pid, cluster)) return undefined;
  const status = (lines[7] ?? '').trim();
  return { pid, port: Number(lines[3] ?? 0), socketDir: lines[4] ?? '', status };
}

/**
 * PostgreSQL refuses to start over a lock file whose process id is alive, even where that id now belongs to something
 * else. It ignores one that names its own parent, which is this process, and then still checks the old shared memory:
 * so the id is replaced, and the file stays.
 */
export function releaseStaleLocks(cluster: string, socketDir: string): void {
  const socketLock = join(socketDir, `.s.PGSQL.${SOCKET_PORT}.lock`);
  for (const file of [join(cluster, 'postmaster.pid'), socketLock]) {
    const [first, ...rest] = linesOf(file);
    const pid = Math.abs(Number(first));
    if (first === undefined || !(pid > 0) || !isRunning(pid) || isPostmasterOf(pid, cluster))
      continue;
    const replaced = `${file}.${process.pid}`;
    writeFileSync(replaced, [process.pid, ...rest].join('\n'));
    renameSync(replaced, file);
  }
}

function linesOf(file: string): string[] {
  if (!existsSync(file)) return [];
  try {
    return readFileSync(file, 'utf8').split('\n');
  } catch {
    return [];
  }
}
