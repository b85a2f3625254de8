import type { Tx } from './transact.ts';

/** A member of one counsellor, as the database shows her to that counsellor alone. */
export type OwnMember = {
  id: string;
  memberId: string;
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
    select m.id, m.id as member_id, is_own_stopped(m.phone_id) as stopped,
      coalesce(m.paused_until > ${now}, false) as paused, m.language, m.created_at as since,
      own_heard_at(m.phone_id) as heard_at,
      array(
        select y.purpose from (
          select distinct on (n.purpose) n.purpose, n.act from consent n
          where n.member_id = m.id order by n.purpose, n.at desc, n.act desc
        ) y where y.act = 'given' order by y.purpose
      ) as purposes
    from member m
    where m.id = any (${[...ids]}::uuid[])
    order by m.created_at desc, m.id desc`;
}
