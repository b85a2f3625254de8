import type { Db } from './transact.ts';

/** The gateway says that a session is over: what was remembered of it goes. A later hop of it is a new dial. */
export async function endSession(db: Db, sessionId: string): Promise<void> {
  await db`
    update conversation
    set session_id = null, session_until = null, session_length = null, session_hash = null,
      session_offer = null
    where session_id = ${sessionId}`;
}
