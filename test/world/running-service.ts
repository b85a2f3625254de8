import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { withDeadline } from '../../src/base/clock.ts';
import { KEY_BYTES } from '../../src/base/seal.ts';
import type { Target } from '../../src/store/connect.ts';
import { readTarget } from '../../src/store/read-target.ts';

/** The keys and the webhook secret of every service of these tests, so that a test can read what they sealed. */
const key = (letter: string) => Buffer.alloc(KEY_BYTES, letter);
export const WORLD_SECRETS = {
  wrap: key('w'),
  index: key('i'),
  suppress: key('s'),
  audit: key('a'),
  webhook: ['the-secret-of-the-tests-of-the-world'],
};
export const WORLD_ACCOUNT = { username: 'world', apiKey: 'key-of-the-world' };

/** Milliseconds that a start may take on a machine that does other work too: they judge nothing. */
const READY_MS = 120_000;

export type ServiceOrder = {
  database: Target;
  /** Where the stand-in is. Without one nothing listens there: right for `web`. */
  gateway?: string | undefined;
  mode?: 'all' | 'web' | 'worker';
  flows: string;
  slots?: number;
  /** A module of test/world/mutants, loaded before the service. */
  mutant?: string | undefined;
};

/** A service in a process of its own, started as an operator starts it. */
export type RunningService = {
  process: ChildProcess;
  base: string;
  /** Events logged so far: names and ids. */
  events: Logged[];
  ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  isRunning(): boolean;
  kill(): Promise<void>;
  /** TERM. Resolves with the exit code and how long the end took. */
  terminate(): Promise<{ code: number | null; ms: number }>;
};
export type Logged = Readonly<Record<string, unknown>> & { event?: unknown };

/** @throws Error with the service's own words when it ends before it is ready. */
export async function startRunningService(order: ServiceOrder): Promise<RunningService> {
  const { service, ready } = launchService(order);
  await ready;
  return service;
}

/** The process at once, for tests that do not wait until it is ready. */
export function launchService(order: ServiceOrder) {
  const child = spawn(process.execPath, [...loading(order.mutant), 'src/main.ts'], {
    env: { ...inherited(), ...settings(order) },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  return followService(child);
}

/** What a service of the tests gets from its surroundings: no settings, but what was compiled before, and the folder of the run. */
export function inherited(): Record<string, string | undefined> {
  const { PATH, NODE_COMPILE_CACHE, TMPDIR } = process.env;
  return { PATH, NODE_COMPILE_CACHE, ...(TMPDIR !== undefined && { TMPDIR }) };
}

/** Reads what a service that was spawned logs on its standard error. */
export function followService(child: ChildProcess, readyMs = READY_MS) {
  const events: Logged[] = [];
  const words: string[] = [];
  const { promise: port, resolve: listens, reject: endsEarly } = Promise.withResolvers<number>();
  if (child.stderr === null)
    throw new Error('a service of the tests is heard by its standard error');
  createInterface(child.stderr).on('line', (line) => {
    const logged = readLine(line);
    if (logged === undefined) return void words.push(line);
    events.push(logged);
    if (logged.event === 'ready') listens(Number(logged['port']));
  });
  const ended = once(child, 'exit').then(() => {
    endsEarly(new Error(`the service ended: ${words.join('\n')} ${JSON.stringify(events.at(-1))}`));
    return { code: child.exitCode, signal: child.signalCode };
  });
  const service: RunningService = {
    process: child,
    base: '',
    events,
    ended,
    isRunning: () => child.exitCode === null && child.signalCode === null,
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
    async terminate() {
      const began = performance.now();
      child.kill('SIGTERM');
      const { code } = await ended;
      return { code, ms: Math.round(performance.now() - began) };
    },
  };
  const ready = withDeadline(port, readyMs, 'the start').then((found) => {
    service.base = `http://127.0.0.1:${found}`;
    return service;
  });
  ready.catch(() => undefined);
  return { service, ready };
}

function readLine(line: string): Logged | undefined {
  try {
    const read: unknown = JSON.parse(line);
    return typeof read === 'object' && read !== null ? { ...read } : undefined;
  } catch {
    return undefined;
  }
}

function loading(mutant: string | undefined): string[] {
  return mutant === undefined
    ? []
    : ['--import', pathToFileURL(`test/world/mutants/${mutant}`).href];
}

function settings({ database, gateway, mode = 'all', flows, slots = 8 }: ServiceOrder) {
  const base64 = (bytes: Buffer) => bytes.toString('base64');
  return {
    PORT: '0',
    HOST: '127.0.0.1',
    DATABASE_URL: urlOf(database),
    MODE: mode,
    FLOWS_DIR: flows,
    PROGRAMME: 'world',
    AT_USERNAME: WORLD_ACCOUNT.username,
    AT_API_KEY: WORLD_ACCOUNT.apiKey,
    // Port 9 is the discard service's: nothing listens there.
    AT_BASE_URL: gateway ?? 'http://127.0.0.1:9',
    SEND_SLOTS: String(slots),
    WEBHOOK_SECRET: WORLD_SECRETS.webhook.join(','),
    KEY_WRAP: base64(WORLD_SECRETS.wrap),
    KEY_INDEX: base64(WORLD_SECRETS.index),
    KEY_SUPPRESS: base64(WORLD_SECRETS.suppress),
    KEY_AUDIT: base64(WORLD_SECRETS.audit),
  };
}

/** The target as a setting takes it. */
function urlOf(target: Target): string {
  if ('url' in target) return target.url;
  const { user, database } = readTarget(target);
  const place = `host=${encodeURIComponent(target.socketDir)}&port=${target.port}`;
  return `postgres://${user}@localhost/${database}?${place}`;
}
