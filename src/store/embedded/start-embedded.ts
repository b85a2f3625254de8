import { realpathSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import postgres from 'postgres';
import { assert } from '../../base/assert.ts';
import { pause, systemClock, withDeadline } from '../../base/clock.ts';
import type { Log } from '../../base/log.ts';
import { type Binaries, embeddedBinaries } from './binaries.ts';
import { ensureCluster } from './cluster.ts';
import { openDataFolder } from './data-folder.ts';
import { startKeeper } from './keeper.ts';
import { launchServer, serverLog, type Settings } from './launch-server.ts';
import { type Postmaster, runningPostmaster } from './postmaster-file.ts';
import { type ServerAccount, serverAccount } from './server-account.ts';
import { forgetSocketFolder, socketRecord } from './socket-folder.ts';
import { stopServer } from './stop-server.ts';
import { closeUsers, newUser, openUsers, register, unregister, usersFolder } from './users.ts';

/** Milliseconds for a start: replaying the log after a power cut can take most of it. */
const START_MS = 60_000;
/** Milliseconds after which a server that was being stopped, and still runs, is taken over. */
const CLOSING_MS = 20_000;
/** Milliseconds between two looks. */
const LOOK_MS = 20;
/** Starts that may end at once before that is reported; one more process starting costs one of them. */
const LAUNCHES = 5;
/** Milliseconds, growing by as many, before the next of them: what is left of a killed server takes a moment to end. */
const LAUNCH_AGAIN_MS = 200;
/** Milliseconds for the first answer of a server that says it is ready. */
const ANSWER_MS = 10_000;

export type EmbeddedOptions = {
  dataDir: string;
  log: Log;
  /** Server settings that replace those of launch-server.ts; an adopted server keeps its own. */
  settings?: Settings;
};

export type EmbeddedPostgres = {
  /** The host to connect to: a folder that only this account can enter. */
  socketDir: string;
  port: number;
  user: 'postgres';
  dataDirectory: string;
  /** The postmaster's process id. */
  pid: number;
  /** Stops the server, unless another live process uses it too. Returns when its processes have ended. */
  stop(): Promise<void>;
};

type Place = {
  dataDir: string;
  cluster: string;
  binaries: Binaries;
  account: ServerAccount;
  users: string;
  user: string;
};

/**
 * The PostgreSQL of `dataDir`: made if there is none, adopted if one runs, else started. Two processes that start at
 * the same time share one server. A killed process leaves its server for a few seconds, then its keeper stops it.
 * @throws Refusal where this machine or this folder does not allow it, in words for the person who started.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const { log } = options;
  const dataDir = resolve(options.dataDir);
  openDataFolder(dataDir);
  const binaries = embeddedBinaries();
  const account = serverAccount(dataDir, binaries.postgres);
  const cluster = await ensureCluster(dataDir, binaries, account);
  const place = {
    dataDir,
    cluster,
    binaries,
    account,
    users: usersFolder(dataDir),
    user: newUser(),
  };
  const keeper = startKeeper({ ...place, socketRecord: socketRecord(dataDir) });
  const stop = once(async () => {
    await leave(place, log);
    keeper.dismiss();
  });
  try {
    const server = await findOrLaunch(place, options.settings ?? {}, log);
    await assertDataDirectory(server, cluster);
    log.info('postgres_ready', { pid: server.pid });
    const { port, socketDir, pid } = server;
    return { socketDir, port, user: 'postgres', dataDirectory: cluster, pid, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Registers first and looks then, so that whoever stops a server at this moment sees that it is wanted. */
async function findOrLaunch(place: Place, settings: Settings, log: Log): Promise<Postmaster> {
  const began = systemClock.monotonicMs();
  const { users, user, cluster } = place;
  for (let launches = 0; systemClock.monotonicMs() - began < START_MS; await pause(LOOK_MS)) {
    const registered = register(users, user);
    const running = runningPostmaster(cluster);
    const closing = running !== undefined && systemClock.monotonicMs() - began < CLOSING_MS;
    if (!registered) {
      if (!closing) openUsers(users, place.account);
    } else if (running?.status === 'ready') {
      return running;
    } else if (running === undefined) {
      const { postgres: program } = place.binaries;
      const launched = await launchServer({ ...place, postgres: program }, settings, log);
      if (launched) continue;
      if (++launches === LAUNCHES) break;
      await pause(LAUNCH_AGAIN_MS * launches);
    }
  }
  throw new Error(`PostgreSQL did not start. Its own words are in ${serverLog(place.dataDir)}`);
}

/** A socket can lead to another server than the one meant; nothing is written before this was asked. */
async function assertDataDirectory(server: Postmaster, cluster: string): Promise<void> {
  const { socketDir: host, port } = server;
  const sql = postgres({ host, port, user: 'postgres', database: 'postgres', max: 1 });
  try {
    const asked = sql<{ data_directory: string }[]>`show data_directory`;
    const [row] = await withDeadline(asked, ANSWER_MS, 'show data_directory');
    const shown = row?.data_directory ?? '';
    assert(realpathSync(shown) === realpathSync(cluster), 'the server is that of another folder');
  } finally {
    await sql.end({ timeout: 0 });
  }
}

/** Looks first and closes then: a server that starts after the closing belongs to somebody else. */
async function leave(place: Place, log: Log): Promise<void> {
  const running = runningPostmaster(place.cluster);
  unregister(place.users, place.user);
  if (!closeUsers(place.users)) return log.info('postgres_left_to_others');
  if (running === undefined) return;
  forgetSocketFolder(place.dataDir);
  await stopServer(place.cluster, running.pid, log);
  rmSync(running.socketDir, { recursive: true, force: true });
}

function once(work: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined;
  return () => (done ??= work());
}
