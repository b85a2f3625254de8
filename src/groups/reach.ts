import { isLapsed } from '../engine/long-silence.ts';
import { opening, ownHoursOf } from '../engine/own-hours.ts';
import type { Setting } from '../engine/setting.ts';
import { reachableMembers } from '../store/group-reach.ts';
import { countMembers } from '../store/memberships.ts';
import type { Tx } from '../store/transact.ts';

/** Of so many members so many can be told. */
export type Reach = { told: number; members: number };

/**
 * How many members the rules let something through to until `sendBy`: consent, pauses and hours. Who leads the group tells
 * the others by mouth.
 */
export async function reachOf(
  { setting, tx, now }: { setting: Setting; tx: Tx; now: Date },
  groupId: string,
  sendBy: Date,
): Promise<Reach> {
  const members = await countMembers(tx, groupId);
  const all = await reachableMembers(tx, groupId, now);
  const told = all.filter((one) => {
    if (isLapsed(one, now) || (one.pausedUntil !== null && one.pausedUntil > now)) return false;
    const opens = opening(setting.programme, ownHoursOf(one), now);
    return opens.open ? now <= sendBy : opens.opensAt <= sendBy;
  }).length;
  return { told, members };
}

/** The same as a text says it. */
export function inWords({ told, members }: Reach): { count: string; other: string } {
  return { count: String(told), other: String(members) };
}
