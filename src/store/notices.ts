import type { Tx } from './transact.ts';

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
