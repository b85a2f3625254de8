import { wakeRequests } from './ladder-requests.ts';
import type { Db, Tx } from './transact.ts';

/** Her hours on the duty list of her place; undefined where she is on none. */
export async function dutyOf(
  db: Db,
  counsellorId: string,
): Promise<{ days: string[]; from: string; to: string } | undefined> {
  const [row] = await db<{ days: string[]; from: string; to: string }[]>`
    select days, to_char(hours_from, 'HH24:MI') as from, to_char(hours_to, 'HH24:MI') as to
    from duty where counsellor_id = ${counsellorId} order by place limit 1`;
  return row;
}

/** She stays on the list; who stands there is her supervisor's to say. */
export async function setDutyHours(
  tx: Tx,
  counsellorId: string,
  hours: { from: string; to: string },
): Promise<void> {
  await tx`
    update duty set hours_from = ${hours.from}::time, hours_to = ${hours.to}::time
    where counsellor_id = ${counsellorId}`;
}

/** Away until that moment. Lock her row first, and pass her list on. */
export async function setAway(tx: Tx, id: string, until: Date, now: Date): Promise<void> {
  await tx`
    update counsellor set state = 'away', away_until = ${until}, state_at = ${now} where id = ${id}`;
}

/** She is back, on the day that she said or before. Lock her row first. */
export async function returnFromAway(tx: Tx, id: string, now: Date): Promise<void> {
  await tx`
    update counsellor set state = 'active', away_until = null, state_at = ${now}
    where id = ${id} and state = 'away'`;
  await wakeRequests(tx, now);
}

/** Whoever said until when she is away is back from then on. Returns how many. */
export async function comeBack(db: Db, now: Date): Promise<number> {
  const rows = await db`
    update counsellor set state = 'active', away_until = null, state_at = ${now}
    where state = 'away' and away_until <= ${now} returning id`;
  if (rows.length > 0) await wakeRequests(db, now);
  return rows.length;
}

/** Until when somebody is away. */
export async function awayUntil(db: Db, id: string): Promise<Date | undefined> {
  const [row] = await db<{ awayUntil: Date | null }[]>`
    select away_until from counsellor where id = ${id}`;
  return row?.awayUntil ?? undefined;
}
