import { indexOf } from './race-phones.ts';
import {
  beforeGate,
  holding,
  isAsked,
  isBack,
  isCallOver,
  isSenderWaiting,
  isStopped,
  isWithdrawalWaiting,
  isWithdrawn,
  loseSlots,
  passLeases,
  quietRacer,
  send,
  type Stage,
  until,
} from './stage.ts';
import { textStop } from './stop-contest.ts';
import { ASKED_WITHIN_MS, type HandedIn, READ_TO_OPEN_MS } from './stop-judge.ts';

/**
 * Interleavings of STOP and sending that chance would seldom make. Each step waits for what it needs to see, so that
 * none depends on how fast the machine is. What has to go on beside the scene is handed on as `{ asked }`: a promise
 * in a promise would be waited for.
 */
export type Scene = (stage: Stage) => Promise<HandedIn[]>;

/** STOP is asked while a message is claimed and has not passed the gate. */
export async function stopWhileClaimed(stage: Stage): Promise<HandedIn[]> {
  const racer = await quietRacer(stage, { each: 1, queued: 'check_in' });
  const { asked } = await beforeGate(stage, async () => {
    const handedIn = textStop(stage.world.standIn, racer);
    await until(stage, 'asked', (db) => isAsked(db, racer));
    return { asked: handedIn };
  });
  return [await asked];
}

/** STOP, then START, before what was claimed passes the gate: an answer, which needs no consent. */
export async function startWhileClaimed(stage: Stage): Promise<HandedIn[]> {
  const { standIn } = stage.world;
  standIn.faults.set({ texts: { dateForm: 'fraction' } });
  const racer = await quietRacer(stage, { each: 1, queued: 'reply' });
  const { asked } = await beforeGate(stage, async () => {
    const handedIn = textStop(standIn, racer);
    await until(stage, 'withdrawn', (db) => isWithdrawn(db, racer));
    await standIn.phone(racer.number).texts('START');
    await until(stage, 'back by START', (db) => isBack(db, racer));
    return { asked: handedIn };
  });
  return [{ ...(await asked), cameBack: true }];
}

/** STOP is asked while a gate waits for a lock that somebody else holds, for longer than the judge allows. */
export async function stopWhileGateWaits(stage: Stage): Promise<HandedIn[]> {
  const racer = await quietRacer(stage, { each: 2, queued: 'check_in' });
  const { asked } = await holding(
    stage,
    (tx) => tx`select from gate where phone_id = ${racer.id} for no key update`,
    async () => {
      await send(stage);
      await until(stage, 'a gate that waits', isSenderWaiting);
      const handedIn = textStop(stage.world.standIn, racer);
      await until(stage, 'a withdrawal that waits', (db) =>
        isWithdrawalWaiting(db, READ_TO_OPEN_MS),
      );
      return { asked: handedIn };
    },
  );
  return [await asked];
}

/** STOP is asked while a call lasts, with more messages waiting: until it is asked, or too late. */
export async function stopWhileCalled(stage: Stage): Promise<HandedIn[]> {
  const { line, world } = stage;
  const racer = await quietRacer(stage, { each: 3, queued: 'check_in' });
  line.die();
  await send(stage);
  await until(stage, 'a call', () => Promise.resolve(line.holds() > 0));
  const asked = textStop(world.standIn, racer);
  const lateMs = performance.now() + ASKED_WITHIN_MS;
  await until(
    stage,
    'asked, or too late',
    async (db) => performance.now() > lateMs || (await isAsked(db, racer)),
  );
  line.heal();
  return [await asked];
}

/** A turn that began before STOP commits consent, message and timer while the withdrawal waits for it. */
export async function turnWhileStopWaits(stage: Stage): Promise<HandedIn[]> {
  const racer = await quietRacer(stage, { each: 1, queued: 'check_in' });
  const { id } = racer;
  const { asked } = await holding(
    stage,
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
    },
    async () => {
      const handedIn = textStop(stage.world.standIn, racer);
      await until(stage, 'a withdrawal that waits', isWithdrawalWaiting);
      return { asked: handedIn };
    },
  );
  const handedIn = [await asked];
  await send(stage);
  return handedIn;
}

/** The line to the gateway dies under a call, then its database connection is lost; STOP; the line heals. */
export async function lineDiesAndConnectionIsLost(stage: Stage): Promise<HandedIn[]> {
  const { line, world, pool } = stage;
  const racer = await quietRacer(stage, { each: 1, queued: 'check_in' });
  line.die();
  await send(stage);
  await until(stage, 'a call', () => Promise.resolve(line.holds() > 0));
  await pool.run((db) => loseSlots(db, 1));
  await until(stage, 'the call is over', (db) => isCallOver(db, racer));
  await pool.run(passLeases);
  const handedIn = await textStop(world.standIn, racer);
  await until(stage, 'stopped', (db) => isStopped(db, racer));
  line.heal();
  await until(stage, 'an empty line', () => Promise.resolve(line.holds() === 0));
  return [handedIn];
}

/** A connection is lost when its call is on the way to a gateway far off; it arrives after the first look at STOP. */
export async function connectionIsLostWhileTextTravels(stage: Stage): Promise<HandedIn[]> {
  const { line, world, pool } = stage;
  const { standIn } = world;
  const racer = await quietRacer(stage, { each: 1, queued: 'check_in' });
  line.stretch();
  await send(stage);
  await until(stage, 'a text on its way', () => Promise.resolve(line.holds() > 0));
  await pool.run((db) => loseSlots(db, 1));
  await until(stage, 'the call is over', (db) => isCallOver(db, racer));
  const asked = textStop(standIn, racer);
  await until(stage, 'withdrawn', (db) => isWithdrawn(db, racer));
  line.heal();
  // Not any text: where STOP was acknowledged too early, its acknowledgement overtakes the one on its way.
  await until(stage, 'the text is there', () =>
    Promise.resolve(
      standIn.phone(racer.number).inbox.some(({ text }) => indexOf(text) !== undefined),
    ),
  );
  await pool.run(passLeases);
  return [await asked];
}
