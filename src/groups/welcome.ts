import { nextMeeting, tellPhones } from '../store/meetings.ts';
import { type MembershipRow, setMeeting } from '../store/memberships.ts';
import type { Tx } from '../store/transact.ts';

/** A welcome is worth sending for two days. In milliseconds. */
const WORTH_MS = 48 * 3_600_000;

/** Tells whoever asked that she may come, with when and where, or that it is said later; or that there is no place. */
export async function welcome(
  tx: Tx,
  { id, groupId, phoneId }: MembershipRow,
  { yes, now }: { yes: boolean; now: Date },
): Promise<void> {
  const meeting = yes ? await nextMeeting(tx, groupId, now) : undefined;
  if (meeting !== undefined) await setMeeting(tx, id, meeting.id);
  const notice = !yes ? 'group_no' : meeting === undefined ? 'group_yes_soon' : 'group_yes';
  const sendBy = new Date(now.getTime() + WORTH_MS);
  await tellPhones(tx, { notice, phoneIds: [phoneId], now, sendBy });
}
