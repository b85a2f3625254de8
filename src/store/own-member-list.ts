import { OF_THE_DESK } from './ladder-requests.ts';
import type { Tx } from './transact.ts';

/** A member of one counsellor, as the database shows her to that counsellor alone. */
export type OwnMember = {
  id: string;
  memberId: string;
  phoneId: string;
  stopped: boolean;
  paused: boolean;
  purposes: string[];
  language: string;
  since: Date;
  heardAt: Date | null;
};

/** Of these ids those that the database lets whoever reads see. Asked as staff (`asStaff`). */
export function readOwnMembers(tx: Tx, ids: readonly string[], now: Date): Promise<OwnMember[]> {
  return tx<OwnMember[]>`
    select m.id, m.id as member_id, m.phone_id, t.stopped, coalesce(m.paused_until > ${now}, false) as paused,
      m.language, m.created_at as since, t.heard_at, t.purposes
    from member m cross join lateral own_standing(m.id) t
    where m.id = any (${[...ids]}::uuid[])
    order by m.created_at desc, m.id desc`;
}

/** Where these members are reached, of those that the database lets whoever reads see. */
export function readOwnPhones(
  tx: Tx,
  ids: readonly string[],
): Promise<{ id: string; memberId: string; phoneId: string }[]> {
  return tx`
    select m.id, m.id as member_id, m.phone_id from member m where m.id = any (${[...ids]}::uuid[])`;
}

export type OwnRequest = { id: string; memberId: string | null; reason: string; openedAt: Date };

/**
 * Open requests of these members, oldest first, of those that the database lets whoever reads see. Asked as staff. By phone, where
 * there is an index: else each open request of the programme would be asked whose it is.
 */
export function readOwnRequests(
  tx: Tx,
  members: readonly { id: string; phoneId: string }[],
  limit: number,
): Promise<OwnRequest[]> {
  const [ids, phones] = [members.map(({ id }) => id), members.map(({ phoneId }) => phoneId)];
  return tx<OwnRequest[]>`
    select f.id, f.member_id, f.reason, f.opened_at
    from follow_up f
    where f.phone_id = any (${phones}::uuid[]) and f.member_id = any (${ids}::uuid[]) and f.state = 'open'
      and f.reason <> all (${OF_THE_DESK})
    order by f.opened_at, f.id limit ${limit}`;
}
