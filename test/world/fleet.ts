import { pause, systemClock } from '../../src/base/clock.ts';
import { createLog } from '../../src/base/log.ts';
import type { Simulator } from '../../src/gateway/simulator/start-simulator.ts';
import { startSimulator } from '../../src/gateway/simulator/start-simulator.ts';
import type { Chance } from './chance.ts';
import type { Pool } from '../../src/store/connect.ts';
import { readSending } from '../../src/store/sending-state.ts';
import {
  launchService,
  type RunningService,
  type ServiceOrder,
  WORLD_ACCOUNT,
  WORLD_SECRETS,
} from './running-service.ts';
import { until } from './until.ts';
import { WORLD_CODES } from './world-flows.ts';

/** Milliseconds, on a machine that does other work too: they judge nothing. */
const CAUGHT_UP_MS = 60_000;

/** A few processes of the service on one database, behind one address, and the stand-in that calls them. */
export type Fleet = {
  standIn: Simulator;
  seats: readonly Seat[];
  /** Answers of the gateway that the service cannot have had. */
  spoilt(): number;
  /** Starts whoever is not running, and waits until all are ready. */
  allReady(): Promise<void>;
  close(): Promise<void>;
};

/** A place in the fleet: whoever sits there is killed and started again. */
type Seat = {
  service: RunningService;
  ready: Promise<unknown>;
  isReady: boolean;
  /** How often a process of this seat was killed. */
  kills: number;
  killAndStart(): Promise<void>;
  start(): void;
};

export async function startFleet(
  order: Omit<ServiceOrder, 'gateway'> & { processes: number; seed: number },
): Promise<Fleet> {
  const { processes, seed, ...each } = order;
  const seats: Seat[] = [];
  let turn = 0;
  const callbacks = () => {
    const alive = seats.filter((seat) => seat.isReady && seat.service.isRunning());
    const seat = alive[(turn += 1) % Math.max(1, alive.length)];
    const secret = WORLD_SECRETS.webhook[0] ?? '';
    return seat === undefined ? undefined : { base: seat.service.base, secret };
  };
  const standIn = await startSimulator({
    ...WORLD_ACCOUNT,
    ...WORLD_CODES,
    clock: systemClock,
    callbacks,
    seed,
    timing: { repeatFirstMs: 100, repeatLongestMs: 400, callbackMs: 5_000, reportGapMs: 50 },
    log: createLog(() => undefined, systemClock.now),
  });
  let spoilt = 0;
  standIn.subscribe((event) => {
    if (event.type === 'note' && event.note.what === 'fault' && event.note.result !== 'slow')
      spoilt += 1;
  });
  for (let index = 0; index < processes; index += 1)
    seats.push(seatOf({ ...each, gateway: standIn.url }));
  return {
    standIn,
    seats,
    spoilt: () => spoilt,
    async allReady() {
      for (const seat of seats) if (!seat.service.isRunning()) seat.start();
      await Promise.all(seats.map((seat) => seat.ready));
    },
    async close() {
      await Promise.all(seats.map((seat) => seat.service.kill()));
      await standIn.close();
    },
  };
}

function seatOf(order: ServiceOrder): Seat {
  const launch = () => {
    const { service, ready } = launchService(order);
    const seated = ready.then(() => void (seat.isReady = seat.service === service));
    // Whoever is killed while it starts is never ready, which is no finding.
    seated.catch(() => undefined);
    return { service, ready: seated, isReady: false };
  };
  const seat: Seat = {
    ...launch(),
    kills: 0,
    async killAndStart() {
      seat.kills += 1;
      await seat.service.kill();
      seat.start();
    },
    start: () => void Object.assign(seat, launch()),
  };
  return seat;
}

export type Killing = {
  kills: number;
  /** Between two kills, in milliseconds: at least, and at most so much more. */
  everyMs: number;
  spreadMs: number;
  chance: Chance;
};

/** Kills a seat of the fleet again and again, whatever it is doing, be it starting; one in four with nobody ready. */
export async function killAgainAndAgain(fleet: Fleet, options: Killing): Promise<void> {
  const { kills, everyMs, spreadMs, chance } = options;
  for (let kill = 0; kill < kills; kill += 1) {
    // On a machine that is slow to start them, processes would else be killed before they have done anything.
    if (chance.below(4) > 0) await Promise.any(fleet.seats.map((seat) => seat.ready));
    await pause(everyMs + chance.below(spreadMs));
    await chance.pick(fleet.seats).killAndStart();
  }
}

/** Waits until nothing is fetched any more. A text that is fetched and called back is kept under one of its two ids. */
export async function caughtUp(pool: Pool): Promise<void> {
  const heard = async () => (await pool.run(readSending)).heardAt !== null;
  await until('what came in before the start is fetched', heard, CAUGHT_UP_MS);
}
