import type { PhoneRow } from './turn-rows.ts';
import type { Db } from './transact.ts';

/** What is sealed of a member's own words, with all that decides whether anybody may see them. */
export type OwnWords = Pick<
  PhoneRow,
  | 'phoneId'
  | 'ownSealed'
  | 'wrappedKey'
  | 'memberId'
  | 'heardAt'
  | 'provedAt'
  | 'joinedAt'
  | 'doubted'
  | 'sharedPhone'
  | 'traits'
>;

/** Undefined where she has stopped, is about to be erased, or another member of her phone was heard last. */
export async function ownWordsOf(db: Db, memberId: string): Promise<OwnWords | undefined> {
  const [row] = await db<OwnWords[]>`
    select c.phone_id, c.own_sealed, p.wrapped_key, c.member_id, c.heard_at, c.proved_at, m.created_at as joined_at,
      c.doubted, m.shared_phone, m.traits
    from conversation c join member m on m.id = c.member_id join phone p on p.id = c.phone_id
    where c.member_id = ${memberId} and m.phone_id = c.phone_id and m.unlinked_at is null and not is_stopped(c.phone_id)
      and not exists (select from erasure e where e.phone_id = c.phone_id and e.state = 'pending')`;
  return row;
}
