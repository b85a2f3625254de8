import type { Db } from './transact.ts';

/** The sealed values of a talk, as its last turn left them. */
export type LastWords = {
  phoneId: string;
  wrappedKey: Buffer;
  turn: number;
  sealed: Buffer;
  ownSealed: Buffer | null;
};

/** Talks whose last turn was before that, and which still hold what was written in it; the first `skip` are left out. */
export function lastWords(
  db: Db,
  { before, skip, limit }: { before: Date; skip: number; limit: number },
): Promise<LastWords[]> {
  return db<LastWords[]>`
    select c.phone_id, p.wrapped_key, c.turn, c.sealed, c.own_sealed
    from turn t
    join conversation c on c.phone_id = t.phone_id and c.turn = t.turn and c.sealed = t.sealed
    join phone p on p.id = c.phone_id
    where t.at < ${before} and t.sealed is not null
    order by t.at, t.phone_id
    offset ${skip} limit ${limit}`;
}

export async function countLastWords(db: Db, before: Date): Promise<number> {
  const [row] = await db<{ count: number }[]>`
    select count(*)::int
    from turn t join conversation c on c.phone_id = t.phone_id and c.turn = t.turn and c.sealed = t.sealed
    where t.at < ${before} and t.sealed is not null`;
  return row?.count ?? 0;
}

/** Puts these values in the place of those that were read; a turn that came between is left as it is. */
export async function saveLastWords(
  db: Db,
  { phoneId, turn }: LastWords,
  { sealed, ownSealed }: { sealed: Buffer; ownSealed: Buffer | null },
): Promise<void> {
  await db`
    update conversation
    set sealed = ${sealed}, own_sealed = coalesce(${ownSealed}::bytea, own_sealed)
    where phone_id = ${phoneId} and turn = ${turn}`;
}
