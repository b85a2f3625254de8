import { INBOUND_GAP_MS } from './outbox.ts';
import type { Db } from './transact.ts';

/** The state of sending as a whole (table `sending`). */
export type SendingState = {
  paused: boolean;
  /** Nothing leaves but answers to STOP, HELP, 9 and words of danger. */
  quiet: boolean;
  saving: number;
  /** What the day's budget holds up: 0 nothing, 1 texts that nobody asked for, 2 replies too. */
  held: number;
  heardAt: Date | null;
  fetchedId: string;
  balance: string | null;
  balanceAt: Date | null;
  balanceTop: number | null;
  clockOffsetMs: number;
};

export async function readSending(db: Db): Promise<SendingState> {
  const [row] = await db<SendingState[]>`
    select paused, quiet, saving, held, heard_at, fetched_id, balance, balance_at, balance_top::float8,
      clock_offset_ms::float8
    from sending`;
  if (row === undefined) throw new Error('impossible: the row of sending is missing');
  return row;
}

/**
 * Something came in: sending stays open for the next ten minutes. After a gap it does not open what is closed: something
 * may have been missed, which only a fetch can tell.
 */
export async function noteHeard(db: Db, at: Date): Promise<void> {
  const gap = `${INBOUND_GAP_MS} milliseconds`;
  await db`
    update sending set heard_at = ${at}
    where heard_at between ${at}::timestamptz - ${gap}::interval and ${at}::timestamptz - interval '20 seconds'`;
}

/** A fetch went as far as `lastId`. `complete`: nothing is missing, so that sending opens. */
export async function noteFetched(
  db: Db,
  fetched: { at: Date; lastId: string; complete: boolean },
): Promise<void> {
  const { at, lastId, complete } = fetched;
  await db`
    update sending set fetched_id = ${lastId}, heard_at = case when ${complete} then ${at} else heard_at end`;
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
