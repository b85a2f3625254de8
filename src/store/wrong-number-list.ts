import type { Db, Tx } from './transact.ts';

export type ListedWrongNumber = {
  stopSeq: string;
  at: Date;
  phoneId: string;
  numberSealed: Buffer;
  wrappedKey: Buffer;
  /** Of those who took part with this number. */
  memberIds: string[];
};

/** Members whose number turned out to be somebody else's, the oldest first, until staff has dealt with it. */
export function listWrongNumbers(db: Db, limit: number): Promise<ListedWrongNumber[]> {
  return db<ListedWrongNumber[]>`
    select w.stop_seq::text, w.at, p.id as phone_id, p.number_sealed, p.wrapped_key,
      array_agg(m.id order by m.slot) as member_ids
    from wrong_number w
    join phone p on p.id = w.phone_id
    join member m on m.phone_id = p.id and m.unlinked_why = 'wrong_number' and m.unlinked_at >= w.at
    where w.done_at is null
    group by w.stop_seq, p.id
    order by w.stop_seq
    limit ${limit}`;
}

/** False when there is no such entry, or it was dealt with before. */
export async function endWrongNumber(tx: Tx, stopSeq: string, now: Date): Promise<boolean> {
  const ended = await tx`
    update wrong_number set done_at = ${now}
    where stop_seq = ${stopSeq}::bigint and done_at is null
    returning stop_seq`;
  return ended.length > 0;
}
