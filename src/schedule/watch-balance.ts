import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import type { Pool } from '../store/connect.ts';
import { noteBalance, readSending } from '../store/sending-state.ts';

/** A rise by this factor is a top-up; the reserve is then a share of the new balance. */
const TOP_UP = 1.05;

export type BalanceParts = {
  pool: Pool;
  clock: Clock;
  log: Log;
  balance: () => Promise<{ currency: string; amount: number }>;
  /** The share of the usual balance below which unprompted messages begin to wait. */
  reserve: number;
};

/** Reads what is left on the account and says what waits: nudges first, then group reminders, then check-ins. */
export async function watchBalance({
  pool,
  clock,
  log,
  balance,
  reserve,
}: BalanceParts): Promise<void> {
  const { currency, amount } = await balance();
  const before = await pool.run(readSending);
  const last = Number(before.balance?.split(' ')[1] ?? 0);
  const top = amount > last * TOP_UP ? amount : Math.max(before.balanceTop ?? 0, amount);
  const saving = savingAt(amount, top, reserve);
  if (saving !== before.saving) log.warn('saving_changed', { saving });
  const note = { text: `${currency} ${amount.toFixed(4)}`, at: clock.now(), top, saving };
  await pool.run((db) => noteBalance(db, note));
}

/** 0 nothing waits, 1 nudges, 2 group reminders too, 3 check-ins too; answers to people and care texts never. */
export function savingAt(amount: number, top: number, reserve: number): 0 | 1 | 2 | 3 {
  const share = top === 0 ? 0 : amount / top;
  if (share >= reserve) return 0;
  if (share >= (reserve * 2) / 3) return 1;
  return share >= reserve / 3 ? 2 : 3;
}
