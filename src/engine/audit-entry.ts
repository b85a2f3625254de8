import { newId } from '../base/ids.ts';
import type { Keyring } from '../base/keyring.ts';
import type { AuditWrite } from '../store/turn-rows.ts';

/** Acts that the log keeps beside turns, which carry an HMAC of their own. */
export type AuditedAct = 'stop_asked' | 'invited';

/**
 * An entry of the audit log, authenticated under a key outside the database. The HMAC covers the number's index, so that
 * an entry cannot be moved to another phone.
 */
export function auditEntry(
  keyring: Keyring,
  act: { actor: string; action: AuditedAct; numberIndex: Buffer; now: Date },
): AuditWrite {
  const { actor, action, numberIndex, now } = act;
  const id = newId(now.getTime());
  const fields = [id, now.toISOString(), actor, action, numberIndex.toString('hex')];
  return { id, actor, action, mac: keyring.auditMac(`audit|${fields.join('|')}`) };
}
