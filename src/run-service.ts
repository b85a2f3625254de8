import type { ServerType } from '@hono/node-server';
import type { MovableClock } from './base/clock.ts';
import type { Log } from './base/log.ts';
import { Refusal } from './base/refusal.ts';
import type { Config } from './config.ts';
import { DEMO_ACCOUNT, startDemo } from './demo.ts';
import type { ServiceSecrets } from './demo-secrets.ts';
import type { Programme } from './flow/programme.ts';
import type { Simulator } from './gateway/simulator/start-simulator.ts';
import { greeting } from './greeting.ts';
import { createApp, listenHttp, nextFreePort } from './http.ts';
import { startService } from './service.ts';
import { startEmbedded, type EmbeddedPostgres } from './store/embedded/start-embedded.ts';
import type { Target } from './store/read-target.ts';
import { saveClockOffset } from './store/sending-state.ts';

const LOOPBACK = '127.0.0.1';
const DATABASE = 'postgres';

export type RunParts = {
  config: Config;
  secrets: ServiceSecrets;
  clock: MovableClock;
  log: Log;
  stopping: AbortSignal;
};

export type Running = {
  greeting: string;
  drain(): Promise<void>;
  cut(): Promise<void>;
};

/** Database, service, HTTP and, in the demo, the stand-in: everything that one process runs. */
export async function runService(parts: RunParts): Promise<Running> {
  const { config, clock, log, secrets } = parts;
  const embedded =
    config.DATABASE_URL === undefined
      ? await startEmbedded({ dataDir: config.DATA_DIR, log })
      : undefined;
  try {
    return await runOn(parts, embedded);
  } catch (error) {
    await embedded?.stop();
    throw error;
  }

  async function runOn(_: RunParts, server: EmbeddedPostgres | undefined): Promise<Running> {
    let simulator: Simulator | undefined;
    let address: { base: string; secret: string } | undefined;
    const service = await startService({
      config,
      secrets,
      clock,
      log,
      target: targetOf(config, server),
      async gatewayAddress(programme: Programme) {
        if (!config.demo) return liveAddress(config);
        simulator = await openDemo(programme);
        return simulator.url;
      },
    });
    const hostname = config.HOST ?? (config.demo ? LOOPBACK : '0.0.0.0');
    assertDemoIsLocal(config, hostname);
    const app = createApp({
      service,
      secrets: secrets.webhook,
      log,
      now: clock.now,
      page: simulator?.url,
    });
    const http = await listenOrSay(
      () => listenHttp(app, hostname, config.PORT),
      config.PORT,
      hostname,
    );
    address = { base: `http://${LOOPBACK}:${http.port}`, secret: secrets.webhook[0] ?? '' };
    service.wake();
    log.info('ready', { port: http.port, mode: config.MODE });
    return {
      greeting: greeting({
        config,
        port: http.port,
        page: simulator?.url,
        programme: service.setting.programme,
      }),
      async drain() {
        await closeServer(http.server);
        await service.drain();
        await simulator?.close();
        await service.close();
        await server?.stop();
      },
      async cut() {
        service.cut();
        await server?.stop();
      },
    };

    async function openDemo(programme: Programme): Promise<Simulator> {
      const start = (port: number) =>
        startDemo({ programme, port, clock, log, callbacks: () => address, moved });
      const wanted = (await nextFreePort(config.PORT, LOOPBACK)) ?? 0;
      return start(config.PORT === 0 ? 0 : wanted);
    }

    async function moved(offsetMs: number): Promise<void> {
      await service.pools.web.run((db) => saveClockOffset(db, offsetMs));
      service.wake();
    }
  }
}

function targetOf(config: Config, server: EmbeddedPostgres | undefined): Target {
  if (server === undefined) return { url: config.DATABASE_URL ?? '' };
  const { socketDir, port, user } = server;
  return { socketDir, port, user, database: DATABASE };
}

function liveAddress({ AT_BASE_URL, AT_USERNAME }: Config): string {
  if (AT_BASE_URL !== undefined) return AT_BASE_URL;
  const host = AT_USERNAME.toLowerCase() === DEMO_ACCOUNT.username ? 'api.sandbox' : 'api';
  return `https://${host}.africastalking.com`;
}

/** The stand-in's phones can text as anybody: they are never reachable from another machine. */
function assertDemoIsLocal(config: Config, hostname: string): void {
  if (!config.demo || hostname === LOOPBACK) return;
  throw new Refusal(
    'invalid',
    `HOST=${hostname}: without AT_API_KEY the service listens on ${LOOPBACK} only. Leave HOST out, or set AT_API_KEY.`,
  );
}

async function listenOrSay<T>(
  listen: () => Promise<T>,
  port: number,
  hostname: string,
): Promise<T> {
  try {
    return await listen();
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error;
    const free = await nextFreePort(port, hostname);
    const hint =
      free === undefined ? 'Choose another PORT.' : `Port ${free} is free: PORT=${free} npm start`;
    throw new Refusal(
      'conflict',
      `Port ${port} is taken, perhaps by a Mazano that runs already. ${hint}`,
    );
  }
}

/** Takes no new connections, lets requests under way end, drops idle ones. */
function closeServer(server: ServerType): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    if ('closeIdleConnections' in server) server.closeIdleConnections();
  });
}
