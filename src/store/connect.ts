import { systemClock } from '../base/clock.ts';
import { DatabaseLost } from './database-lost.ts';
import { keepConnections } from './open-connections.ts';
import { readTarget, type Target } from './read-target.ts';
import { sessionSettings, type SessionOptions } from './session-settings.ts';
import { runOn, transactOn, type Db, type Job, type Tx } from './transact.ts';
import { createWaitingLine } from './waiting-line.ts';

export type { Target } from './read-target.ts';
export type { Db, Tx } from './transact.ts';

/** `deadlineMs`: milliseconds from now, waiting for a connection included. */
type Limit = { deadlineMs?: number };
/** `heed` is told the detail of each notice that the server sends meanwhile, as of a `vacuum (verbose)`; not through a pooler. */
type Heeding = { heed?: (detail: string) => void };

/**
 * Connections to one database in one role. All that goes through it ends within its deadline, whatever the server does; work that
 * runs past it loses its connection, so that a server that hangs cannot use the pool up.
 */
export type Pool = {
  /**
   * One statement outside a transaction, or several that may each stand alone.
   * @throws DatabaseLost, PostgresError, and what `work` throws
   */
  run<T>(work: (db: Db) => Promise<T>, limit?: Limit & Heeding): Promise<T>;
  /**
   * The only place where a transaction begins: it commits when `work` resolves and rolls back when `work` rejects.
   * `lost` is aborted as soon as it is lost (connection broken, deadline passed): its locks are then gone, so stop
   * what they protect. @throws DatabaseLost, PostgresError, and what `work` throws
   */
  transact<T>(work: (tx: Tx, lost: AbortSignal) => Promise<T>, limit?: Limit): Promise<T>;
  /** Drops all sockets at once. The pool opens new ones when asked to. */
  cut(): void;
  /** Takes no more work, waits for what it has (each has its deadline), closes. */
  close(): Promise<void>;
};

export type PoolOptions = SessionOptions & {
  /** Connections at most; each does one `run` or `transact` at a time. */
  max: number;
  /** The deadline of work that names none, in milliseconds. */
  deadlineMs?: number;
};

/** An answer to a turn is due in 2.2 s (ARCHITECTURE.md, "A turn"). */
const DEADLINE_MS = 2_200;

/** Connects when first asked to. @throws Refusal when the target cannot be read */
export function openPool(target: Target, options: PoolOptions): Pool {
  const endpoint = readTarget(target);
  const { atStart, atBegin } = sessionSettings(endpoint, options);
  const connections = keepConnections(endpoint, atStart);
  const line = createWaitingLine(options.max);
  let closing = false;

  async function use<T>(job: Job<T>, limit: Limit | undefined): Promise<T> {
    if (closing) throw new DatabaseLost('nothing', 'closed');
    const deadlineMs = limit?.deadlineMs ?? options.deadlineMs ?? DEADLINE_MS;
    const byMs = systemClock.monotonicMs() + deadlineMs;
    await line.enter(deadlineMs).catch((late: unknown) => {
      throw new DatabaseLost('nothing', 'busy', late);
    });
    try {
      const connection = await connections.take(byMs);
      try {
        return await job(connection, byMs - systemClock.monotonicMs());
      } finally {
        connections.giveBack(connection);
      }
    } finally {
      line.leave();
    }
  }
  return {
    // Where sessions are shared, settings hold for one transaction, so that there everything is one.
    run: (work, limit) =>
      use(atBegin ? transactOn(work, atBegin) : runOn(work, limit?.heed), limit),
    transact: (work, limit) => use(transactOn(work, atBegin), limit),
    cut: () => connections.cut(),
    async close() {
      closing = true;
      await line.emptied();
      await connections.end();
    },
  };
}
