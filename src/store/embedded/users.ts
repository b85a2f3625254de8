import { mkdirSync, readdirSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { newId } from '../../base/ids.ts';
import { isAlive, ownMark } from './live-process.ts';
import { handOver, type ServerAccount } from './server-account.ts';

/**
 * Who uses the server of a data directory: one empty file for each start, in one folder. Whoever wants to stop the
 * server removes the folder first. That fails while a file is in it, and afterwards no file can be made in it: so
 * nobody adopts a server that is being stopped, without any lock that could be left behind.
 */
const USERS = 'postgres-users';
const USER = /^(\d+)-(\d+)-/;

export function usersFolder(dataDir: string): string {
  return join(dataDir, USERS);
}

export function newUser(): string {
  const { pid, started } = ownMark();
  return `${pid}-${started}-${newId()}`;
}

/** False when the folder is gone: the server is being stopped, or none was started yet. */
export function register(folder: string, user: string): boolean {
  try {
    writeFileSync(join(folder, user), '');
    return true;
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}

export function openUsers(folder: string, account: ServerAccount): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  handOver(folder, account);
}

export function unregister(folder: string, user: string): void {
  rmSync(join(folder, user), { force: true });
}

/** True when nobody else is using the server, and from now on nobody can begin to. */
export function closeUsers(folder: string): boolean {
  if (hasLiveUsers(folder)) return false;
  try {
    rmdirSync(folder);
    return true;
  } catch (error) {
    return isMissing(error);
  }
}

/** Forgets processes that ended without a word. */
export function hasLiveUsers(folder: string): boolean {
  let live = false;
  for (const user of listed(folder)) {
    const [, pid, started] = USER.exec(user) ?? [];
    if (pid !== undefined && started !== undefined && isAlive({ pid: Number(pid), started }))
      live = true;
    else unregister(folder, user);
  }
  return live;
}

function listed(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
