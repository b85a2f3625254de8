import { auditEntry } from '../engine/audit-entry.ts';
import { writeAudit } from '../store/audit.ts';
import { agreeCounsellor, lockCounsellor } from '../store/counsellors.ts';
import { closeOpenPrompts, isPhoneStopped } from '../store/counsellor-list.ts';
import type { Doing } from './end-work.ts';

/** She is here, with her phone, and has said yes. A phone that said STOP says START first: a yes of somebody else is none. */
export async function agreeInPerson(
  { setting, tx, now, actor }: Doing,
  id: string,
): Promise<'agreed' | 'not_invited' | 'stopped'> {
  const counsellor = await lockCounsellor(tx, id);
  if (counsellor?.state !== 'invited') return 'not_invited';
  if (await isPhoneStopped(tx, counsellor.phoneId)) return 'stopped';
  await agreeCounsellor(tx, id, now);
  await closeOpenPrompts(tx, id, now);
  const act = { actor, action: 'counsellor_agreed', detail: id, now } as const;
  await writeAudit(tx, auditEntry(setting.keyring, act), { now });
  return 'agreed';
}
