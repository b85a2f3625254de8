import { newId } from '../base/ids.ts';
import { takeToVisit } from '../store/hand-over-list.ts';
import { openStaffRequests } from '../store/members.ts';
import type { FollowupParts } from './followup-parts.ts';

/** Members taken at a look; more wait a minute. */
const LOOK_MAX = 50;

/**
 * Members of a list that was handed over who get no open texts: no text tells them. Whoever is to take over finds each as a
 * line of her digest, and asks when they meet.
 */
export function askByVisit({ setting, pool }: FollowupParts): Promise<number> {
  const now = setting.clock.now();
  return pool.transact(async (tx) => {
    const all = await takeToVisit(tx, now, LOOK_MAX);
    for (const { memberId, phoneId } of all) {
      const requests = [{ id: newId(now.getTime()), reason: 'take_over' }];
      await openStaffRequests(tx, requests, { phoneId, memberId, now });
    }
    return all.length;
  });
}
