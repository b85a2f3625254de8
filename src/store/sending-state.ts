import type { Db } from './transact.ts';

/** The state of sending as a whole (table `sending`). */
export type SendingState = {
  paused: boolean;
  saving: number;
  heardAt: Date | null;
  fetchedId: string;
  balance: string | null;
  balanceAt: Date | null;
  balanceTop: number | null;
  clockOffsetMs: number;
};

export async function readSending(db: Db): Promise<SendingState> {
  const [row] = await db<SendingState[]>`
    select paused, saving, heard_at, fetched_id, balance, balance_at, balance_top::float8,
      clock_offset_ms::float8
    from sending`;
  if (row === undefined) throw new Error('impossible: the row of sending is missing');
  return row;
}

/** Something came in, or a fetch said that nothing is missing: sending is open for the next ten minutes. */
export async function noteHeard(db: Db, at: Date): Promise<void> {
  await db`
    update sending set heard_at = ${at} where heard_at is null or heard_at < ${at}::timestamptz - interval '20 seconds'`;
}

export async function noteFetched(db: Db, at: Date, lastId: string): Promise<void> {
  await db`update sending set heard_at = ${at}, fetched_id = ${lastId}`;
}

export async function noteBalance(
  db: Db,
  note: { text: string; at: Date; top: number; saving: number },
): Promise<void> {
  await db`
    update sending
    set balance = ${note.text}, balance_at = ${note.at}, balance_top = ${note.top}, saving = ${note.saving}`;
}

/** Stops all sending, or opens it again. From its commit on no gate passes. */
export async function setPaused(db: Db, paused: boolean): Promise<void> {
  await db`update sending set paused = ${paused}`;
}

export async function saveClockOffset(db: Db, offsetMs: number): Promise<void> {
  await db`update sending set clock_offset_ms = ${Math.round(offsetMs)}`;
}

/** The gateway says that the account is empty: all that nobody waits for waits, until the balance is read again. */
export async function noteNoCredit(db: Db): Promise<void> {
  await db`update sending set saving = 3`;
}
