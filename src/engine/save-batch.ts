import type { Log } from '../base/log.ts';
import type { Pool } from '../store/connect.ts';
import { isLockFault, isRowFault } from '../store/row-fault.ts';
import { saveTurns } from '../store/save-turns.ts';
import type { TurnWrite } from '../store/turn-rows.ts';

/** `won`: saved. `refused`: the database will never take it. Neither: locked or beaten, to be decided anew. */
export type Saved = { won: Set<string>; refused: Set<string> };

/** Saves a batch in one statement; where one row makes it fail, halves it until that row stands alone. */
export async function saveBatch(
  pool: Pool,
  log: Log,
  writes: readonly TurnWrite[],
): Promise<Saved> {
  if (writes.length === 0) return { won: new Set(), refused: new Set() };
  try {
    const won = await pool.run((db) => saveTurns(db, writes, false));
    return { won, refused: new Set() };
  } catch (error) {
    if (!isRowFault(error)) throw error;
    const [only] = writes;
    if (only !== undefined && writes.length === 1) {
      log.error('turn_not_saved', { phone: only.phoneId }, error);
      return { won: new Set(), refused: new Set([only.phoneId]) };
    }
    const half = Math.ceil(writes.length / 2);
    const first = await saveBatch(pool, log, writes.slice(0, half));
    const second = await saveBatch(pool, log, writes.slice(half));
    return { won: first.won.union(second.won), refused: first.refused.union(second.refused) };
  }
}

/** Saves one turn, waiting for its locks as long as the connection allows. False when it was beaten or stayed locked. */
export async function saveAlone(pool: Pool, write: TurnWrite): Promise<boolean> {
  try {
    return (await pool.run((db) => saveTurns(db, [write], true))).has(write.phoneId);
  } catch (error) {
    if (isLockFault(error)) return false;
    throw error;
  }
}
