import type { ServerType } from '@hono/node-server';
import { pause, type MovableClock } from './base/clock.ts';
import type { Log } from './base/log.ts';
import { Refusal } from './base/refusal.ts';
import type { Config } from './config.ts';
import { startConsole } from './console-parts.ts';
import { DEMO_ACCOUNT, demoPhones, startDemo, startInHours } from './demo.ts';
import { demoRoles, staffDemo } from './demo-work.ts';
import type { ServiceSecrets } from './demo-secrets.ts';
import type { Simulator } from './gateway/simulator/start-simulator.ts';
import { greeting } from './greeting.ts';
import { createApp, isFreePort, listenHttp, nextFreePort } from './http.ts';
import { type Service, startService, type ServiceParts } from './service.ts';
import { openOwner } from './open-pools.ts';
import { startEmbedded } from './store/embedded/start-embedded.ts';
import type { Target } from './store/read-target.ts';
import { readSending, saveClockOffset } from './store/sending-state.ts';
import { targetOf } from './target.ts';

const LOOPBACK = '127.0.0.1';
/** While the server closes, idle connections are looked for so often, in milliseconds: an end takes one look more. */
const IDLE_LOOK_MS = 20;

export type RunParts = {
  config: Config;
  secrets: ServiceSecrets;
  clock: MovableClock;
  log: Log;
};

export type Running = {
  greeting: string;
  /** Takes nothing new and lets what is on its way end. */
  drain(): Promise<void>;
  /** For when that takes too long. */
  cut(): Promise<void>;
};

/** Database, service, HTTP and, in the demo, the stand-in: everything that one process runs. */
export async function runService(parts: RunParts): Promise<Running> {
  const { config, log } = parts;
  const hostname = hostOf(config);
  if (config.PORT !== 0 && !(await isFreePort(config.PORT, hostname)))
    throw await portTaken(config.PORT, hostname);
  if (config.DATABASE_URL !== undefined) return runOn(parts, targetOf(config, undefined));
  const server = await startEmbedded({ dataDir: config.DATA_DIR, log });
  try {
    const running = await runOn(parts, targetOf(config, server));
    const thenStop = (end: () => Promise<void>) => async () => {
      await end();
      await server.stop();
    };
    return { ...running, drain: thenStop(running.drain), cut: thenStop(running.cut) };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

async function runOn({ config, secrets, clock, log }: RunParts, target: Target): Promise<Running> {
  const hostname = hostOf(config);
  let simulator: Simulator | undefined;
  let address: { base: string; secret: string } | undefined;
  const moved = async (offsetMs: number) => {
    await service.pools.web.run((db) => saveClockOffset(db, offsetMs));
    service.wake();
  };
  // The page of phones may look before the service is there, and while it ends.
  const held = () => (address === undefined ? Promise.resolve('open' as const) : heldNow(service));
  const gatewayAddress: ServiceParts['gatewayAddress'] = async ({ programme, unreviewed }) => {
    if (!config.demo) return liveAddress(config);
    const port = config.PORT === 0 ? 0 : ((await nextFreePort(config.PORT, LOOPBACK)) ?? 0);
    const callbacks = () => address;
    const drafts = [...new Set(unreviewed.map(({ language }) => language))];
    simulator = await startDemo({ programme, drafts, port, clock, log, callbacks, moved, held });
    return simulator.url;
  };
  const service = await startService({ config, secrets, clock, log, target, gatewayAddress });
  if (config.demo) {
    const owner = openOwner(target);
    const parts = { setting: service.setting, pool: owner };
    await startInHours(owner, { programme: service.setting.programme, clock });
    await staffDemo(parts, demoRoles(demoPhones(service.setting.programme)));
    await owner.close();
  }
  const { webhook } = secrets;
  const page = simulator?.url;
  const console =
    config.MODE === 'worker' ? undefined : startConsole(service, { config, phonesPage: page });
  const app = createApp({ service, secrets: webhook, log, now: clock.now, page, console });
  const { server, port } = await listenOrSay(app, hostname, config.PORT);
  address = { base: `http://${LOOPBACK}:${port}`, secret: webhook[0] ?? '' };
  service.wake();
  log.info('ready', { port, mode: config.MODE });
  return {
    greeting: greeting({ config, port, page, ...service.setting }),
    async drain() {
      await closeServer(server);
      await service.drain();
      await simulator?.close();
      await service.close();
    },
    cut: () => Promise.resolve(service.cut()),
  };
}

/** What somebody of the staff has pressed. While the database is away nothing is known, and nothing is said. */
async function heldNow({ pools }: Service): Promise<'open' | 'quiet' | 'paused'> {
  try {
    const { paused, quiet } = await pools.web.run(readSending);
    if (paused) return 'paused';
    return quiet ? 'quiet' : 'open';
  } catch {
    return 'open';
  }
}

function liveAddress({ AT_BASE_URL, AT_USERNAME }: Config): string {
  if (AT_BASE_URL !== undefined) return AT_BASE_URL;
  const host = AT_USERNAME.toLowerCase() === DEMO_ACCOUNT.username ? 'api.sandbox' : 'api';
  return `https://${host}.africastalking.com`;
}

/** The stand-in's phones can text as anybody: they are never reachable from another machine. */
function hostOf({ HOST, demo }: Config): string {
  if (!demo) return HOST ?? '0.0.0.0';
  if (HOST === undefined || HOST === LOOPBACK) return LOOPBACK;
  throw new Refusal(
    'invalid',
    `HOST=${HOST}: without AT_API_KEY the service listens on ${LOOPBACK} only. Leave HOST out, or set AT_API_KEY.`,
  );
}

async function listenOrSay(app: ReturnType<typeof createApp>, hostname: string, port: number) {
  try {
    return await listenHttp(app, hostname, port);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'EADDRINUSE') throw await portTaken(port, hostname);
    if (code === 'EACCES')
      throw new Refusal(
        'invalid',
        `PORT=${port} is not open to this account. Write one of 1024 or more, and let a proxy listen on ${port}.`,
      );
    if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
      throw new Refusal(
        'invalid',
        `HOST=${hostname} is no address of this machine. Write 127.0.0.1, or 0.0.0.0 for all of them.`,
      );
    throw error;
  }
}

async function portTaken(port: number, hostname: string): Promise<Refusal> {
  const free = await nextFreePort(port, hostname);
  const hint =
    free === undefined ? 'Choose another PORT.' : `Port ${free} is free: PORT=${free} npm start`;
  const words = `Port ${port} is taken, perhaps by a Mazano that runs already. ${hint}`;
  return new Refusal('conflict', words);
}

/**
 * Takes no new connections and lets requests under way end. A gateway keeps its connections open and goes on using
 * them: each is closed behind the answer it waits for, or as soon as it waits for none.
 */
async function closeServer(server: ServerType): Promise<void> {
  const closed = new AbortController();
  server.close(() => closed.abort());
  if (!('closeIdleConnections' in server)) return;
  server.prependListener('request', (_, response) => response.setHeader('connection', 'close'));
  while (!closed.signal.aborted) {
    server.closeIdleConnections();
    await pause(IDLE_LOOK_MS, closed.signal);
  }
}
