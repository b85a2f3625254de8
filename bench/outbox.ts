import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pause, withDeadline } from '../src/base/clock.ts';
import { parsePhoneNumber, type PhoneNumber } from '../src/base/phone-number.ts';
import { createAfricasTalking } from '../src/gateway/africastalking/send.ts';
import { startSimulator, type Simulator } from '../src/gateway/simulator/start-simulator.ts';
import { startService, type Service } from '../src/service.ts';
import { startEmbedded } from '../src/store/embedded/start-embedded.ts';
import { liveConfig } from './live-config.ts';
import { percentile } from './median.ts';

/** Texts timed, one after another: half of what the programme may send a second, so that the rate holds none up. */
const TEXTS = 150;
const EVERY_MS = 100;
/** Milliseconds until the first text must be out: sending opens once missed messages were fetched. */
const OPEN_MS = 30_000;
/** Calls at once, and for how long in milliseconds, when the calls alone are counted. */
const CALLERS = 32;
const CALLS_MS = 3_000;

/** From the commit of an outbox row to its arrival at the stand-in, and calls a second through the SDK. */
export async function benchOutbox() {
  const folder = mkdtempSync(join(tmpdir(), 'mazano-bench-'));
  const { config, secrets, clock, log } = liveConfig(folder, 'all');
  const server = await startEmbedded({ dataDir: folder, log });
  const account = { username: config.AT_USERNAME, apiKey: config.AT_API_KEY ?? '' };
  const simulator = await startSimulator({
    ...account,
    shortCode: '22340',
    serviceCode: undefined,
    clock,
    callbacks: () => undefined,
    log,
  });
  try {
    const { socketDir, port, user } = server;
    const target = { socketDir, port, user, database: 'postgres' };
    const gatewayAddress = () => Promise.resolve(simulator.url);
    const service = await startService({ config, secrets, target, clock, log, gatewayAddress });
    const latencies = await timed(service, simulator);
    await service.drain();
    await service.close();
    return {
      bench: 'outbox',
      commit_to_arrival_ms: {
        p50: round(percentile(latencies, 0.5)),
        p95: round(percentile(latencies, 0.95)),
        most: round(latencies.at(-1) ?? NaN),
      },
      sdk_calls_a_second: await callsASecond(simulator, account),
      conditions: {
        texts: TEXTS,
        every_ms: EVERY_MS,
        callers: CALLERS,
        node: process.versions.node,
        shared: 'service, stand-in and SDK run in one process',
      },
    };
  } finally {
    await simulator.close();
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** HELP from a number never seen before; its answer is one text. Sorted milliseconds. */
async function timed(service: Service, simulator: Simulator): Promise<number[]> {
  const arrived = new Map<string, (atMs: number) => void>();
  simulator.subscribe((event) => {
    if (event.type === 'accepted') arrived.get(event.message.to)?.(performance.now());
  });
  const one = async (count: number): Promise<number> => {
    const from = number(count);
    const { promise, resolve } = Promise.withResolvers<number>();
    arrived.set(from, resolve);
    const providerId = `bench-${count}`;
    const sms = {
      provider: 'bench',
      providerId,
      from,
      to: '22340',
      text: 'HELP',
      sentAt: undefined,
    };
    if ((await service.receiver.sms(sms)) !== 'done') throw new Error('a text was not taken');
    const committed = performance.now();
    return (await withDeadline(promise, OPEN_MS, 'a text')) - committed;
  };
  service.wake();
  await one(0);
  const latencies: number[] = [];
  for (let count = 1; count <= TEXTS; count += 1) {
    latencies.push(Math.max(0, await one(count)));
    await pause(EVERY_MS);
  }
  return latencies.toSorted((a, b) => a - b);
}

async function callsASecond(
  simulator: Simulator,
  account: { username: string; apiKey: string },
): Promise<number> {
  const { send } = await createAfricasTalking({
    ...account,
    baseUrl: simulator.url,
    sender: '22340',
    now: () => new Date(),
  });
  const started = performance.now();
  let calls = 0;
  const call = async () => {
    while (performance.now() - started < CALLS_MS) {
      calls += 1;
      const { signal } = new AbortController();
      const sent = await send({ to: number(calls), text: 'Hello' }, signal);
      if (sent.kind !== 'accepted') throw new Error(`a call ended ${sent.kind}`);
    }
  };
  await Promise.all(Array.from({ length: CALLERS }, call));
  return Math.round(calls / ((performance.now() - started) / 1_000));
}

function number(count: number): PhoneNumber {
  const parsed = parsePhoneNumber(`+25471${String(count).padStart(7, '0')}`);
  if (parsed === undefined) throw new Error('the bench makes numbers');
  return parsed;
}

function round(ms: number): number {
  return Math.round(ms * 10) / 10;
}
