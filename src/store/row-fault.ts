import postgres from 'postgres';

/** SQLSTATE classes that blame what was written, not the server: data, integrity, limits of one row. */
const OF_A_ROW = /^(22|23|42|54)/;
const LOCK_NOT_AVAILABLE = '55P03';
const DEADLOCK = '40P01';

/** Whether a statement failed for one of its rows, so that its other rows can be saved without it. */
export function isRowFault(error: unknown): boolean {
  return error instanceof postgres.PostgresError && OF_A_ROW.test(error.code);
}

/** Whether a lock could not be had in time: nothing was saved. */
export function isLockFault(error: unknown): boolean {
  return (
    error instanceof postgres.PostgresError &&
    (error.code === LOCK_NOT_AVAILABLE || error.code === DEADLOCK)
  );
}
