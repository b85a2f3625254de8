import { auditEntry } from '../engine/audit-entry.ts';
import type { Setting } from '../engine/setting.ts';
import { writeAudit } from '../store/audit.ts';
import { codeAtWork, endStaff, lockHome } from '../store/counsellor-list.ts';
import { setAway } from '../store/counsellor-times.ts';
import {
  type CounsellorRow,
  type CounsellorState,
  lockCounsellor,
  passList,
  setCounsellorState,
} from '../store/counsellors.ts';
import { handOverList } from '../store/hand-over-list.ts';
import type { Tx } from '../store/transact.ts';

/** Why somebody takes no requests any more, for a while or for good. */
export type EndedBy = 'away' | 'suspended' | 'lost_phone' | 'left' | 'died';

const STATE: Readonly<Record<EndedBy, CounsellorState>> = {
  away: 'away',
  suspended: 'suspended',
  lost_phone: 'suspended',
  left: 'left',
  died: 'dead',
};
/** After these somebody else is proposed to each of her members; else they stay hers, and requests go to her backup. */
const FOR_GOOD: ReadonlySet<EndedBy> = new Set(['left', 'died']);

/** What an act on somebody's work is done with. Whoever does it stands in the audit log. */
export type Doing = { setting: Setting; tx: Tx; now: Date; actor: string };

/** Requests that go on to the next at once, and members who are asked who shall take over. */
export type Ended = { code: number; requests: number; members: number; backup: boolean };

/**
 * She takes no requests from now on: what is with her goes to the next person in this transaction, nothing more is sent to
 * her about work, and her menu is closed. With `awayUntil` she is back by herself. A lost phone also loses its PIN. Undefined: there is no such counsellor.
 */
export async function endWork(
  { setting, tx, now, actor }: Doing,
  id: string,
  by: EndedBy,
  awayUntil: Date | null = null,
): Promise<Ended | undefined> {
  const counsellor = await lockCounsellor(tx, id);
  if (counsellor === undefined) return undefined;
  await setCounsellorState(tx, id, STATE[by], now);
  if (awayUntil !== null) await setAway(tx, id, awayUntil, now);
  await lockHome(tx, id, by !== 'away' && by !== 'suspended');
  const requests = await passList(tx, id, by, now);
  const forGood = FOR_GOOD.has(by);
  if (forGood) await endStaff(tx, id, now);
  const to = await backupOf(tx, counsellor);
  const members = forGood ? await handOverList(tx, { from: id, to, endedAs: by, now }) : 0;
  const act = { actor, action: 'counsellor_off', detail: `${id} ${by}`, now } as const;
  await writeAudit(tx, auditEntry(setting.keyring, act), { now });
  return { code: counsellor.code, requests, members, backup: to !== null };
}

/** Her backup, if she could take over. */
async function backupOf(tx: Tx, { backupId }: CounsellorRow): Promise<string | null> {
  if (backupId === null) return null;
  return (await codeAtWork(tx, backupId)) === undefined ? null : backupId;
}
