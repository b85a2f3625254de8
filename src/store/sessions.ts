import type { Db } from './transact.ts';

/** The gateway says that a session is over: what was remembered of it goes. A later hop of it is a new dial. */
export async function endSession(db: Db, sessionId: string): Promise<void> {
  await db`
    update conversation
    set session_id = null, session_until = null, session_length = null, session_hash = null,
      session_offer = null, session_key = null, session_sealed = null
    where session_id = ${sessionId}`;
  await db`delete from home_session where session_id = ${sessionId}`;
}

/** Wipes what sessions held that are over and whose end nobody told us. Returns how many; the rest at the next look. */
export async function wipeSessions(db: Db, now: Date, limit: number): Promise<number> {
  await db`delete from home_session where until <= ${now}`;
  const rows = await db`
    update conversation v
    set session_key = null, session_sealed = null
    from (
      select phone_id from conversation
      where session_sealed is not null and (session_until is null or session_until <= ${now})
      order by phone_id
      limit ${limit}
      for no key update skip locked
    ) over
    where v.phone_id = over.phone_id
    returning 1`;
  return rows.length;
}
