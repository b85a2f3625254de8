import { pause } from '../../src/base/clock.ts';
import type { Db, Pool } from '../../src/store/connect.ts';
import { setPaused } from '../../src/store/sending-state.ts';
import type { GatewayLine } from './gateway-line.ts';
import { makeRacers, type Queued, type Racer } from './race-phones.ts';
import type { RaceWorld } from './race-world.ts';
import { textStop } from './stop-contest.ts';
import type { HandedIn } from './stop-judge.ts';

/**
 * Interleavings of STOP and sending that chance would seldom make, steered by locks, the rate and the gateway. Each
 * needs a stage whose service sends `SCENE_RATE` messages a second in at least `CROWD` slots, over the line.
 */
export type Scene = (stage: Stage) => Promise<HandedIn[]>;
export type Stage = { pool: Pool; world: RaceWorld; line: GatewayLine; nextIndex: number };

/** Slow, so that what is claimed waits for its turn: the last of a crowd about 1.5 s. */
export const SCENE_RATE = 4;
const CROWD = 6;

const LOOK_MS = 5;
const LOOKS_FOR_MS = 8_000;
/** Longer than the judge allows between reading and opening, shorter than a gate stays fresh (1 s). */
const GATE_WAITS_MS = 600;
/**
 * A call so long ends between two of the gateway's attempts to hand in a STOP that is refused after 300 ms and comes
 * again each second: at 0.1 to 0.4, 1.4 to 1.7, 2.7 to 3.0 s.
 */
const LONG_CALL_MS = 2_400;
const STOP_AFTER_MS = 100;
/** Long enough for STOP to be done with before the text arrives, if nothing waited for it. */
const TRAVELS_MS = 1_000;
/** Milliseconds in which what a healed line held would have arrived. */
const ARRIVES_MS = 400;

/** STOP is asked while messages are claimed and wait for their turn to be sent. */
export async function stopWhileClaimed(stage: Stage): Promise<HandedIn[]> {
  const racers = await claimedRacers(stage, 'check_in');
  return Promise.all(racers.map((racer) => textStop(stage.world.standIn, racer)));
}

/** STOP, then START, before what was claimed has its turn: answers, which need no consent. */
export async function startWhileClaimed(stage: Stage): Promise<HandedIn[]> {
  const { standIn } = stage.world;
  standIn.faults.set({ texts: { dateForm: 'fraction' } });
  const racers = await claimedRacers(stage, 'reply');
  return Promise.all(
    racers.map(async (racer) => {
      const asked = textStop(standIn, racer);
      await until(stage, (db) => isWithdrawn(db, racer));
      await standIn.phone(racer.number).texts('START');
      return { ...(await asked), cameBack: true };
    }),
  );
}

/** STOP is asked while a gate waits for a lock that somebody else holds. */
export async function stopWhileGateWaits(stage: Stage): Promise<HandedIn[]> {
  const [racer] = await quietRacers(stage, { count: 1, each: 2, queued: 'check_in' });
  if (racer === undefined) return [];
  return stage.pool
    .transact(
      async (tx) => {
        await tx`select from gate where phone_id = ${racer.id} for no key update`;
        await send(stage);
        await until(stage, (db) => isWaiting(db, 'mazano slot%'));
        const asked = textStop(stage.world.standIn, racer);
        await until(stage, (db) => isWaiting(db, 'mazano stop'));
        await pause(GATE_WAITS_MS);
        return { asked };
      },
      { deadlineMs: LOOKS_FOR_MS },
    )
    .then(async ({ asked }) => [await asked]);
}

/** STOP is asked while the gateway takes its time, with more messages waiting. */
export async function stopWhileCalled(stage: Stage): Promise<HandedIn[]> {
  const { standIn } = stage.world;
  const [racer] = await quietRacers(stage, { count: 1, each: 3, queued: 'check_in' });
  if (racer === undefined) return [];
  const { number: to } = racer;
  standIn.faults.set({ answers: [{ answer: 'slow', delayMs: LONG_CALL_MS, to, times: 2 }] });
  await send(stage);
  await until(stage, () => Promise.resolve(standIn.phone(to).inbox.length > 0));
  await pause(STOP_AFTER_MS);
  return [await textStop(standIn, racer)];
}

/** A turn that began before STOP commits consent, message and timer while the withdrawal waits for it. */
export async function turnWhileStopWaits(stage: Stage): Promise<HandedIn[]> {
  const [racer] = await quietRacers(stage, { count: 1, each: 1, queued: 'check_in' });
  if (racer === undefined) return [];
  const { id } = racer;
  const { asked } = await stage.pool.transact(
    async (tx) => {
      await tx`select from gate where phone_id = ${id} for share`;
      await tx`
        insert into consent (phone_id, member_id, purpose, act, at, channel, epoch)
        values (${id}, gen_random_uuid(), 'check_ins', 'given', now(), 'sms', 0)`;
      await tx`
        insert into message (id, phone_id, class, rank, epoch, text_sealed, segments, heard_at, created_at, send_after, send_by)
        select gen_random_uuid(), phone_id, 'reply', 3, 0, text_sealed, 1, now(), now(), now(), now() + interval '10 minutes'
        from message where phone_id = ${id}`;
      await tx`
        insert into timer (id, phone_id, kind, epoch, flow, due_at, send_by)
        values (gen_random_uuid(), ${id}, 'start', 0, 'check-in', now() + interval '1 day', now() + interval '2 days')`;
      const handedIn = textStop(stage.world.standIn, racer);
      await until(stage, (db) => isWaiting(db, 'mazano stop'));
      return { asked: handedIn };
    },
    { deadlineMs: LOOKS_FOR_MS },
  );
  const handedIn = [await asked];
  await send(stage);
  return handedIn;
}

/** The line to the gateway dies under calls, then their database connections are lost; STOP; the line heals. */
export async function lineDiesAndConnectionIsLost(stage: Stage): Promise<HandedIn[]> {
  const { line, world, pool } = stage;
  const racers = await quietRacers(stage, { count: CROWD, each: 1, queued: 'check_in' });
  line.die();
  await send(stage);
  await until(stage, () => Promise.resolve(line.holds() >= CROWD));
  await pool.run((db) => loseSlots(db, CROWD));
  await until(stage, (db) => areOver(db, racers));
  await pool.run(passLeases);
  const handedIn = await Promise.all(racers.map((racer) => textStop(world.standIn, racer)));
  await until(stage, (db) => areStopped(db, racers));
  line.heal();
  await pause(ARRIVES_MS);
  return handedIn;
}

/** A connection is lost when its call is on the way to a gateway far off; STOP comes before it has arrived. */
export async function connectionIsLostWhileTextTravels(stage: Stage): Promise<HandedIn[]> {
  const { line, world, pool } = stage;
  const [racer] = await quietRacers(stage, { count: 1, each: 1, queued: 'check_in' });
  if (racer === undefined) return [];
  line.lengthen(TRAVELS_MS);
  await send(stage);
  await until(stage, () => Promise.resolve(line.holds() > 0));
  line.lengthen(0);
  await pool.run((db) => loseSlots(db, CROWD));
  const handedIn = await textStop(world.standIn, racer);
  await until(stage, () => Promise.resolve(line.holds() === 0));
  await pool.run(passLeases);
  return [handedIn];
}

/** Ends up to so many connections of those that hold a gate while they call. Returns how many. */
export async function loseSlots(db: Db, most: number): Promise<number> {
  const rows = await db`
    select pg_terminate_backend(pid) from pg_stat_activity
    where application_name like 'mazano slot%' and datname = current_database() and xact_start is not null
    order by random() limit ${most}`;
  return rows.length;
}

/** Leases of calls that are over end now instead of in some seconds. */
async function passLeases(db: Db): Promise<void> {
  await db`update attempt set call_until = clock_timestamp() where ended_at is not null`;
}

async function claimedRacers(stage: Stage, queued: Queued): Promise<Racer[]> {
  const racers = await quietRacers(stage, { count: CROWD, each: 1, queued });
  await send(stage);
  await until(stage, (db) => areClaimed(db, racers));
  return racers;
}

/** Phones whose messages wait until `send`. */
async function quietRacers(
  stage: Stage,
  order: { count: number; each: number; queued: Queued },
): Promise<Racer[]> {
  await stage.pool.run((db) => setPaused(db, true));
  const first = stage.nextIndex;
  stage.nextIndex += order.count;
  return makeRacers(stage.pool, { ...order, first });
}

async function send({ pool }: Stage): Promise<void> {
  await pool.run((db) => setPaused(db, false));
  await pool.run((db) => db`select pg_notify('mazano_outbox', '')`);
}

async function until({ pool }: Stage, holds: (db: Db) => Promise<boolean>): Promise<void> {
  const byMs = performance.now() + LOOKS_FOR_MS;
  while (!(await pool.run(holds))) {
    if (performance.now() > byMs) throw new Error(`it never came to this: ${holds.toString()}`);
    await pause(LOOK_MS);
  }
}

async function isWaiting(db: Db, application: string): Promise<boolean> {
  const rows = await db`
    select from pg_stat_activity
    where application_name like ${application} and datname = current_database() and wait_event_type = 'Lock'`;
  return rows.length > 0;
}

async function isWithdrawn(db: Db, { id }: Racer): Promise<boolean> {
  const rows =
    await db`select from stop_request where phone_id = ${id} and withdrawn_at is not null`;
  return rows.length > 0;
}

async function areStopped(db: Db, racers: readonly Racer[]): Promise<boolean> {
  const rows = await db`
    select from stop_request where phone_id = any(${racers.map(({ id }) => id)}::uuid[]) and stopped_at is not null`;
  return rows.length === racers.length;
}

async function areOver(db: Db, racers: readonly Racer[]): Promise<boolean> {
  const rows = await db`
    select from attempt
    where phone_id = any(${racers.map(({ id }) => id)}::uuid[]) and ended_at is not null`;
  return rows.length === racers.length;
}

async function areClaimed(db: Db, racers: readonly Racer[]): Promise<boolean> {
  const rows = await db`
    select from attempt where phone_id = any(${racers.map(({ id }) => id)}::uuid[])`;
  return rows.length === racers.length;
}
