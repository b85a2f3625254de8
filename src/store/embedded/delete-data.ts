import { existsSync, readdirSync, realpathSync, rmdirSync, rmSync } from 'node:fs';
import { join, sep } from 'node:path';
import type { Log } from '../../base/log.ts';
import { Refusal } from '../../base/refusal.ts';
import { CLUSTER } from './cluster.ts';
import { isDataFolder } from './data-folder.ts';
import { runningPostmaster } from './postmaster-file.ts';
import { forgetSocketFolder } from './socket-folder.ts';
import { stopServer } from './stop-server.ts';
import { closeUsers, hasLiveUsers, usersFolder } from './users.ts';

/**
 * Looks without changing anything.
 * @throws Refusal when the folder is not one that this software made, or while a service uses it.
 */
export function assertDeletable(dataDir: string): void {
  const isAboveUs = `${process.cwd()}${sep}`.startsWith(`${realpathSync(dataDir)}${sep}`);
  if (isAboveUs || !isDataFolder(dataDir)) {
    throw new Refusal(
      'forbidden',
      `${dataDir} does not look like a folder that Mazano made, so nothing was deleted.`,
    );
  }
  if (hasLiveUsers(usersFolder(dataDir))) throw inUse(dataDir);
}

/** Stops the server that a killed service left, and deletes the folder with all that is in it. */
export async function deleteData(dataDir: string, log: Log): Promise<void> {
  assertDeletable(dataDir);
  const cluster = join(dataDir, CLUSTER);
  const left = runningPostmaster(cluster);
  if (!closeUsers(usersFolder(dataDir))) throw inUse(dataDir);
  if (left !== undefined) {
    forgetSocketFolder(dataDir);
    await stopServer(cluster, left.pid, log);
    if (runningPostmaster(cluster) !== undefined) throw inUse(dataDir);
    rmSync(left.socketDir, { recursive: true, force: true });
  }
  for (const name of readdirSync(dataDir)) rmSync(join(dataDir, name), { recursive: true });
  removeEmpty(dataDir);
}

/** The folder itself stays where it is a volume. */
function removeEmpty(dataDir: string): void {
  try {
    rmdirSync(dataDir);
  } catch (error) {
    if (!existsSync(dataDir) || readdirSync(dataDir).length > 0) throw error;
  }
}

function inUse(dataDir: string): Refusal {
  return new Refusal(
    'conflict',
    `A running Mazano uses ${dataDir}. Stop it first (Ctrl-C), then reset.`,
  );
}
