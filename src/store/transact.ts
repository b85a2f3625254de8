import type postgres from 'postgres';
import { assert } from '../base/assert.ts';
import { DeadlinePassed, withDeadline } from '../base/clock.ts';
import type { Connection, Session } from './connection.ts';
import { DatabaseLost } from './database-lost.ts';

/** Anything that can run a statement: a connection, or an open transaction. */
export type Db = postgres.ISql;
/** An open transaction; a parameter of this type says "call me inside one". */
export type Tx = postgres.TransactionSql;

/** Something to do on a connection within `limitMs` milliseconds. */
export type Job<T> = (connection: Connection, limitMs: number) => Promise<T>;

/** `heed` is told the detail of each notice that the server sends meanwhile. */
export function runOn<T>(work: (db: Db) => Promise<T>, heed?: (detail: string) => void): Job<T> {
  return async (connection, limitMs) => {
    connection.notices.heed = heed;
    try {
      return await bounded(connection, limitMs, {
        work: () => work(connection.sql),
        outcome: () => 'unknown',
      });
    } finally {
      connection.notices.heed = undefined;
    }
  };
}

export function transactOn<T>(
  work: (tx: Tx, lost: AbortSignal) => Promise<T>,
  atBegin: Session | undefined,
): Job<T> {
  return (connection, limitMs) => {
    let done: { value: T } | undefined;
    const whole = async (lost: AbortSignal) => {
      await connection.sql.begin(async (tx) => {
        if (atBegin !== undefined) await apply(tx, atBegin);
        done = { value: await work(tx, lost) };
      });
      assert(done !== undefined, 'a transaction commits only after its work');
      return done.value;
    };
    // Until the work is done no commit has been written to the socket.
    return bounded(connection, limitMs, {
      work: whole,
      outcome: () => (done === undefined ? 'nothing' : 'unknown'),
    });
  };
}

async function apply(tx: Tx, settings: Session): Promise<void> {
  const names = Object.keys(settings);
  const values = Object.values(settings);
  await tx`select set_config(name, value, true) from unnest(${names}::text[], ${values}::text[]) as s(name, value)`;
}

type Bounded<T> = {
  work: (lost: AbortSignal) => Promise<T>;
  /** What is known of the work when the connection is lost now. */
  outcome: () => 'nothing' | 'unknown';
};

/** Ends with the work, with its connection or at its limit, whichever comes first; then the connection is destroyed. */
async function bounded<T>(connection: Connection, limitMs: number, job: Bounded<T>): Promise<T> {
  if (limitMs <= 0) throw new DatabaseLost('nothing', 'deadline');
  if (connection.lost.aborted) throw new DatabaseLost('nothing', 'cut');
  const broken = new AbortController();
  const { promise: cut, reject } = Promise.withResolvers<never>();
  const onLost = () => {
    reject(new DatabaseLost(job.outcome(), 'cut'));
    broken.abort();
  };
  connection.lost.addEventListener('abort', onLost, { once: true });
  try {
    return await withDeadline(Promise.race([job.work(broken.signal), cut]), limitMs, 'database');
  } catch (error) {
    const lost = asLost(error, connection, job.outcome());
    if (lost !== undefined || leavesOpen(error)) connection.destroy();
    throw lost ?? error;
  } finally {
    connection.lost.removeEventListener('abort', onLost);
    cut.catch(() => undefined);
  }
}

function asLost(
  error: unknown,
  connection: Connection,
  outcome: 'nothing' | 'unknown',
): DatabaseLost | undefined {
  if (error instanceof DatabaseLost) return error;
  if (error instanceof DeadlinePassed) return new DatabaseLost(outcome, 'deadline', error);
  if (connection.lost.aborted || isSocketError(error))
    return new DatabaseLost(outcome, 'cut', error);
  return undefined;
}

/** The socket's error comes before its end. Of all errors with an `errno`, the driver marks its own with the query. */
function isSocketError(error: unknown): boolean {
  return error instanceof Error && 'errno' in error && 'query' in error;
}

/** `begin` written by hand is refused by the driver, but the server has obeyed it. */
function leavesOpen(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'UNSAFE_TRANSACTION';
}
