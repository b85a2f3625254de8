import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pause } from '../../src/base/clock.ts';
import { createLog } from '../../src/base/log.ts';
import { type Simulator, startSimulator } from '../../src/gateway/simulator/start-simulator.ts';
import type { Pool, Target } from '../../src/store/connect.ts';
import { readSending } from '../../src/store/sending-state.ts';
import {
  type RunningService,
  type ServiceOrder,
  startRunningService,
  WORLD_ACCOUNT,
  WORLD_SECRETS,
} from './running-service.ts';
import { WORLD_CODES, worldFlows } from './world-flows.ts';

/** A stand-in that judges, services in processes of their own, and the flows they read. */
export type RaceWorld = {
  standIn: Simulator;
  services: RunningService[];
  start(order?: Partial<ServiceOrder>): Promise<RunningService>;
  /** Texts go to these services only; to all that run when undefined. */
  callTo(services: readonly RunningService[] | undefined): void;
  /** Waits until sending is open: what came in before the start has been fetched. */
  opened(pool: Pool): Promise<void>;
  /** Waits until every STOP is *stopped* and nothing is being sent or due. @throws Error when that takes too long */
  settled(pool: Pool, limitMs: number): Promise<void>;
  close(): Promise<void>;
};

export type RaceOptions = {
  database: Target;
  seed: number;
  /** Milliseconds before the gateway comes again with a text that was not taken. */
  repeatMs?: number;
};

/** No delay of the service's own between sends. */
const UNHURRIED = 1_000;
const LOOK_MS = 25;
/** Milliseconds, on a machine that does other work too: they judge nothing. */
const OPEN_MS = 60_000;

export async function raceWorld(options: RaceOptions): Promise<RaceWorld> {
  const { database, seed, repeatMs = 100 } = options;
  const flows = worldFlows();
  const file = join(flows.folder, 'programmes', 'world.yaml');
  const programme = readFileSync(file, 'utf8').replace(
    /^messages_a_second: .*$/mu,
    `messages_a_second: ${UNHURRIED}`,
  );
  writeFileSync(file, programme);
  const services: RunningService[] = [];
  let called: readonly RunningService[] | undefined;
  let turn = 0;
  const standIn = await startSimulator({
    ...WORLD_ACCOUNT,
    ...WORLD_CODES,
    seed,
    phones: [],
    // The judge's times are compared with the database's, so both are the machine's wall clock.
    clock: { now: () => new Date(), monotonicMs: () => Date.now() },
    callbacks() {
      const open = (called ?? services).filter((each) => each.isRunning());
      turn += 1;
      const one = open[turn % Math.max(1, open.length)];
      return one && { base: one.base, secret: WORLD_SECRETS.webhook[0] ?? '' };
    },
    timing: { repeatFirstMs: repeatMs, repeatLongestMs: repeatMs },
    log: createLog(
      () => undefined,
      () => new Date(),
    ),
  });
  standIn.faults.set({ deliveries: [{ reports: [] }] });
  return {
    standIn,
    services,
    async start(order = {}) {
      const gateway = standIn.url;
      const service = await startRunningService({
        database,
        gateway,
        flows: flows.folder,
        ...order,
      });
      services.push(service);
      return service;
    },
    callTo: (only) => void (called = only),
    opened,
    settled,
    async close() {
      for (const { process } of services) process.kill('SIGCONT');
      await Promise.all(services.map((each) => each.terminate()));
      await standIn.close();
      flows.remove();
    },
  };
}

async function opened(pool: Pool): Promise<void> {
  const byMs = performance.now() + OPEN_MS;
  while ((await pool.run(readSending)).heardAt === null) {
    if (performance.now() > byMs) throw new Error('sending never opened');
    await pause(LOOK_MS);
  }
}

async function settled(pool: Pool, limitMs: number): Promise<void> {
  const byMs = performance.now() + limitMs;
  for (;;) {
    const [left] = await pool.run(
      (db) => db<{ stops: number; messages: number }[]>`
        select (select count(*)::int from stop_request where stopped_at is null) as stops,
          (select count(*)::int from message where state in ('queued', 'sending')) as messages`,
    );
    if (left?.stops === 0 && left.messages === 0) return;
    if (performance.now() > byMs) throw new Error(`not settled: ${JSON.stringify(left)}`);
    await pause(LOOK_MS);
  }
}
