import type { Db } from './transact.ts';

/** Somebody else has the number; nobody has been heard there for long; the member has died. */
export type UnlinkedWhy = 'wrong_number' | 'lapse' | 'died';

/**
 * From its commit on this phone leads to no member: consents are withdrawn, what is queued is cancelled (an acknowledgement
 * only after a death), timers are gone, nothing is remembered, and whoever joins there is somebody new. What is stored of
 * the members stays sealed. Returns their ids; none where there was nobody. Raises the epoch, so that a turn decided
 * before is beaten; `lapse`: nothing is done where somebody has been heard meanwhile. Waits for a message of this phone that
 * is on its way: call it on the pool that may wait. `onlyMemberId`: the others stay members, their consents are out all the
 * same. `stopSeq`: for the wrong number of that STOP, once; whoever took part there since is not touched.
 */
export async function unlinkPhone(
  db: Db,
  phoneId: string,
  now: Date,
  why: UnlinkedWhy,
  { onlyMemberId, stopSeq }: { onlyMemberId?: string; stopSeq?: string } = {},
): Promise<string[]> {
  const rows = await db<{ id: string }[]>`
    select unlink_phone as id from unlink_phone(${phoneId}::uuid, ${now}, ${why}, ${onlyMemberId ?? null}::uuid,
      ${stopSeq ?? null}::bigint)`;
  return rows.map(({ id }) => id);
}
