import type { Db, Tx } from './transact.ts';

/** A counsellor's own menu while her session lasts. */
export type HomeSession = {
  sessionId: string;
  until: Date;
  /** Of what was typed so far only length and keyed hash are kept. */
  length: number;
  hash: Buffer;
  sealed: Buffer;
};

/** Her session as it stands. Lock her row first. */
export async function readHomeSession(
  db: Db,
  counsellorId: string,
  now: Date,
): Promise<HomeSession | undefined> {
  const [row] = await db<HomeSession[]>`
    select session_id, until, length, hash, sealed from home_session
    where counsellor_id = ${counsellorId} and until > ${now}`;
  return row;
}

/** One session at a time: another one takes its place. */
export async function saveHomeSession(tx: Tx, counsellorId: string, s: HomeSession): Promise<void> {
  await tx`
    insert into home_session (counsellor_id, session_id, until, length, hash, sealed)
    values (${counsellorId}, ${s.sessionId}, ${s.until}, ${s.length}, ${s.hash}, ${s.sealed})
    on conflict (counsellor_id) do update
    set session_id = excluded.session_id, until = excluded.until, length = excluded.length, hash = excluded.hash,
      sealed = excluded.sealed`;
}
