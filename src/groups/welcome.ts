import { nextMeeting, tellPhones } from '../store/meetings.ts';
import { type MembershipRow, setMeeting } from '../store/memberships.ts';
import type { Tx } from '../store/transact.ts';

/** A welcome is worth sending for two days. In milliseconds. */
const WORTH_MS = 48 * 3_600_000;

/** Tells whoever asked that she may come, with when and where; or that there is no place. */
export async function welcome(
  tx: Tx,
  { id, groupId, phoneId }: MembershipRow,
  { yes, now }: { yes: boolean; now: Date },
): Promise<void> {
  const meeting = yes ? await nextMeeting(tx, groupId) : undefined;
  if (meeting !== undefined) await setMeeting(tx, id, meeting.id);
  // Without a meeting ahead there is nothing to say yet: the first reminder says it.
  if (yes && meeting === undefined) return;
  const notice = yes ? 'group_yes' : 'group_no';
  const sendBy = new Date(now.getTime() + WORTH_MS);
  await tellPhones(tx, { notice, phoneIds: [phoneId], now, sendBy });
}
