import { lateAt, OF_THE_DESK, unreached } from './ladder-requests.ts';
import type { Db } from './transact.ts';

/** What is due at a moment, by its kind. */
export type Due = {
  timers: boolean;
  messages: boolean;
  /** Requests for a person, those of which nobody has been met for a day included. */
  requests: boolean;
  erasures: boolean;
  /** The next instant after it at which anything is. */
  next: Date | null;
  /** The next at which a message is that was tried before. */
  again: Date | null;
};

/** Looked up by indexes alone, so that it may be asked at each moment of months. */
export async function dueNow(db: Db, now: Date): Promise<Due> {
  const request = db`coalesce(f.due_at, case when f.stage in ('accepted', 'top') then 'infinity'::timestamptz
    else f.opened_at end)`;
  const [row] = await db<Due[]>`
    with late as materialized (
      select ${lateAt(db)} as at from follow_up f where ${unreached(db)}
    ), erasing as materialized (select due_at as at from erasure where state = 'pending')
    select
      -- By the least of them: told to look for any, the planner reads the table, in which mostly there is none.
      coalesce((select min(due_at) from timer where stopped_by is null) <= ${now}, false) as timers,
      exists (select from message where state = 'queued' and send_after <= ${now}) as messages,
      exists (select from follow_up f where f.state = 'open' and ${request} <= ${now} and f.reason <> all (${OF_THE_DESK}))
        or exists (select from late where at <= ${now}) as requests,
      exists (select from erasing where at <= ${now}) as erasures,
      least(
        (select min(due_at) from timer where stopped_by is null and due_at > ${now}),
        (select min(send_after) from message where state = 'queued' and send_after > ${now}),
        (select min(${request}) from follow_up f
          where f.state = 'open' and ${request} > ${now} and ${request} < 'infinity'),
        (select min(at) from late where at > ${now}),
        (select min(at) from erasing where at > ${now})
      ) as next,
      (select min(send_after) from message where state = 'queued' and send_after > ${now} and tries > 0) as again`;
  if (row === undefined) throw new Error('impossible: a select of nothing but values has a row');
  return row;
}
