import type { Db, Tx } from './transact.ts';

/** What is told about a counsellor once for each day it is about. */
export type Notice =
  | 'silent'
  | 'refresher_soon'
  | 'refresher_over'
  | 'week'
  | 'week_of_hers'
  | 'complaints_taken';

/** False: it was told before. Two processes may ask at once; one of them tells it. */
export async function noteOnce(
  tx: Tx,
  n: { counsellorId: string; what: Notice; since: string; now: Date },
): Promise<boolean> {
  const rows = await tx`
    insert into counsellor_notice (counsellor_id, what, since, at)
    values (${n.counsellorId}, ${n.what}, ${n.since}, ${n.now})
    on conflict do nothing
    returning what`;
  return rows.length > 0;
}

/** Those of whom it was told before. */
export async function toldOf(
  db: Db,
  ids: readonly string[],
  n: { what: Notice; since: string },
): Promise<Set<string>> {
  const rows = await db<{ counsellorId: string }[]>`
    select counsellor_id from counsellor_notice
    where counsellor_id = any (${[...ids]}) and what = ${n.what} and since = ${n.since}`;
  return new Set(rows.map(({ counsellorId }) => counsellorId));
}
