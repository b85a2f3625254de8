import { auditEntry } from '../engine/audit-entry.ts';
import { writeAudit } from '../store/audit.ts';
import { codeAtWork } from '../store/counsellor-list.ts';
import { lockCounsellor, passList } from '../store/counsellors.ts';
import { handOverList } from '../store/hand-over-list.ts';
import type { Doing } from './end-work.ts';

export type Moved =
  | { outcome: 'moved'; from: number; to: number; members: number; requests: number }
  | { outcome: 'nobody' | 'no_backup' | 'not_at_work' };

/**
 * Moves a whole list in one step, to `to` or else to her backup. Nobody becomes anybody's by it: each member is asked who
 * shall take over, by text or by visit, and until then her requests go to the duty list.
 */
export async function moveList(
  { setting, tx, now, actor }: Doing,
  from: string,
  to?: string,
): Promise<Moved> {
  const counsellor = await lockCounsellor(tx, from);
  if (counsellor === undefined) return { outcome: 'nobody' };
  const target = to ?? counsellor.backupId;
  if (target === null || target === from) return { outcome: 'no_backup' };
  const code = await codeAtWork(tx, target);
  if (code === undefined) return { outcome: 'not_at_work' };
  const requests = await passList(tx, from, 'handed_over', now);
  const members = await handOverList(tx, { from, to: target, endedAs: 'handed_over', now });
  const detail = `${from} ${target} ${members}`;
  const act = { actor, action: 'list_moved', detail, now } as const;
  await writeAudit(tx, auditEntry(setting.keyring, act), { now });
  return { outcome: 'moved', from: counsellor.code, to: code, members, requests };
}
