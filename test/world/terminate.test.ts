import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, onTestFinished, test } from 'vitest';
import { pause } from '../../src/base/clock.ts';
import { isRunning } from '../../src/store/embedded/live-process.ts';
import { chanceOf, worldSeed } from './chance.ts';
import { startCrowd } from './crowd.ts';
import { makeDatabase } from './database.ts';
import { caughtUp, startFleet } from './fleet.ts';
import { lost } from './judge-logs.ts';
import { readLogs } from './read-logs.ts';
import { followService, inherited, type RunningService } from './running-service.ts';
import { until } from './until.ts';
import { worldFlows } from './world-flows.ts';

const TERMS = 10;
/** Milliseconds from the signal to the exit. */
const DRAIN_MS = 10_000;
/** Milliseconds until nothing is left of a service whose parent or self was killed: its keeper waits 5 s for a restart. */
const GONE_MS = 15_000;
/**
 * Milliseconds from a second start to its first answer, on a machine that others use too: more is no slow start but one
 * that waits for something. How long it takes is printed.
 */
const SECOND_START_MS = 20_000;
/** Milliseconds, on a machine that does other work too: they judge nothing. */
const RESTS_MS = 120_000;
const seed = worldSeed();
console.log(`terminate: WORLD_SEED=${seed}`);

const flows = worldFlows();
afterAll(() => flows.remove());

test('10 orderly ends under load: each within 10 s, with exit code 0, nothing lost and nothing made unknown [rel P36]', async () => {
  const database = await makeDatabase();
  const order = { database: database.target, flows: flows.folder, mode: 'all' as const };
  const fleet = await startFleet({ ...order, processes: 1, seed });
  const chance = chanceOf(seed);
  try {
    const [seat] = fleet.seats;
    if (seat === undefined) throw new Error('a fleet of one has a seat');
    await fleet.allReady();
    await caughtUp(database.pool);
    fleet.standIn.faults.set({
      answers: [
        { answer: 'slow', delayMs: 400, share: 0.3 },
        { answer: 'slow', delayMs: 40 },
      ],
    });
    const crowd = startCrowd(fleet.standIn, {
      people: 100,
      thinkMs: 1_500,
      chance: chance.fork(1),
      unavailable: '',
    });
    const ends: { code: number | null; ms: number }[] = [];
    for (let count = 0; count < TERMS; count += 1) {
      await pause(200 + chance.below(800));
      ends.push(await seat.service.terminate());
      await fleet.allReady();
    }
    const record = await crowd.stop();
    await until(
      'every message has ended',
      async () => (await unfinished(database.pool)) === 0,
      RESTS_MS,
    );
    const logs = await readLogs(database.open({ statementTimeoutMs: 30_000 }));
    const states = Map.groupBy(
      logs.flatMap(({ messages }) => messages),
      ({ state }) => state,
    );
    const slowestMs = Math.max(...ends.map(({ ms }) => ms));
    console.log(
      JSON.stringify({
        seed,
        slowestMs,
        texts: record.texts.length,
        sent: states.get('sent')?.length,
      }),
    );
    expect(ends.filter(({ code }) => code !== 0)).toEqual([]);
    expect(slowestMs).toBeLessThan(DRAIN_MS);
    expect([...states.keys()]).toEqual(['sent']);
    expect(lost({ ...record, screens: [] }, logs)).toEqual([]);
    expect(record.texts.filter(({ taken }) => !taken)).toEqual([]);
    expect(record.texts.length).toBeGreaterThan(TERMS * 10);
  } finally {
    await fleet.close();
    await database.drop();
  }
});

async function unfinished(pool: Awaited<ReturnType<typeof makeDatabase>>['pool']): Promise<number> {
  const rows = await pool.run((db) => db`select from message where state in ('queued', 'sending')`);
  return rows.length;
}

/** The demonstration, with a database of its own, as `npm start` starts it. */
function launchDemo(dataDir: string) {
  const child = spawn(process.execPath, ['src/main.ts'], {
    env: { ...inherited(), DATA_DIR: dataDir, PORT: '0' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  return followService(child);
}

function dataFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'mazano-demo-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, 'data');
}

const postgresOf = ({ events }: RunningService) =>
  Number(events.find(({ event }) => event === 'postgres_ready')?.['pid']);

test('when its parent is killed, the service ends in order, and its PostgreSQL with it', async () => {
  const program = `
    const { spawn } = require('node:child_process');
    const child = spawn(process.execPath, ['src/main.ts'], { stdio: ['ignore', 'ignore', 'inherit'] });
    process.stdout.write(String(child.pid));
    setInterval(() => undefined, 60_000);`;
  const parent = spawn(process.execPath, ['-e', program], {
    env: {
      ...inherited(),
      DATA_DIR: dataFolder(),
      PORT: '0',
      npm_lifecycle_event: 'start',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const service = Number(
    await new Promise<Buffer>((resolve) => parent.stdout.once('data', resolve)),
  );
  onTestFinished(() => void (isRunning(service) && process.kill(service, 'SIGKILL')));
  const running = await followService(parent).ready;
  const server = postgresOf(running);
  expect({ service: isRunning(service), server: isRunning(server) }).toEqual({
    service: true,
    server: true,
  });
  const began = performance.now();
  await running.kill();
  await until('nothing is left', () => !isRunning(service) && !isRunning(server), GONE_MS);
  console.log(
    `terminate: nothing left ${Math.round(performance.now() - began)} ms after the parent was killed`,
  );
});

test('a crash leaves nothing that stops the next start, and a second start answers within seconds', async () => {
  const dataDir = dataFolder();
  const first = await launchDemo(dataDir).ready;
  await first.kill();
  const times: Record<string, number> = {};
  const startAgain = async (name: string) => {
    const began = performance.now();
    const service = await launchDemo(dataDir).ready;
    onTestFinished(() => service.kill());
    expect((await fetch(`${service.base}/ready`)).status).toBe(200);
    times[name] = Math.round(performance.now() - began);
    return service;
  };
  const adopting = await startAgain('afterCrash');
  const server = postgresOf(adopting);
  process.kill(server, 'SIGKILL');
  await adopting.kill();
  const recovering = await startAgain('afterCrashOfBoth');
  expect((await recovering.terminate()).code).toBe(0);
  const second = await startAgain('afterOrderlyEnd');
  expect((await second.terminate()).code).toBe(0);
  await until('the server has ended', () => !isRunning(postgresOf(second)), GONE_MS);
  console.log(JSON.stringify(times));
  expect(Math.max(...Object.values(times))).toBeLessThan(SECOND_START_MS);
});
