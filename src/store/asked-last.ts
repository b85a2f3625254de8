import type { Db } from './transact.ts';

/**
 * What the phone `p` was asked last unasked, as `b`: the flow, and whether none of the texts in which it was asked, and nudged
 * since, has left. For timers only: said in the inner `where`, so that a text or a hop does not pay for it.
 */
export function askedLast(db: Db) {
  return db`left join lateral (
      select b.flow, coalesce((
          select bool_and(q.state not in ('sending', 'sent', 'unknown'))
          from turn u join message q on q.phone_id = p.id and q.created_at >= b.at and q.turn = u.turn
          where u.phone_id = p.id and u.turn >= b.turn and u.event in ('start', 'silence')
        ), false) as never_left
      from turn b
      where a.timer_id is not null and b.phone_id = p.id and b.event = 'start'
      order by b.turn desc
      limit 1
    ) b on true`;
}
