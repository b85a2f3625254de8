import { newId } from '../base/ids.ts';
import { auditEntry } from '../engine/audit-entry.ts';
import type { Setting } from '../engine/setting.ts';
import { writeAudit } from '../store/audit.ts';
import { addBallot, askVoters } from '../store/ballots.ts';
import { lockGroup, lockLeaders } from '../store/groups.ts';
import { countMembers } from '../store/memberships.ts';
import type { Tx } from '../store/transact.ts';
import { emptyBox } from './ballot-box.ts';

/** A vote among two would tell each what the other chose. */
export const VOTERS_MIN = 5;
/** Nobody is asked in the last hour before a ballot closes. In milliseconds. */
const ASK_UNTIL_MS = 3_600_000;

type Doing = { setting: Setting; tx: Tx; now: Date; actor: string };

/**
 * Opens a secret ballot among the members of a group, until `closesAt`. What the numbers stand for was agreed when they met.
 * `few`: with fewer voters a count tells who chose what. `open`: one is open already.
 */
export async function openBallot(
  { setting, tx, now, actor }: Doing,
  { groupId, options, closesAt }: { groupId: string; options: number; closesAt: Date },
): Promise<{ ballotId: string; eligible: number } | 'few' | 'open' | 'closed'> {
  await lockLeaders(tx, groupId);
  const group = await lockGroup(tx, groupId);
  if (group?.state !== 'open') return 'closed';
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
