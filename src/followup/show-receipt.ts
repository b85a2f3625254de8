import { auditEntry } from '../engine/audit-entry.ts';
import { receiptOf, type ReceiptLine } from '../engine/receipt-of.ts';
import { writeAudit } from '../store/audit.ts';
import { readConsents } from '../store/consents.ts';
import { theMember, type PeopleParts, type Whom } from './the-member.ts';

/**
 * What she agreed to, to be read out to her. Reading it is an entry of the audit log, committed before anything is returned.
 * @throws Refusal as `theMember`
 */
export async function showReceipt(
  parts: Pick<PeopleParts, 'setting' | 'pool'>,
  whom: Whom,
  actor: string,
): Promise<ReceiptLine[]> {
  const { setting, pool } = parts;
  const { keyring, clock } = setting;
  const { memberId, phoneId, numberIndex } = await theMember(parts, whom);
  const now = clock.now();
  const act = { actor, action: 'receipt_shown', detail: memberId, numberIndex, now } as const;
  const rows = await pool.transact(async (tx) => {
    await writeAudit(tx, auditEntry(keyring, act), { now, phoneId });
    return readConsents(tx, memberId);
  });
  return receiptOf(setting, rows, now);
}
