import { closeWrongNumber, openWrongNumbers } from '../store/wrong-numbers.ts';
import { unlinkPhone } from '../store/unlink-phone.ts';
import type { StopParts } from './stop.ts';

/** Wrong numbers taken up at once. */
const OPEN_MAX = 50;
/** Longest one may wait for the gate: a call lasts 8 s. */
const UNLINK_LIMIT_MS = 12_000;

/**
 * Takes phones away from their members where somebody said that it is a wrong number. The STOP was asked in the statement
 * that wrote it down, so nothing leaves meanwhile; whoever dies between the two leaves it to the next sweep.
 */
export async function unlinkWrongNumbers({
  pool,
  waitingPool,
  clock,
  log,
}: Pick<StopParts, 'pool' | 'waitingPool' | 'clock' | 'log'>): Promise<void> {
  const open = await pool.run((db) => openWrongNumbers(db, OPEN_MAX));
  for (const { stopSeq, phoneId } of open) {
    const now = clock.now();
    await waitingPool.run((db) => unlinkPhone(db, phoneId, now, 'wrong_number'), {
      deadlineMs: UNLINK_LIMIT_MS,
    });
    await pool.run((db) => closeWrongNumber(db, stopSeq, now));
    log.warn('wrong_number', { phone: phoneId });
  }
}
