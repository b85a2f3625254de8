import { auditEntry } from '../engine/audit-entry.ts';
import { sealShown } from '../engine/shown-counsellor.ts';
import { SHOWN_MAX } from '../flow/formats.ts';
import { writeAudit } from '../store/audit.ts';
import { lockCounsellor, saveShown } from '../store/counsellors.ts';
import type { Doing } from './end-work.ts';

/** `unfit`: too long, or with digits, which could be a number to call. */
export type Named = 'named' | 'unnamed' | 'unfit' | 'nobody';

/** What members call her, such as `Tendai M.`, sealed under the key of her phone; empty: nobody is told a name. */
export async function nameCounsellor(
  { setting, tx, now, actor }: Doing,
  id: string,
  typed: string,
): Promise<Named> {
  const said = typed.trim();
  if (said.length > SHOWN_MAX || /[\d{}]/u.test(said)) return 'unfit';
  const counsellor = await lockCounsellor(tx, id);
  if (counsellor === undefined) return 'nobody';
  const key = setting.keyring.openKey(counsellor.phoneId, counsellor.wrappedKey);
  await saveShown(tx, id, said === '' ? null : sealShown(key, id, said));
  const act = { actor, action: 'counsellor_named', detail: id, now } as const;
  await writeAudit(tx, auditEntry(setting.keyring, act), { now });
  return said === '' ? 'unnamed' : 'named';
}
