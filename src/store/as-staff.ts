import type { Pool } from './connect.ts';
import type { Tx } from './transact.ts';

/** The same within a transaction that goes on with the rights it had. */
export async function withinAsStaff<T>(
  tx: Tx,
  staffId: string,
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  const [before] = await tx<{ role: string }[]>`
    select current_setting('role') as role, set_config('app.staff_id', ${staffId}, true),
      set_config('role', 'mazano_staff', true)`;
  const done = await work(tx);
  await tx`select set_config('role', ${before?.role ?? 'none'}, true), set_config('app.staff_id', '', true)`;
  return done;
}

/**
 * Does `work` in one transaction with the rights of staff and nothing more: the database itself then shows the members of
 * this counsellor alone, whatever is asked of it.
 */
export function asStaff<T>(pool: Pool, staffId: string, work: (tx: Tx) => Promise<T>): Promise<T> {
  return pool.transact(async (tx) => {
    await tx`
      select set_config('app.staff_id', ${staffId}, true), set_config('role', 'mazano_staff', true)`;
    return work(tx);
  });
}
