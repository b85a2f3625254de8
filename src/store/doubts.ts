import type { Db } from './transact.ts';

/** The member has proved who she is, by her voice: what is remembered may be shown again. */
export async function clearDoubt(db: Db, phoneId: string, now: Date): Promise<void> {
  await db`
    update conversation set doubted = false, proved_at = ${now} where phone_id = ${phoneId}::uuid`;
}
