import type { Db } from './transact.ts';

/** Whether none of the texts in which the phone `p` was asked something last, and nudged since, has left. For timers only. */
export function neverLeft(db: Db) {
  return db`(a.timer_id is not null and coalesce((
        select bool_and(q.state not in ('sending', 'sent', 'unknown'))
        from (
          select b.turn, b.at from turn b where b.phone_id = p.id and b.event = 'start' order by b.turn desc limit 1
        ) b
        join turn u on u.phone_id = p.id and u.turn >= b.turn and u.event in ('start', 'silence')
        join message q on q.phone_id = p.id and q.created_at >= b.at and q.turn = u.turn
      ), false)) as never_left`;
}
