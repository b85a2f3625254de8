import type { PhoneNumber } from '../base/phone-number.ts';
import { Refusal } from '../base/refusal.ts';
import type { Setting } from '../engine/setting.ts';
import type { Stopping } from '../engine/stop.ts';
import type { Pool } from '../store/connect.ts';
import { membersAt, type MemberPlace } from '../store/members.ts';

/** What the acts of counsellors and staff on a member work with. */
export type PeopleParts = {
  setting: Setting;
  pool: Pool;
  /** Its lock_timeout is above the longest call of the gateway. */
  waitingPool: Pool;
  stopping: Stopping;
};

/**
 * Whom an act is about. `slot`: which of several who share the phone, from 1 to 4 as they joined. `isOwn`: where a counsellor
 * acts, who is hers (`ownMembers`); of all others she learns nothing. Left out, it is the programme's staff.
 */
export type Whom = {
  number: PhoneNumber;
  slot?: number | undefined;
  isOwn?: (row: { memberId: string }) => boolean;
};

/**
 * Whose data are about to be deleted is found only where `erasing` says so.
 * @throws Refusal in words: nobody takes part with this number, or several do and it was not said who
 */
export async function theMember(
  { setting, pool }: Pick<PeopleParts, 'setting' | 'pool'>,
  { number, slot, isOwn = () => true }: Whom,
  { erasing = false }: { erasing?: boolean } = {},
): Promise<MemberPlace> {
  const { keyring } = setting;
  const indexes = [keyring.numberIndex(number), ...keyring.formerIndexes(number)];
  const all = await pool.run((db) => membersAt(db, indexes));
  const shown = all.filter((member) => (erasing || !member.erasing) && isOwn(member));
  const found = slot === undefined ? shown : shown.filter((member) => member.slot === slot);
  const [member, another] = found;
  if (member === undefined)
    throw new Refusal('not_found', 'Nobody takes part with this number. Nothing was done.');
  if (another !== undefined)
    throw new Refusal(
      'conflict',
      `${found.length} people share this phone. Say which with --who 1, 2, 3 or 4, in the order in which they joined. ` +
        'Nothing was done.',
    );
  return member;
}
