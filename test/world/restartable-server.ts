import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createLog } from '../../src/base/log.ts';
import type { Target } from '../../src/store/connect.ts';
import { embeddedBinaries } from '../../src/store/embedded/binaries.ts';
import { serverAccount } from '../../src/store/embedded/server-account.ts';
import { startEmbedded } from '../../src/store/embedded/start-embedded.ts';

/** How a server goes down: `fast` cuts its sessions and closes in order, `immediate` just goes and recovers at its next start. */
export type StopMode = 'fast' | 'immediate';
/** A PostgreSQL of this test's own. */
export type RestartableServer = {
  target: Target;
  stop(mode: StopMode): Promise<void>;
  start(): Promise<void>;
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
  return {
    target: {
      socketDir: server.socketDir,
      port: server.port,
      user: server.user,
      database: 'postgres',
    },
    stop: (mode) => control('stop', '-m', mode),
    start: () =>
      control('start', '-l', join(dataDir, 'restarts.log'), '-o', `-p ${server.port} ${options}`),
    async remove() {
      await server.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
