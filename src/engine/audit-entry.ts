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
  | 'release_published'
  | 'release_advanced'
  | 'release_held'
  | 'release_resumed'
  | 'release_rolled_back'
  | 'quiet_pressed'
  | 'quiet_release_asked'
  | 'quiet_released'
  | 'switch_asked'
  | 'switched'
  | 'list_entered'
  | 'list_confirmed'
  | 'list_refused'
  | 'list_stopped'
  | 'requests_shown'
  | 'number_shown'
  | 'own_word_shown'
  | 'request_done'
  | 'complaints_shown'
  | 'complaint_done'
  | 'number_change_begun'
  | 'number_changed'
  | 'member_died'
  | 'voice_checked'
  | 'pin_reset'
  | 'receipt_shown'
  | 'wrong_numbers_shown'
  | 'wrong_number_done'
  | 'counsellor_invited'
  | 'counsellor_agreed'
  | 'counsellor_off'
  | 'counsellor_back'
  | 'counsellor_trained'
  | 'list_moved'
  | 'match_entered'
  | 'counsellor_named'
  | 'duty_set'
  | 'counsellors_shown'
  | 'group_made'
  | 'group_changed'
  | 'holidays_changed'
  | 'groups_shown'
  | 'ballot_opened'
  | 'draft_saved'
  | 'draft_reviewed'
  | 'draft_discarded'
  | 'draft_commented'
  | 'signed_in'
  | 'signed_out'
  | 'sessions_ended'
  | 'staff_invited'
  | 'staff_invite_withdrawn'
  | 'staff_joined'
  | 'staff_vouched'
  | 'staff_roles_changed'
  | 'staff_access_ended'
  | 'recovery_asked'
  | 'recovery_confirmed'
  | 'recovery_refused'
  | 'recovered'
  | 'proof_added'
  | 'proof_removed'
  | 'password_changed'
  | 'audit_shown'
  | 'audit_checked'
  | 'member_shown'
  | 'member_looked_up'
  | 'members_exported'
  | 'members_refused'
  | 'reveal_read'
  | 'reveal_asked'
  | 'reveal_agreed'
  | 'reveal_declined'
  | 'reveal_shown'
  | 'request_handed_on';

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
  const text = auditText({ id, at: now, actor, action, detail }, numberIndex);
  return { id, actor, action, detail, mac: keyring.auditMac(text) };
}

/** What the HMAC of an entry covers. */
export function auditText(
  {
    id,
    at,
    actor,
    action,
    detail,
  }: Record<'id' | 'actor' | 'action' | 'detail', string> & { at: Date },
  numberIndex: Buffer | undefined,
): string {
  const subject = numberIndex?.toString('hex') ?? '';
  const fields = [id, at.toISOString(), actor, action, subject];
  return `audit|${[...fields, ...(detail === '' ? [] : [detail])].join('|')}`;
}
