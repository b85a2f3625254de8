import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createLog } from '../../src/base/log.ts';
import { openPool, type Target } from '../../src/store/connect.ts';
import { embeddedBinaries } from '../../src/store/embedded/binaries.ts';
import { serverAccount } from '../../src/store/embedded/server-account.ts';
import { startEmbedded } from '../../src/store/embedded/start-embedded.ts';
import { ownerLimits } from './database.ts';

/** How a server goes down: `fast` cuts its sessions and closes in order, `immediate` just goes and recovers at its next start. */
export type StopMode = 'fast' | 'immediate';
/** A PostgreSQL of this test's own. */
export type RestartableServer = {
  target: Target;
  stop(mode: StopMode): Promise<void>;
  start(): Promise<void>;
  /** Stops every process of the server where it is: nothing answers, nothing closes. */
  freeze(): Promise<void>;
  thaw(): void;
  remove(): Promise<void>;
};

export async function startServer(): Promise<RestartableServer> {
  const dataDir = mkdtempSync(join(tmpdir(), 'mazano-test-'));
  const log = createLog(
    () => undefined,
    () => new Date(),
  );
  const server = await startEmbedded({ dataDir, log });
  const { postgres } = embeddedBinaries();
  const account = serverAccount(dataDir, postgres);
  const control = (...args: string[]) => {
    const program = join(dirname(postgres), 'pg_ctl');
    const [command, all] = account.command(program, [
      ...args,
      '-D',
      server.dataDirectory,
      '-s',
      '-w',
    ]);
    return new Promise<void>((resolve, reject) => {
      execFile(command, all, { cwd: '/' }).once('exit', (code) =>
        code === 0 ? resolve() : reject(new Error(`pg_ctl ${args.join(' ')}: ${code}`)),
      );
    });
  };
  const options = `-c listen_addresses= -c unix_socket_permissions=0700 -c unix_socket_directories=${server.socketDir}`;
  const frozen: number[] = [];
  const thaw = () => frozen.splice(0).forEach((pid) => signals(pid, 'SIGCONT'));
  const { socketDir, port, user } = server;
  const target = { socketDir, port, user, database: 'postgres' };
  return {
    target,
    stop: (mode) => control('stop', '-m', mode),
    start: () =>
      control('start', '-l', join(dataDir, 'restarts.log'), '-o', `-p ${server.port} ${options}`),
    async freeze() {
      const postmaster = postmasterOf(server.dataDirectory);
      const owner = openPool(target, ownerLimits('freezer'));
      await owner.run((db) => db`select 1`);
      frozen.push(postmaster);
      process.kill(postmaster, 'SIGSTOP');
      // From here on there are no new ones.
      const rows = await owner.run((db) => db<{ pid: number }[]>`select pid from pg_stat_activity`);
      await owner.close();
      for (const { pid } of rows) if (signals(pid, 'SIGSTOP')) frozen.push(pid);
    },
    thaw,
    async remove() {
      thaw();
      await server.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

function postmasterOf(dataDirectory: string): number {
  return Number(readFileSync(join(dataDirectory, 'postmaster.pid'), 'utf8').split('\n')[0]);
}

/** False for one that has just ended. */
function signals(pid: number, signal: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, signal);
  } catch {
    return false;
  }
}
