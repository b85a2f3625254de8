import { finishWithdrawal, openWithdrawals } from '../store/withdrawals.ts';
import type { StopParts } from './stop.ts';

/** Withdrawals taken up at once. */
const OPEN_MAX = 50;
/** Longest one may wait for the gate: a call lasts 8 s. */
const FINISH_LIMIT_MS = 12_000;

/**
 * Finishes what turns have asked to take back, one purpose each, whoever asked: under the gate lock, which no turn
 * updates (ARCHITECTURE.md, "Sending, and STOP"). From the turn's commit on the gate refuses that purpose. */
export async function finishWithdrawals(
  parts: Pick<StopParts, 'pool' | 'waitingPool' | 'clock' | 'log'>,
): Promise<void> {
  const { pool, waitingPool, clock, log } = parts;
  const open = await pool.run((db) => openWithdrawals(db, OPEN_MAX));
  const finish = (seq: string) =>
    waitingPool.run((db) => finishWithdrawal(db, seq, clock.now()), {
      deadlineMs: FINISH_LIMIT_MS,
    });
  const outcomes = await Promise.allSettled(open.map(finish));
  for (const outcome of outcomes)
    if (outcome.status === 'rejected') log.error('withdrawal_not_finished', {}, outcome.reason);
}
