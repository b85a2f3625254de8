import { auditEntry } from '../engine/audit-entry.ts';
import { receiptOf, type ReceiptLine } from '../engine/receipt-of.ts';
import { writeAudit } from '../store/audit.ts';
import { readConsents } from '../store/consents.ts';
import { indexOfMember } from '../store/member-page.ts';
import { type ShownReveal, shownOf } from '../store/reveals.ts';
import { theMember, type PeopleParts, type Whom } from './the-member.ts';

/** What is read out to a member who asks: what she agreed to, and when the office was shown what of hers. */
export type Receipt = { lines: readonly ReceiptLine[]; reveals: readonly ShownReveal[] };

type ReceiptParts = Pick<PeopleParts, 'setting' | 'pool'>;

/**
 * The receipt of whoever has this number. Reading it is an entry of the audit log, committed before anything is returned.
 * @throws Refusal as `theMember`
 */
export async function showReceipt(
  parts: ReceiptParts,
  whom: Whom,
  actor: string,
): Promise<Receipt> {
  return readReceipt(parts, await theMember(parts, whom), actor);
}

/** The same of a member who is known by her id; undefined where there is none. */
export async function showReceiptOf(
  parts: ReceiptParts,
  memberId: string,
  actor: string,
): Promise<Receipt | undefined> {
  const found = await parts.pool.run((db) => indexOfMember(db, memberId));
  return found && readReceipt(parts, { memberId, ...found }, actor);
}

async function readReceipt(
  { setting, pool }: ReceiptParts,
  { memberId, phoneId, numberIndex }: { memberId: string; phoneId: string; numberIndex: Buffer },
  actor: string,
): Promise<Receipt> {
  const { keyring, clock } = setting;
  const now = clock.now();
  const act = { actor, action: 'receipt_shown', detail: memberId, numberIndex, now } as const;
  return pool.transact(async (tx) => {
    await writeAudit(tx, auditEntry(keyring, act), { now, phoneId });
    const lines = receiptOf(setting, await readConsents(tx, memberId), now);
    return { lines, reveals: await shownOf(tx, memberId) };
  });
}
