import { newId } from '../base/ids.ts';
import { auditEntry } from '../engine/audit-entry.ts';
import type { Setting } from '../engine/setting.ts';
import { writeAudit } from '../store/audit.ts';
import { addBallot, askVoters } from '../store/ballots.ts';
import { type GroupRow, lockGroup, lockLeaders } from '../store/groups.ts';
import { countMembers } from '../store/memberships.ts';
import type { Tx } from '../store/transact.ts';
import { emptyBox } from './ballot-box.ts';
import { type Reach, reachOf } from './reach.ts';

/** A vote among two would tell each what the other chose. */
export const VOTERS_MIN = 5;
/** What a facilitator or the moderator opens stands so long: everybody has met by then. In milliseconds. */
const OWN_BALLOT_MS = 7 * 24 * 3_600_000;
/** Nobody is asked in the last hour before a ballot closes. In milliseconds. */
const ASK_UNTIL_MS = 3_600_000;

type Doing = { setting: Setting; tx: Tx; now: Date; actor: string };

/** `few`: with fewer voters a count tells who chose what. `open`: one is open already. */
type Opened = { ballotId: string; eligible: number } | 'few' | 'open' | 'closed';

/**
 * Opens a secret ballot among the members of a group, until `closesAt`. What the numbers stand for was agreed when they met.
 */
export async function openBallot(
  doing: Doing,
  { groupId, ...wanted }: { groupId: string; options: number; closesAt: Date },
): Promise<Opened> {
  await lockLeaders(doing.tx, groupId);
  const group = await lockGroup(doing.tx, groupId);
  return group === undefined ? 'closed' : begin(doing, group, wanted);
}

/** The same by who leads or moderates it, behind her PIN. Her row and the group's are locked. Returns how many are asked. */
export async function openOwnBallot(
  doing: Doing,
  group: GroupRow,
  options: number,
): Promise<Reach | undefined> {
  const closesAt = new Date(doing.now.getTime() + OWN_BALLOT_MS);
  const opened = await begin(doing, group, { options, closesAt });
  return typeof opened === 'object' ? reachOf(doing, group.id, ownVoteBy(doing.now)) : undefined;
}

/** Until when members are asked in a vote that begins now. */
export function ownVoteBy(now: Date): Date {
  return new Date(now.getTime() + OWN_BALLOT_MS - ASK_UNTIL_MS);
}

async function begin(
  { setting, tx, now, actor }: Doing,
  { id: groupId, state }: GroupRow,
  { options, closesAt }: { options: number; closesAt: Date },
): Promise<Opened> {
  if (state !== 'open') return 'closed';
  const eligible = await countMembers(tx, groupId);
  if (eligible < VOTERS_MIN) return 'few';
  const id = newId(now.getTime());
  const { key, wrapped: wrappedKey } = setting.keyring.newKey(id);
  const box = emptyBox({ id, key, eligible, options });
  const ballot = { id, groupId, options, eligible, opensAt: now, closesAt, wrappedKey, box };
  if (!(await addBallot(tx, ballot))) return 'open';
  const sendBy = new Date(closesAt.getTime() - ASK_UNTIL_MS);
  await askVoters(tx, { groupId, now, sendBy });
  const act = {
    actor,
    action: 'ballot_opened',
    detail: `${groupId} ${id} ${eligible}`,
    now,
  } as const;
  await writeAudit(tx, auditEntry(setting.keyring, act), { now });
  return { ballotId: id, eligible };
}
