import { auditEntry } from '../engine/audit-entry.ts';
import { writeAudit } from '../store/audit.ts';
import { isPhoneStopped } from '../store/counsellor-list.ts';
import { returnFromAway } from '../store/counsellor-times.ts';
import { lockCounsellor, setCounsellorState } from '../store/counsellors.ts';
import type { Doing } from './end-work.ts';

/** back: she takes requests again. agree: her phone said STOP, or she never agreed: only she can change that. */
export type CameBack = 'back' | 'agree' | 'gone' | 'nobody';

/** Whoever was away, suspended or locked out works again. What went to others stays with them. */
export async function comeBack({ setting, tx, now, actor }: Doing, id: string): Promise<CameBack> {
  const counsellor = await lockCounsellor(tx, id);
  if (counsellor === undefined) return 'nobody';
  const { state } = counsellor;
  if (state === 'left' || state === 'dead') return 'gone';
  if (state === 'stopped' || state === 'invited') return 'agree';
  // Somebody locked out may have said STOP meanwhile: only she takes that back.
  if (await isPhoneStopped(tx, counsellor.phoneId)) return 'agree';
  await returnFromAway(tx, id, now);
  await setCounsellorState(tx, id, 'active', now);
  const act = { actor, action: 'counsellor_back', detail: id, now } as const;
  await writeAudit(tx, auditEntry(setting.keyring, act), { now });
  return 'back';
}
