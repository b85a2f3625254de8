import { auditEntry } from '../engine/audit-entry.ts';
import { writeAudit } from '../store/audit.ts';
import { clearPin } from '../store/members.ts';
import { theMember, type PeopleParts, type Whom } from './the-member.ts';

/**
 * She has forgotten her PIN, and is here or was known by her voice: it is gone, and she sets a new one by dialling. Nobody
 * can read or set hers. @throws Refusal as `theMember`
 */
export async function resetPin(
  parts: Pick<PeopleParts, 'setting' | 'pool'>,
  whom: Whom,
  actor: string,
): Promise<void> {
  const { keyring, clock } = parts.setting;
  const { memberId, phoneId, numberIndex } = await theMember(parts, whom);
  const now = clock.now();
  const act = { actor, action: 'pin_reset', detail: memberId, numberIndex, now } as const;
  await parts.pool.transact(async (tx) => {
    await clearPin(tx, memberId, phoneId);
    await writeAudit(tx, auditEntry(keyring, act), { now, phoneId });
  });
}
