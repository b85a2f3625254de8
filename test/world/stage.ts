import { pause } from '../../src/base/clock.ts';
import type { Db, Pool } from '../../src/store/connect.ts';
import { setPaused } from '../../src/store/sending-state.ts';
import type { GatewayLine } from './gateway-line.ts';
import { makeRacers, type Queued, type Racer } from './race-phones.ts';
import type { RaceWorld } from './race-world.ts';
import { GATE_DOOR } from './stop-watch.ts';

/** Where interleavings are steered: one service, which sends over the line, and nothing else to send. */
export type Stage = { pool: Pool; world: RaceWorld; line: GatewayLine; nextIndex: number };

const LOOK_MS = 5;
const LOOKS_FOR_MS = 8_000;

/** A phone whose messages wait until `send`. */
export async function quietRacer(
  stage: Stage,
  order: { each: number; queued: Queued },
): Promise<Racer> {
  await stage.pool.run((db) => setPaused(db, true));
  const first = stage.nextIndex;
  stage.nextIndex += 1;
  const [racer] = await makeRacers(stage.pool, { ...order, first, count: 1 });
  if (racer === undefined) throw new Error('impossible: one was made');
  return racer;
}

export async function send({ pool }: Stage): Promise<void> {
  await pool.run((db) => setPaused(db, false));
  await pool.run((db) => db`select pg_notify('mazano_outbox', '')`);
}

/**
 * Does `work` while the phone's message is claimed and its sender stands before the gate, as a slow one would.
 * @throws Error when the sender did not wait until the end: nothing was shown then
 */
export function beforeGate<T>(stage: Stage, work: () => Promise<T>): Promise<T> {
  return holding(
    stage,
    (tx) => tx`select pg_advisory_xact_lock(${GATE_DOOR})`,
    async () => {
      await send(stage);
      await until(stage, 'a sender before the gate', isSenderWaiting);
      const done = await work();
      if (!(await stage.pool.run(isSenderWaiting)))
        throw new Error('the sender was not before the gate to the end');
      return done;
    },
  );
}

/** Does `work` while the test's own transaction holds what it locks or writes; then it commits. */
export function holding<T>(
  { pool }: Stage,
  hold: (tx: Db) => Promise<unknown>,
  work: () => Promise<T>,
): Promise<T> {
  return pool.transact(
    async (tx) => {
      await hold(tx);
      return work();
    },
    { deadlineMs: LOOKS_FOR_MS },
  );
}

/** @throws Error naming `what` when it never comes to it */
export async function until(
  { pool }: Stage,
  what: string,
  holds: (db: Db) => Promise<boolean>,
): Promise<void> {
  const byMs = performance.now() + LOOKS_FOR_MS;
  while (!(await pool.run(holds))) {
    if (performance.now() > byMs) throw new Error(`it never came to this: ${what}`);
    await pause(LOOK_MS);
  }
}

export const isSenderWaiting = (db: Db) => isWaiting(db, 'mazano slot%', 0);

/** Whether a withdrawal waits for a lock, in a transaction that began at least so many milliseconds ago. */
export const isWithdrawalWaiting = (db: Db, ms = 0) => isWaiting(db, 'mazano stop', ms);

async function isWaiting(db: Db, application: string, ms: number): Promise<boolean> {
  const rows = await db`
    select from pg_stat_activity
    where application_name like ${application} and datname = current_database() and wait_event_type = 'Lock'
      and xact_start <= clock_timestamp() - ${ms} * interval '1 millisecond'`;
  return rows.length > 0;
}

export async function isAsked(db: Db, { id }: Racer): Promise<boolean> {
  const rows = await db`select from stop_request where phone_id = ${id}`;
  return rows.length > 0;
}

/** Whether consent is out. Where that is committed and *stopped* is not, the withdrawal waits for a lease. */
export async function isWithdrawn(db: Db, { id }: Racer): Promise<boolean> {
  const rows =
    await db`select from stop_request where phone_id = ${id} and withdrawn_at is not null`;
  return rows.length > 0;
}

export async function isStopped(db: Db, { id }: Racer): Promise<boolean> {
  const rows = await db`select from stop_request where phone_id = ${id} and stopped_at is not null`;
  return rows.length > 0;
}

/** Whether START has answered the STOP. */
export async function isBack(db: Db, { id }: Racer): Promise<boolean> {
  const rows = await db`select from restart where phone_id = ${id}`;
  return rows.length > 0;
}

/** Whether what became of the phone's call is written. */
export async function isCallOver(db: Db, { id }: Racer): Promise<boolean> {
  const rows = await db`select from attempt where phone_id = ${id} and ended_at is not null`;
  return rows.length > 0;
}

/** Leases of calls that are over end now instead of in some seconds. */
export async function passLeases(db: Db): Promise<void> {
  await db`update attempt set call_until = clock_timestamp() where ended_at is not null`;
}

/** Ends up to so many connections of those that hold a gate while they call. Returns how many. */
export async function loseSlots(db: Db, most: number): Promise<number> {
  const rows = await db`
    select pg_terminate_backend(pid) from pg_stat_activity
    where application_name like 'mazano slot%' and datname = current_database() and xact_start is not null
    order by random() limit ${most}`;
  return rows.length;
}
