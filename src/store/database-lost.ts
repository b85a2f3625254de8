/** Why the database did not answer. */
export type LostReason =
  | 'busy' // every connection was in use until the deadline
  | 'unreachable' // no connection could be opened
  | 'deadline' // the work ran past its deadline; its connection was destroyed
  | 'cut' // the connection broke
  | 'closed'; // the pool is closing

/**
 * The database did not answer in time, or at all. `nothing`: nothing of it is or will be committed, so the work may be done
 * again. `unknown`: it may be committed; look it up by its unique key, never assume. Errors that PostgreSQL
 * itself reports (`postgres.PostgresError`) are passed on as they are: then nothing was committed.
 */
export class DatabaseLost extends Error {
  override readonly name = 'DatabaseLost';
  readonly outcome: 'nothing' | 'unknown';
  /** The reason; named as drivers name it so that the log shows it. */
  readonly code: LostReason;
  constructor(outcome: 'nothing' | 'unknown', code: LostReason, cause?: unknown) {
    super(`database lost: ${code}`, { cause });
    this.outcome = outcome;
    this.code = code;
  }
}
