import postgres from 'postgres';
import { DeadlinePassed, pause, systemClock, withDeadline } from '../base/clock.ts';
import { startConnection, type Connection, type Session } from './connection.ts';
import { DatabaseLost } from './database-lost.ts';
import type { Endpoint } from './read-target.ts';

/** The connections of a pool: those in use and those at rest. How many there may be is for the pool to say. */
export type OpenConnections = {
  /** One at rest, else a new one. @throws DatabaseLost when there is none by then, PostgresError when there never will be */
  take(byMs: number): Promise<Connection>;
  giveBack(connection: Connection): void;
  /** Drops the sockets of all of them at once. */
  cut(): void;
  /** Closes all of them. */
  end(): Promise<void>;
};

/** Milliseconds between attempts to connect, doubling: short, so that a restart is over for us within seconds. */
const BACKOFF_FIRST_MS = 20;
const BACKOFF_LONGEST_MS = 500;
/** Milliseconds left for a last attempt. */
const LAST_TRY_MS = 20;
/** Milliseconds after which a connection is replaced when given back: what a server keeps for one grows. */
const LIFETIME_MS = 45 * 60_000;
/** Milliseconds at rest after which a connection is not trusted: something on the way may have forgotten it. */
const REST_MS = 5 * 60_000;

type Held = Connection & { openedMs: number; restingMs: number };

export function keepConnections(endpoint: Endpoint, session: Session): OpenConnections {
  const all = new Map<Connection, Held>();
  const resting: Held[] = [];
  let failures = 0;

  function start(): Held {
    const held = { ...startConnection(endpoint, session), openedMs: now(), restingMs: now() };
    all.set(held, held);
    held.lost.addEventListener('abort', () => {
      all.delete(held);
      const place = resting.indexOf(held);
      if (place !== -1) resting.splice(place, 1);
    });
    return held;
  }
  /** Tries until there is one or the time is over: a server that restarts is back in about a second. */
  async function open(byMs: number): Promise<Connection> {
    for (;;) {
      const leftMs = byMs - now();
      if (leftMs <= 0) throw new DatabaseLost('nothing', 'unreachable');
      const held = start();
      try {
        await withDeadline(held.ready, leftMs, 'connecting');
        failures = 0;
        return held;
      } catch (error) {
        held.destroy();
        if (isFinal(error)) throw error;
        const backoffMs = Math.min(BACKOFF_FIRST_MS * 2 ** failures, BACKOFF_LONGEST_MS);
        failures += 1;
        const waitMs = Math.min(backoffMs, byMs - now() - LAST_TRY_MS);
        if (waitMs <= 0) throw new DatabaseLost('nothing', 'unreachable', error);
        await pause(waitMs);
      }
    }
  }
  return {
    async take(byMs) {
      for (let held = resting.pop(); held !== undefined; held = resting.pop())
        if (now() - held.restingMs < REST_MS) return held;
        else held.destroy();
      return await open(byMs);
    },
    giveBack(connection) {
      const held = all.get(connection);
      if (held === undefined) return;
      held.restingMs = now();
      if (now() - held.openedMs > LIFETIME_MS) void held.end();
      else resting.push(held);
    },
    cut: () => all.forEach((held) => held.destroy()),
    end: async () => void (await Promise.all([...all.keys()].map((held) => held.end()))),
  };
}

const now = () => systemClock.monotonicMs();

/** A refusal that trying again will not change: who we are, which database, an unknown role or setting. */
function isFinal(error: unknown): boolean {
  if (error instanceof DeadlinePassed || !(error instanceof postgres.PostgresError)) return false;
  return /^(28|3D|22023|42704)/.test(error.code);
}
