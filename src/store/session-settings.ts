import type { Session } from './connection.ts';
import type { Endpoint } from './read-target.ts';

export type SessionOptions = {
  /** Shown in pg_stat_activity. */
  applicationName: string;
  /** The role to act as, where one login serves several. */
  role?: string;
  schema?: string;
  /** Longest statement, wait for a lock, and pause inside a transaction, in milliseconds; 0 is without limit. */
  statementTimeoutMs: number;
  lockTimeoutMs: number;
  idleInTransactionMs: number;
};

/** Milliseconds between looks at whether a caller is still there while its statement runs (PostgreSQL 14 and later). */
const CLIENT_CHECK_MS = 1_000;

/**
 * What reading a page by its key costs beside reading on: disks that turn are gone. With PostgreSQL's own 4, a batch of 64
 * turns reads whole tables of 5,000 phones.
 */
const RANDOM_PAGE_COST = '1.1';

/** Settings for the start of a session, and those for the beginning of each transaction where sessions are shared. */
export function sessionSettings(
  endpoint: Endpoint,
  options: SessionOptions,
): { atStart: Session; atBegin: Session | undefined } {
  const always: Session = { application_name: options.applicationName, TimeZone: 'UTC' };
  const limits: Session = {
    statement_timeout: `${options.statementTimeoutMs}`,
    lock_timeout: `${options.lockTimeoutMs}`,
    idle_in_transaction_session_timeout: `${options.idleInTransactionMs}`,
    client_connection_check_interval: `${CLIENT_CHECK_MS}`,
    random_page_cost: RANDOM_PAGE_COST,
    jit: 'off',
    ...(options.schema === undefined ? {} : { search_path: options.schema }),
    ...(options.role === undefined ? {} : { role: options.role }),
  };
  // A pooler refuses settings it cannot carry from session to session, so that there they are sent with each transaction.
  return endpoint.pooled
    ? { atStart: always, atBegin: limits }
    : { atStart: { ...always, ...limits }, atBegin: undefined };
}
