import { closeGroup } from '../store/groups.ts';
import { tellPhones } from '../store/meetings.ts';
import { endAllMemberships } from '../store/memberships.ts';
import type { Tx } from '../store/transact.ts';

/** That a group has ended is worth telling for a week. In milliseconds. */
const CLOSED_WORTH_MS = 7 * 24 * 3_600_000;

/** Until when it is told. */
export function closedBy(now: Date): Date {
  return new Date(now.getTime() + CLOSED_WORTH_MS);
}

/** Ends a group for good: its key goes, everybody hears once. Its row is locked. Returns how many were in it. */
export async function endGroup(tx: Tx, groupId: string, now: Date): Promise<number> {
  const phoneIds = await endAllMemberships(tx, groupId, now);
  await closeGroup(tx, groupId, now);
  await tellPhones(tx, { notice: 'group_closed', phoneIds, now, sendBy: closedBy(now) });
  return phoneIds.length;
}
