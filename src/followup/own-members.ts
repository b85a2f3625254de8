import { membersOf } from '../store/assignments.ts';
import type { Db } from '../store/connect.ts';

/**
 * The application's own check that a counsellor sees her members only. The database has one of its own (row-level
 * security), and each of the two holds without the other. A row of no member is nobody's.
 */
export async function ownMembers(
  db: Db,
  counsellorId: string,
): Promise<(row: { memberId: string | null }) => boolean> {
  const own = new Set(await membersOf(db, counsellorId));
  return ({ memberId }) => memberId !== null && own.has(memberId);
}
