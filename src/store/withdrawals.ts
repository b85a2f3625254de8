import type { Db } from './transact.ts';

/** Withdrawals of one purpose that nobody has finished, oldest first. */
export async function openWithdrawals(db: Db, limit: number): Promise<string[]> {
  const rows = await db<{ seq: string }[]>`
    select seq::text from withdrawal where finished_at is null order by seq limit ${limit}`;
  return rows.map(({ seq }) => seq);
}

/** Takes the purpose back under the gate lock: waits for a message of this phone that is on its way. */
export async function finishWithdrawal(db: Db, seq: string, now: Date): Promise<void> {
  await db`select finish_withdrawal(${seq}::bigint, ${now})`;
}
