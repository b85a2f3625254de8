import type { Db, Tx } from './transact.ts';

/** A member where she is reached now. */
export type MemberPlace = {
  memberId: string;
  /** From 1 to 4: who joined first on this phone is 1. */
  slot: number;
  phoneId: string;
  numberIndex: Buffer;
  wrappedKey: Buffer;
  /** Everything of this phone is about to be deleted: until that is undone nobody is told of her. */
  erasing: boolean;
};

/** Who takes part with a number, under any of its look-up values, in the order of slots. */
export function membersAt(db: Db, numberIndexes: readonly Buffer[]): Promise<MemberPlace[]> {
  const indexes = numberIndexes.map((index) => index.toString('hex'));
  return db<MemberPlace[]>`
    select m.id as member_id, m.slot, p.id as phone_id, p.number_index, p.wrapped_key,
      exists (select from erasure e where e.phone_id = p.id and e.state = 'pending') as erasing
    from phone p join member m on m.phone_id = p.id and m.unlinked_at is null
    where p.number_index in (select decode(i, 'hex') from unnest(${indexes}::text[]) i)
    order by m.slot`;
}

/** She has no PIN from then on, and whoever was made to wait on her phone waits no longer. */
export async function clearPin(tx: Tx, memberId: string, phoneId: string): Promise<void> {
  await tx`update member set pin_hash = null where id = ${memberId}`;
  await tx`
    update conversation set pin_tries = 0, pin_wait_until = null where phone_id = ${phoneId}`;
}

/** Opens requests for a person that nobody of this phone has made. */
export async function openStaffRequests(
  tx: Tx,
  requests: readonly { id: string; reason: string }[],
  about: { phoneId: string; memberId: string; now: Date },
): Promise<void> {
  const { phoneId, memberId, now } = about;
  for (const { id, reason } of requests)
    await tx`
      insert into follow_up (id, phone_id, member_id, reason, channel, opened_at)
      values (${id}, ${phoneId}, ${memberId}, ${reason}, 'operator', ${now})`;
}

/**
 * A member has died: what was asked of or for her is over, nobody is to be hers, and nobody is told. Its rows are locked in the
 * order in which lists move: requests by id, then assignments.
 */
export async function endAllOf(tx: Tx, memberId: string, now: Date): Promise<void> {
  await tx`
    select from follow_up where member_id = ${memberId} and state = 'open' order by id for no key update`;
  await tx`
    update prompt set closed_at = ${now}
    where closed_at is null and (about_id = ${memberId} or follow_up_id in (
      select id from follow_up where member_id = ${memberId} and state = 'open'))`;
  await tx`
    update follow_up set state = 'done', ended_as = 'died', ended_at = ${now}, due_at = null
    where member_id = ${memberId} and state = 'open'`;
  await tx`
    update assignment set state = 'ended', until = ${now}, ended_as = 'died', told_as = 'ended'
    where member_id = ${memberId} and until is null`;
}
