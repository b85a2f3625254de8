import type { Db } from './transact.ts';

/** The next instant after `now` at which a timer, a message, a request for a person or an erasure is due. */
export async function nextDue(db: Db, now: Date): Promise<Date | undefined> {
  const [row] = await db<{ due: Date | null }[]>`
    select least(
      (select min(due_at) from timer where stopped_by is null and due_at > ${now}),
      (select min(send_after) from message where state = 'queued' and send_after > ${now}),
      (select min(coalesce(due_at, opened_at)) from follow_up
        where state = 'open' and coalesce(due_at, opened_at) > ${now}),
      (select min(due_at) from erasure where state = 'pending' and due_at > ${now})
    ) as due`;
  return row?.due ?? undefined;
}
