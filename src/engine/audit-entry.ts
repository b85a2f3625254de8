import { newId } from '../base/ids.ts';
import type { Keyring } from '../base/keyring.ts';
import type { AuditWrite } from '../store/turn-rows.ts';

/** Acts that the log keeps beside turns, which carry an HMAC of their own. */
type AuditedAct =
  | 'stop_asked'
  | 'erasure_asked'
  | 'erasure_undone'
  | 'invited'
  | 'paused'
  | 'opened'
  | 'requests_shown'
  | 'request_done'
  | 'complaints_shown'
  | 'complaint_done';

type Audited = {
  actor: string;
  action: AuditedAct;
  /** Whose phone it is about; left out where an act is about nobody, or about the ids in `detail`. */
  numberIndex?: Buffer;
  /** Ids and counts, nothing personal. */
  detail?: string;
  now: Date;
};

/**
 * An entry of the audit log, authenticated under a key outside the database. The HMAC covers the number's index, so that
 * an entry cannot be moved to another phone.
 */
export function auditEntry(keyring: Keyring, act: Audited): AuditWrite & { detail: string } {
  const { actor, action, numberIndex, detail = '', now } = act;
  const id = newId(now.getTime());
  const subject = numberIndex?.toString('hex') ?? '';
  const fields = [
    id,
    now.toISOString(),
    actor,
    action,
    subject,
    ...(detail === '' ? [] : [detail]),
  ];
  return { id, actor, action, detail, mac: keyring.auditMac(`audit|${fields.join('|')}`) };
}
