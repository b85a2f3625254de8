import type { Db } from './transact.ts';

/** A number that somebody said is not hers, whose phone still leads to the members it had. */
export type WrongNumber = { stopSeq: string; phoneId: string };

/** The oldest first; at most `limit`. */
export function openWrongNumbers(db: Db, limit: number): Promise<WrongNumber[]> {
  return db<WrongNumber[]>`
    select stop_seq::text, phone_id from wrong_number
    where unlinked_at is null
    order by stop_seq
    limit ${limit}`;
}
