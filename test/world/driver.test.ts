import { execFileSync, fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, expect, test } from 'vitest';
import { withDeadline } from '../../src/base/clock.ts';
import { openPool } from '../../src/store/connect.ts';
import { ownerLimits } from './database.ts';
import type { LoadAnswer, LoadOrder, LoadPlan, LoadReport } from './driver-load-process.ts';
import { startServer, type StopMode } from './restartable-server.ts';
import { startWire } from './wire.ts';

const server = await startServer();
const wire = await startWire(server.target);
const loads: ChildProcess[] = [];

afterEach(() => loads.splice(0).forEach((load) => load.kill('SIGKILL')));
afterAll(async () => {
  await wire.close();
  await server.remove();
});

const RESTARTS = 40;
const MUTANT_ROUNDS = 8;
/** Milliseconds after which callers of the mutant count as left waiting. */
const MUTANT_MS = 20_000;
const SOUND = { late: 0, odd: 0, missing: 0, ghosts: 0, halves: 0 };
/** Milliseconds from "the server is back" to success on every loop. */
const RECOVERY_MS = 5_000;

type Load = {
  /** Milliseconds until every loop has succeeded, or been answered, so often from now. */
  progress(times: number, of?: 'successes' | 'answers'): Promise<number>;
  outage(): Promise<void>;
  cut(): void;
  finish(): Promise<LoadReport>;
};

/** Half of the load comes over a unix socket, half over TCP through a line that can be cut. */
async function startLoad(driver?: string): Promise<Load> {
  const plan: LoadPlan = {
    targets: [server.target, wire.target],
    ...(driver === undefined ? {} : { driver }),
  };
  const child = fork('test/world/driver-load-process.ts', [JSON.stringify(plan)], {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  loads.push(child);
  let words = '';
  child.stderr?.on('data', (chunk: Buffer) => void (words += chunk.toString()));
  const crash = once(child, 'close').then(([code]) => {
    throw new Error(`the process ended with ${code}: ${words.slice(0, 2_000)}`);
  });
  crash.catch(() => undefined);
  const answer = async <K extends LoadAnswer['answer']>(kind: K) => {
    const { promise, resolve: found } = Promise.withResolvers<Extract<LoadAnswer, { answer: K }>>();
    const look = (message: LoadAnswer) => {
      if (is(message, kind)) found(message);
    };
    child.on('message', look);
    try {
      return await Promise.race([promise, crash]);
    } finally {
      child.off('message', look);
    }
  };
  const ask = <K extends LoadAnswer['answer']>(order: LoadOrder, kind: K) => {
    const answered = answer(kind);
    // A process that has crashed cannot be asked; how it ended is told by `crash`.
    child.send(order, () => undefined);
    return answered;
  };
  await answer('started');
  return {
    progress: async (times, of = 'successes') =>
      (await ask({ order: 'progress', of, times }, 'progress')).ms,
    outage: async () => void (await ask({ order: 'outage' }, 'outage')),
    cut: () => void child.send({ order: 'cut' }, () => undefined),
    finish: async () => (await ask({ order: 'finish' }, 'report')).report,
  };
}

function is<K extends LoadAnswer['answer']>(
  message: LoadAnswer,
  kind: K,
): message is Extract<LoadAnswer, { answer: K }> {
  return message.answer === kind;
}

/** From a connection of its own: the restart has cut the others. */
async function terminateAll(): Promise<void> {
  const killer = openPool(server.target, ownerLimits('killer'));
  await killer.run(
    (db) =>
      db`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'load'`,
  );
  await killer.close();
}

async function restart(mode: StopMode): Promise<void> {
  await server.stop(mode);
  await server.start();
}

test('40 restarts, terminations and cuts under load: no crash, nobody left waiting, nothing lost or half done', async () => {
  const load = await startLoad();
  await load.progress(10);
  let recoveryMs = 0;
  for (let round = 0; round < RESTARTS; round += 1) {
    await restart(round % 2 === 0 ? 'fast' : 'immediate');
    recoveryMs = Math.max(recoveryMs, await load.progress(2));
    await terminateAll();
    await load.progress(2);
    if (round % 2 === 0) wire.cut();
    else load.cut();
    await load.progress(2);
  }
  const { done, nothing, unknown, longestMs: _, ...faults } = await load.finish();
  expect(faults).toEqual(SOUND);
  expect(recoveryMs).toBeLessThan(RECOVERY_MS);
  // The faults have hit work, and there was work between them.
  expect(nothing + unknown).toBeGreaterThan(RESTARTS);
  expect(done).toBeGreaterThan(RESTARTS * 12);
});

test('a server that stays away is reported by every deadline, and used within seconds of its return', async () => {
  const load = await startLoad();
  await load.progress(2);
  await server.stop('immediate');
  await load.outage();
  await server.start();
  expect(await load.progress(1)).toBeLessThan(RECOVERY_MS);
  expect(await load.finish()).toMatchObject(SOUND);
});

test('backends that freeze, some with a lock of the server, hold nobody past the deadline', async () => {
  const load = await startLoad();
  await load.progress(2);
  const owner = openPool(server.target, ownerLimits('owner'));
  const frozen = await owner.run(
    (db) => db<{ pid: number }[]>`select pid from pg_stat_activity where application_name = 'load'`,
  );
  await owner.close();
  try {
    for (const { pid } of frozen) process.kill(pid, 'SIGSTOP');
    await load.progress(2, 'answers');
  } finally {
    for (const { pid } of frozen) process.kill(pid, 'SIGCONT');
  }
  expect(await load.progress(2)).toBeLessThan(RECOVERY_MS);
  const report = await load.finish();
  expect(report.nothing + report.unknown).toBeGreaterThan(0);
  expect(report).toMatchObject(SOUND);
});

test('mutant: the same load on the driver as published crashes or loses somebody', async () => {
  const folder = unpatchedDriver();
  try {
    const driver = join(folder, 'node_modules/postgres/src/index.js');
    const load = await startLoad(pathToFileURL(driver).href);
    await load.progress(2);
    const trial = async () => {
      for (let round = 0; round < MUTANT_ROUNDS; round += 1) {
        await terminateAll();
        await load.progress(2);
        await restart('fast');
        await load.progress(2);
      }
      return await load.finish();
    };
    const ending = await withDeadline(trial(), MUTANT_MS, 'the load').catch(String);
    expect(ending).not.toMatchObject(SOUND);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

/** A copy of the installed driver with our patch taken back. */
function unpatchedDriver(): string {
  const folder = mkdtempSync(join(tmpdir(), 'mazano-driver-'));
  cpSync('node_modules/postgres', join(folder, 'node_modules/postgres'), { recursive: true });
  cpSync('patches', join(folder, 'patches'), { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{"dependencies":{"postgres":"3.4.9"}}');
  const patcher = resolve('node_modules/patch-package/index.js');
  execFileSync(process.execPath, [patcher, '--reverse'], { cwd: folder, stdio: 'ignore' });
  return folder;
}
