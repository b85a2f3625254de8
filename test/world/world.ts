import { randomBytes } from 'node:crypto';
import { inspect } from 'node:util';
import { onTestFinished } from 'vitest';
import type { MovableClock } from '../../src/base/clock.ts';
import { pause } from '../../src/base/clock.ts';
import { createLog } from '../../src/base/log.ts';
import { KEY_BYTES } from '../../src/base/seal.ts';
import { readConfig } from '../../src/config.ts';
import type { ServiceSecrets } from '../../src/demo-secrets.ts';
import { DEMO_ACCOUNT } from '../../src/demo.ts';
import type { Phone } from '../../src/gateway/simulator/phone.ts';
import { startSimulator, type Simulator } from '../../src/gateway/simulator/start-simulator.ts';
import { createApp, listenHttp } from '../../src/http.ts';
import { startService, type Service } from '../../src/service.ts';
import { makeDatabase, type TestDatabase } from './database.ts';
import { nextDue, unsettled } from './settle.ts';

/** Monday noon in Nairobi: within contact hours, with days before the weekend. */
const MONDAY_NOON = new Date('2026-11-23T09:00:00Z');
/** Longest wait for the service to come to rest, in milliseconds: a busy machine's, not the service's. */
const REST_MS = 30_000;
const LOOK_MS = 10;
const LOOKS_TO_ASK = 4;
const HOUR_MS = 3_600_000;

export type WorldOptions = {
  programme?: string;
  flowsFolder?: string;
  slots?: number;
  start?: Date;
  /** Runs before the service starts, as the owner of the schema: a constraint or a mutant of a function. */
  prepare?: (database: TestDatabase) => Promise<void>;
  /** Keys of the test's own; else fresh ones. */
  secrets?: ServiceSecrets;
};

type Span = { hours?: number; minutes?: number; seconds?: number };

/** A phone of the stand-in. Every act waits until the service has come to rest. */
export type WorldPhone = {
  readonly number: string;
  texts(text: string): Promise<void>;
  /** Dials the service code, or with a suffix behind it; resolves with the screen. */
  dials(suffix?: string): Promise<string>;
  replies(text: string): Promise<string>;
  /** The session ends without a word to the service. */
  drops(): void;
  /** What arrived, oldest first. */
  heard(): string[];
  lastHeard(): string;
  readonly raw: Phone;
};

export type World = Awaited<ReturnType<typeof openWorld>>;

/** A whole service with its stand-in gateway and its own database, closed when the test ends. */
export async function world(options: WorldOptions = {}): Promise<World> {
  const made = await openWorld(options);
  onTestFinished(() => made.close());
  return made;
}

/** The same; the caller closes it. */
export async function openWorld(options: WorldOptions = {}) {
  const database = await makeDatabase();
  await options.prepare?.(database);
  const clock = worldClock(options.start ?? MONDAY_NOON);
  const secrets = options.secrets ?? freshSecrets();
  const lines: string[] = [];
  const log = createLog((line) => void lines.push(line), clock.now);
  const programme = options.programme ?? 'demo-kenya';
  const config = readConfig({
    PORT: '0',
    PROGRAMME: programme,
    FLOWS_DIR: options.flowsFolder ?? 'test/flows',
    SEND_SLOTS: String(options.slots ?? 4),
  });
  let callbacks: { base: string; secret: string } | undefined;
  const standIn = await startSimulator({
    ...DEMO_ACCOUNT,
    shortCode: '22340',
    serviceCode: '*384*4040#',
    clock,
    callbacks: () => callbacks,
    timing: { repeatFirstMs: 20, repeatLongestMs: 200, repeatForMs: 25_000, reportGapMs: 0 },
    log: createLog(() => undefined, clock.now),
  });
  const start = (keys = secrets) =>
    startService({
      config,
      secrets: keys,
      clock,
      log,
      target: database.target,
      gatewayAddress: async () => standIn.url,
    });
  const service = await start();
  const services: Service[] = [service];
  const app = createApp({ service, secrets: secrets.webhook, log, now: clock.now });
  const http = await listenHttp(app, '127.0.0.1', 0);
  callbacks = { base: `http://127.0.0.1:${http.port}`, secret: secrets.webhook[0] ?? '' };
  const wake = () => services.forEach((each) => each.wake());

  /** Waits until nothing is due, queued for now, on its way or half stopped. @throws Error that says what is not */
  const settle = async (): Promise<void> => {
    const byMs = performance.now() + REST_MS;
    for (let looks = 1; ; looks += 1) {
      const left = await unsettled(database.pool, clock.now);
      if (left === undefined) return;
      // One thing that was due makes another, which would be looked for within a second.
      if (looks % LOOKS_TO_ASK === 0) services.forEach((each) => each.asked());
      if (performance.now() > byMs) throw new Error(`the world does not rest: ${inspect(left)}`);
      await pause(LOOK_MS);
    }
  };
  const jump = async (span: Span): Promise<void> => {
    clock.moveMs(spanMs(span));
    wake();
    await settle();
  };
  const advance = async (span: Span): Promise<void> => {
    await settle();
    const target = clock.now().getTime() + spanMs(span);
    for (;;) {
      const due = await nextDue(database.pool, clock.now());
      if (due === undefined || due.getTime() > target) break;
      await jump({ seconds: (due.getTime() - clock.now().getTime()) / 1_000 });
    }
    await jump({ seconds: Math.max(0, target - clock.now().getTime()) / 1_000 });
  };
  const phoneOf = (number: string): WorldPhone => worldPhone(standIn, number, settle);
  wake();
  await settle();
  return {
    phone: phoneOf('+254711000111'),
    phoneOf,
    clock: { now: clock.now, advance, jump, settle },
    standIn,
    service,
    secrets,
    /** As the owner of the schema. */
    db: database.pool,
    database,
    /** Every line that the service logged. */
    lines,
    callbacks,
    /** A second process on the same database, without an address of its own. */
    async replica(keys = secrets): Promise<Service> {
      const second = await start(keys);
      services.push(second);
      return second;
    },
    /** Does something in a process that knows nothing but the database, and ends that process. */
    async inNewProcess(act: (made: Service) => Promise<unknown>): Promise<void> {
      const made = await start();
      await act(made);
      await settle();
      await made.drain();
      await made.close();
    },
    async close() {
      for (const each of services) await each.drain();
      await standIn.close();
      const closed = new Promise((resolve) => http.server.close(resolve));
      if ('closeAllConnections' in http.server) http.server.closeAllConnections();
      await closed;
      for (const each of services) await each.close();
      await database.drop();
    },
  };
}

function worldPhone(standIn: Simulator, number: string, settle: () => Promise<void>): WorldPhone {
  const raw = standIn.phone(number);
  const heard = () => raw.inbox.map(({ text }) => text);
  return {
    number,
    raw,
    async texts(text) {
      const receipt = await raw.texts(text);
      if (!receipt.taken) throw new Error('the service did not take the text');
      await settle();
    },
    async dials(suffix) {
      const { text } = await raw.dials(suffix);
      await settle();
      return text;
    },
    async replies(reply) {
      const { text } = await raw.replies(reply);
      await settle();
      return text;
    },
    drops: () => raw.cancels(),
    heard,
    lastHeard: () => heard().at(-1) ?? '',
  };
}

/** Both of its times move together, so that a pause kept by the monotonic one is over as well. */
function worldClock(start: Date): MovableClock {
  const bornMs = performance.now();
  let offsetMs = 0;
  return {
    now: () => new Date(start.getTime() + performance.now() - bornMs + offsetMs),
    monotonicMs: () => performance.now() + offsetMs,
    moveMs: (ms) => void (offsetMs += ms),
    offsetMs: () => offsetMs,
  };
}

function spanMs({ hours = 0, minutes = 0, seconds = 0 }: Span): number {
  return hours * HOUR_MS + minutes * 60_000 + seconds * 1_000;
}

export function freshSecrets(): ServiceSecrets {
  const key = () => randomBytes(KEY_BYTES);
  return {
    wrap: key(),
    index: key(),
    suppress: key(),
    audit: key(),
    webhook: [randomBytes(KEY_BYTES).toString('base64url')],
  };
}
