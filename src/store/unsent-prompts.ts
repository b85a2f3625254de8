import type { Db } from './transact.ts';

/**
 * Urgent requests whose prompt did not leave, and will not, are due at once: whoever was asked has heard nothing, so nobody
 * waits for her answer. Each prompt once; it shares its moment with its text. Returns how many.
 */
export async function passUnsent(db: Db, now: Date): Promise<number> {
  const rows = await db`
    with unsent as materialized (
      select f.id, f.counsellor_id, f.rung from follow_up f
      where f.state = 'open' and f.kind = 'urgent' and f.stage = 'offered' and f.due_at > ${now} and exists (
        select from prompt q
        join counsellor c on c.id = q.counsellor_id
        join message m on m.phone_id = c.phone_id and m.created_at = q.sent_at and m.class = 'prompt' and m.urgent
        where q.follow_up_id = f.id and q.counsellor_id = f.counsellor_id and q.closed_at is null
          and m.state in ('expired', 'cancelled', 'failed') and not exists (
            select from follow_up_act a
            where a.follow_up_id = f.id and a.counsellor_id = f.counsellor_id and a.at > q.sent_at)
      )
      order by f.id
      for no key update of f skip locked
    ), moved as (
      update follow_up f set due_at = ${now} from unsent u where f.id = u.id
    )
    insert into follow_up_act (follow_up_id, counsellor_id, act, rung, at, channel)
    select id, counsellor_id, 'unsent', rung, ${now}, 'service' from unsent
    returning 1`;
  return rows.length;
}
