import type { Db } from './transact.ts';

/** What decides whether a member can be told something in time. */
export type Reachable = {
  pausedUntil: Date | null;
  /** `08:00:00`; null where she has chosen none. */
  hoursFrom: string | null;
  hoursTo: string | null;
  /** What says whether somebody was heard of late. */
  memberId: string | null;
  heardAt: Date | null;
  provedAt: Date | null;
  joinedAt: Date | null;
  doubted: boolean;
};

/** Members of a group to whom a text may be sent at all: with her yes, and not to who only dials. */
export function reachableMembers(db: Db, groupId: string, now: Date): Promise<Reachable[]> {
  return db<Reachable[]>`
    select m.paused_until, m.hours_from::text as hours_from, m.hours_to::text as hours_to, c.member_id, c.heard_at,
      c.proved_at, m.created_at as joined_at, c.doubted
    from membership q
    join conversation c on c.phone_id = q.phone_id
    left join member m on m.id = c.member_id
    where q.group_id = ${groupId} and q.state = 'agreed' and c.trouble is null
      and has_consent(q.phone_id, 'group_reminders', ${now}) and not is_stopped(q.phone_id)
      and not ('dial_only' = any (coalesce(m.traits, '{}')))`;
}
