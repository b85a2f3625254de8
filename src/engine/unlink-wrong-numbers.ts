import { unlinkPhone } from '../store/unlink-phone.ts';
import { openWrongNumbers, type WrongNumber } from '../store/wrong-numbers.ts';
import type { StopParts } from './stop.ts';

/** Wrong numbers taken up at once. */
const OPEN_MAX = 50;
/** Longest one may wait for the gate: a call lasts 8 s. */
const UNLINK_LIMIT_MS = 12_000;

type Parts = Pick<StopParts, 'pool' | 'waitingPool' | 'clock' | 'log'>;

/**
 * Takes phones away from their members where somebody said that it is a wrong number. The STOP was asked in the statement
 * that wrote it down, so nothing leaves meanwhile; whoever dies between the two leaves it to the next sweep.
 */
export async function unlinkWrongNumbers(parts: Parts): Promise<void> {
  const open = await parts.pool.run((db) => openWrongNumbers(db, OPEN_MAX));
  for (const each of open) await unlinkWrongNumber(parts, each);
}

/** One of them. What fails is left to the next sweep, and holds up no other. */
export async function unlinkWrongNumber(
  { waitingPool, clock, log }: Omit<Parts, 'pool'>,
  { stopSeq, phoneId }: WrongNumber,
): Promise<void> {
  const now = clock.now();
  try {
    await waitingPool.run((db) => unlinkPhone(db, phoneId, now, 'wrong_number', { stopSeq }), {
      deadlineMs: UNLINK_LIMIT_MS,
    });
    log.warn('wrong_number', { phone: phoneId });
  } catch (error) {
    log.error('wrong_number_not_unlinked', { phone: phoneId }, error);
  }
}
