import { ownMembers } from '../../followup/own-members.ts';
import { asStaff } from '../../store/as-staff.ts';
import { membersOf } from '../../store/assignments.ts';
import { type OwnRequest, readOwnPhones, readOwnRequests } from '../../store/own-member-list.ts';
import type { Ask } from '../frame/route.ts';

/** Requests that a counsellor has open at once, at most: more nobody works through. */
const OWN_MAX = 500;

/** Open requests of a counsellor's own members, oldest first. */
export function ownRequests({ parts, staff }: Pick<Ask, 'parts' | 'staff'>): Promise<OwnRequest[]> {
  return asStaff(parts.pool, staff.id, async (tx) => {
    const isOwn = await ownMembers(tx, staff.id);
    const hers = await readOwnPhones(tx, await membersOf(tx, staff.id));
    return (await readOwnRequests(tx, hers.filter(isOwn), OWN_MAX)).filter(isOwn);
  });
}
