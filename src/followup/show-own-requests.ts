import type { Clock } from '../base/clock.ts';
import type { Keyring } from '../base/keyring.ts';
import { open } from '../base/seal.ts';
import { auditEntry } from '../engine/audit-entry.ts';
import { asStaff } from '../store/as-staff.ts';
import { requestsOfMembers, type CounsellorRequest } from '../store/assignments.ts';
import { writeAudit } from '../store/audit.ts';
import type { Pool } from '../store/connect.ts';
import { ownMembers } from './own-members.ts';
import { referenceOf } from './request-reference.ts';
import type { ShownRequest } from './show-requests.ts';

/** As many as one person can work through; each number that is shown stands in the audit entry of the listing. */
const SHOWN_MAX = 50;

/**
 * The open requests of a counsellor's own members, oldest first, with their numbers: what is not hers is not even counted.
 * Reading them is an entry of the audit log, committed before anything is returned. @throws Unsealable
 */
export function showOwnRequests(
  { pool, keyring, clock }: { pool: Pool; keyring: Keyring; clock: Clock },
  counsellorId: string,
): Promise<ShownRequest[]> {
  const now = clock.now();
  return asStaff(pool, counsellorId, async (tx) => {
    const isOwn = await ownMembers(tx, counsellorId);
    const requests = (await requestsOfMembers(tx, SHOWN_MAX)).filter(isOwn);
    const detail = requests.map(({ id }) => id).join(',');
    const actor = `counsellor ${counsellorId}`;
    await writeAudit(tx, auditEntry(keyring, { actor, action: 'requests_shown', detail, now }), {
      now,
    });
    return requests.map((request) => shownRequest(keyring, request));
  });
}

function shownRequest(keyring: Keyring, request: CounsellorRequest): ShownRequest {
  const { id, reason, openedAt: askedAt, language, stopped } = request;
  const { phoneId, numberSealed, wrappedKey } = request;
  const key = keyring.openKey(phoneId, wrappedKey);
  const number = open(key, `phone.number:${phoneId}`, numberSealed).toString('utf8');
  // A number that leads to its member no more is nobody's own.
  return {
    reference: referenceOf(id),
    reason,
    askedAt,
    language,
    stopped,
    unlinkedWhy: null,
    number,
  };
}
