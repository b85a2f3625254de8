import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { pause } from '../../base/clock.ts';
import type { Log } from '../../base/log.ts';
import { releaseStaleLocks, runningPostmaster, SOCKET_PORT } from './postmaster-file.ts';
import type { ServerAccount } from './server-account.ts';
import { socketFolder } from './socket-folder.ts';

/** Milliseconds between two looks at postmaster.pid: a start takes 40 to 220. */
const LOOK_MS = 10;
/** Bytes of the server's log that a new start goes on after; a longer one is begun anew. */
const LOG_BYTES = 10_000_000;

/** Sized for a small machine that runs one programme. Durability is PostgreSQL's own: fsync stays on. */
const SETTINGS = {
  listen_addresses: '',
  port: String(SOCKET_PORT),
  unix_socket_permissions: '0700',
  max_connections: '100',
  shared_buffers: '128MB',
  timezone: 'UTC',
  log_timezone: 'UTC',
  // Errors quote values and statements, which may be personal: only what the server says about itself is logged.
  log_min_messages: 'log',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  log_checkpoints: 'off',
} as const;

export type Settings = Readonly<Record<string, string>>;

/**
 * Starts a postmaster and waits until one is there: this one, or that of a process which was quicker (PostgreSQL lets
 * only one into a cluster). False when there is none; then the server's own words are in the log file.
 */
export async function launchServer(
  place: { dataDir: string; cluster: string; postgres: string; account: ServerAccount },
  settings: Settings,
  log: Log,
): Promise<boolean> {
  const { dataDir, cluster, account } = place;
  const socketDir = socketFolder(dataDir, account);
  releaseStaleLocks(cluster, socketDir);
  const server = spawnServer(place, socketDir, settings);
  server.once('exit', (code) => log.info('postgres_ended', { code: code ?? -1 }));
  while (runningPostmaster(cluster) === undefined) {
    if (hasEnded(server)) return false;
    await pause(LOOK_MS);
  }
  return true;
}

function hasEnded({ pid, exitCode, signalCode }: ChildProcess): boolean {
  return pid === undefined || exitCode !== null || signalCode !== null;
}

export function serverLog(dataDir: string): string {
  return join(dataDir, 'postgres.log');
}

/** In a session of its own: Ctrl-C in a terminal reaches the service, which then stops its server in order. */
function spawnServer(
  place: { dataDir: string; cluster: string; postgres: string; account: ServerAccount },
  socketDir: string,
  settings: Settings,
): ChildProcess {
  const all = { ...SETTINGS, unix_socket_directories: quoted(socketDir), ...settings };
  const options = Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const [command, args] = place.account.command(place.postgres, ['-D', place.cluster, ...options]);
  const output = openLog(serverLog(place.dataDir));
  const server = spawn(command, args, {
    cwd: '/',
    detached: true,
    stdio: ['ignore', output, output],
  });
  closeSync(output);
  server.unref();
  // A program that cannot be started has no process id, which is what is looked at.
  server.once('error', () => undefined);
  return server;
}

function openLog(path: string): number {
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  return openSync(path, size > LOG_BYTES ? 'w' : 'a', 0o600);
}

/** The setting is a list with commas. */
function quoted(folder: string): string {
  return `"${folder.replaceAll('"', '""')}"`;
}
