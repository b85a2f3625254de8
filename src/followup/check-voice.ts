import { auditEntry } from '../engine/audit-entry.ts';
import { writeAudit } from '../store/audit.ts';
import { clearDoubt } from '../store/doubts.ts';
import { theMember, type PeopleParts, type Whom } from './the-member.ts';

/**
 * A counsellor has called and knows her voice: after a long silence this proves that the number is still hers, as her PIN
 * would. @throws Refusal as `theMember`
 */
export async function checkVoice(
  parts: Pick<PeopleParts, 'setting' | 'pool'>,
  whom: Whom,
  actor: string,
): Promise<void> {
  const { keyring, clock } = parts.setting;
  const { memberId, phoneId, numberIndex } = await theMember(parts, whom);
  const now = clock.now();
  const act = { actor, action: 'voice_checked', detail: memberId, numberIndex, now } as const;
  await parts.pool.transact(async (tx) => {
    await clearDoubt(tx, phoneId, now);
    await writeAudit(tx, auditEntry(keyring, act), { now, phoneId });
  });
}
