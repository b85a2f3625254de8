import type { Clock } from '../base/clock.ts';
import type { Keyring } from '../base/keyring.ts';
import { open } from '../base/seal.ts';
import { auditEntry } from '../engine/audit-entry.ts';
import { writeAudit } from '../store/audit.ts';
import type { Pool } from '../store/connect.ts';
import type { UnlinkedWhy } from '../store/unlink-phone.ts';
import { countOpenRequests, openRequests, type OpenRequest } from '../store/follow-ups.ts';
import { referenceOf } from './request-reference.ts';

/** As many as one person can work through; each number that is shown stands in the audit entry of the listing. */
const SHOWN_MAX = 50;

export type ShownRequest = {
  reference: string;
  reason: string;
  askedAt: Date;
  language: string | null;
  /** This number has stopped texts; the request stands all the same. */
  stopped: boolean;
  /** Why this number leads to her no more. */
  unlinkedWhy: UnlinkedWhy | null;
  number: string;
};

/**
 * The open requests for a person, oldest first, with their numbers, and how many there are. Reading them is an entry of
 * the audit log, committed before anything is returned. @throws Unsealable when the keys are not those of the database
 */
export function showRequests(
  parts: { pool: Pool; keyring: Keyring; clock: Clock },
  actor: string,
): Promise<{ shown: ShownRequest[]; open: number }> {
  const { pool, keyring, clock } = parts;
  const now = clock.now();
  return pool.transact(async (tx) => {
    const requests = await openRequests(tx, SHOWN_MAX);
    const detail = requests.map(({ id }) => id).join(',');
    const entry = auditEntry(keyring, { actor, action: 'requests_shown', detail, now });
    await writeAudit(tx, entry, { now });
    const shown = requests.map((request) => shownRequest(keyring, request));
    return { shown, open: await countOpenRequests(tx) };
  });
}

function shownRequest(keyring: Keyring, request: OpenRequest): ShownRequest {
  const { id, reason, openedAt, language, stopped, unlinkedWhy } = request;
  const { phoneId, numberSealed, wrappedKey } = request;
  const key = keyring.openKey(phoneId, wrappedKey);
  const number = open(key, `phone.number:${phoneId}`, numberSealed).toString('utf8');
  return {
    reference: referenceOf(id),
    reason,
    askedAt: openedAt,
    language,
    stopped,
    unlinkedWhy,
    number,
  };
}
