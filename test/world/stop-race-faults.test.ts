import { expect, onTestFinished, test } from 'vitest';
import { pause } from '../../src/base/clock.ts';
import { type Db, openPool, type Pool, type Target } from '../../src/store/connect.ts';
import { migrate, readMigrations } from '../../src/store/migrate.ts';
import { chanceOf, worldSeed } from './chance.ts';
import { makeDatabase, ownerLimits } from './database.ts';
import { type GatewayLine, gatewayLine } from './gateway-line.ts';
import { makeRacers, type Racer } from './race-phones.ts';
import { type RaceWorld, raceWorld } from './race-world.ts';
import { startServer } from './restartable-server.ts';
import type { RunningService } from './running-service.ts';
import { loseSlots } from './stage.ts';
import { type Contest, startContest } from './stop-contest.ts';
import { judge, PROMISED } from './stop-judge.ts';
import { watchStops } from './stop-watch.ts';

const PHONES = 300;
/** Milliseconds; a lease lasts 10 s, a call 8 s. */
const PAST_LEASE_MS = 11_500;
const PAST_LIMIT_MS = 8_600;
/** A lease, its sweep and what has waited for it. */
const SETTLED_MS = 40_000;
const LOSE_EVERY_MS = 100;
/** Of 16 slots: some of each process. */
const GATES_WAITING = 12;

/** A fault may cost an acknowledgement, since it is sent at most once, and make the service ask to come again. */
const PROMISED_UNDER_FAULTS = {
  ...PROMISED,
  unacknowledged: expect.any(Number),
  askedLate: expect.any(Number),
};

type Round = {
  pool: Pool;
  world: RaceWorld;
  line: GatewayLine;
  services: [RunningService, RunningService];
  racers: Racer[];
  contest: Contest;
};

/** Races with a fault beside them, in two processes whose calls go over a line, and judges. */
async function race(pool: Pool, database: Target, fault: (round: Round) => Promise<void>) {
  const seed = worldSeed();
  console.log(`stop race with faults: seed ${seed}`);
  await watchStops(pool);
  const racers = await makeRacers(pool, { count: PHONES, each: 3 });
  const world = await raceWorld({ database, seed });
  const line = await gatewayLine(world.standIn.url);
  onTestFinished(async () => {
    line.heal();
    await world.close();
    await line.close();
  });
  world.standIn.faults.set({ answers: [{ answer: 'slow', delayMs: 60, share: 0.5 }] });
  // Its callbacks go to a process that nothing happens to.
  world.callTo([await world.start({ gateway: line.url, mode: 'web' })]);
  const contest = startContest(world.standIn, racers, chanceOf(seed));
  const start = () => world.start({ gateway: line.url, mode: 'worker' });
  const services = await Promise.all([start(), start()] as const);
  await fault({ pool, world, line, services, racers, contest });
  await contest.ended;
  await world.settled(pool, SETTLED_MS);
  const { course, ...verdict } = await judge(pool, world.standIn.messages, contest.handedIn);
  console.log(JSON.stringify(course));
  expect(course.phones).toBe(PHONES);
  expect(verdict).toEqual(PROMISED_UNDER_FAULTS);
}

async function stops(contest: Contest, count: number): Promise<void> {
  while (contest.stopped() < count) await pause(20);
}

async function waitingGates(db: Db): Promise<number> {
  const rows = await db`
    select from pg_stat_activity
    where application_name like 'mazano slot%' and datname = current_database() and wait_event_type = 'Lock'`;
  return rows.length;
}

async function held(line: GatewayLine): Promise<void> {
  while (line.holds() === 0) await pause(5);
}

async function ownDatabase() {
  const database = await makeDatabase();
  onTestFinished(() => database.drop());
  return database;
}

test('connections lost in the middle of calls [rel P1]', async () => {
  const { pool, target } = await ownDatabase();
  let lost = 0;
  await race(pool, target, async ({ contest }) => {
    while (contest.stopped() < PHONES * 0.9) {
      lost += await pool.run((db) => loseSlots(db, 1));
      await pause(LOSE_EVERY_MS);
    }
  });
  expect(lost).toBeGreaterThan(10);
});

test('PostgreSQL restarted, in order and by a crash [rel P1, P3]', async () => {
  const server = await startServer();
  onTestFinished(() => server.remove());
  const pool = openPool(server.target, ownerLimits('judge'));
  onTestFinished(() => pool.close());
  await migrate(pool, readMigrations('migrations'));
  await race(pool, server.target, async ({ contest }) => {
    for (const [share, mode] of [
      [0.2, 'immediate'],
      [0.5, 'fast'],
      [0.7, 'immediate'],
    ] as const) {
      await stops(contest, PHONES * share);
      await server.stop(mode);
      await server.start();
    }
  });
});

test('a sender frozen past its lease and thawed [rel P1, P77]', async () => {
  const database = await ownDatabase();
  const { pool, target } = database;
  const holder = database.open({ ...ownerLimits('holder'), lockTimeoutMs: 3_000 });
  await race(pool, target, async ({ contest, services: [frozen] }) => {
    await stops(contest, PHONES * 0.2);
    // Its gates wait for a lock and open while it is frozen: what it learns when it thaws is long out of date.
    await holder.transact(async (tx) => {
      await tx`select from gate for no key update`;
      while ((await pool.run(waitingGates)) < GATES_WAITING) await pause(5);
      frozen.process.kill('SIGSTOP');
    });
    await pause(PAST_LEASE_MS);
    frozen.process.kill('SIGCONT');
  });
});

test('the line to the gateway cut, and healed after the limit [rel P1]', async () => {
  const { pool, target } = await ownDatabase();
  await race(pool, target, async ({ contest, line }) => {
    await stops(contest, PHONES * 0.2);
    line.die();
    await held(line);
    await pause(PAST_LIMIT_MS);
    // Those it held then have given up: what passes at its healing was called since.
    await held(line);
    line.heal();
  });
});
