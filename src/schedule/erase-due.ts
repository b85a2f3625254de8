import type { Clock } from '../base/clock.ts';
import type { Keyring } from '../base/keyring.ts';
import type { Log } from '../base/log.ts';
import type { Pool } from '../store/connect.ts';
import { dueErasures, finishErasure } from '../store/erasures.ts';

/** Erasures taken up at once: each is a transaction of its own. */
const DUE_MAX = 50;
/** Longest one may wait for the gate: a call lasts 8 s. */
const FINISH_LIMIT_MS = 12_000;

export type ErasureParts = {
  pool: Pool;
  /** Statements that wait for a gate. */
  waitingPool: Pool;
  keyring: Keyring;
  clock: Clock;
  log: Log;
};

/**
 * Finishes the erasures whose time has come. One that a crash or a slow send left is there at the next round. Two replicas may
 * do the same: one of them waits, and finds it done.
 */
export async function eraseDue({
  pool,
  waitingPool,
  keyring,
  clock,
  log,
}: ErasureParts): Promise<void> {
  const due = await pool.run((db) => dueErasures(db, clock.now(), DUE_MAX));
  for (const { id, phoneId } of due) {
    try {
      const outcome = await waitingPool.run((db) => finishErasure(db, id, clock.now()), {
        deadlineMs: FINISH_LIMIT_MS,
      });
      keyring.forget(phoneId);
      if (outcome === 'erased') log.info('erased', { erasure: id });
    } catch (error) {
      log.error('erasure_not_finished', { erasure: id }, error);
    }
  }
}
