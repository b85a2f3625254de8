import type { Clock } from '../base/clock.ts';
import type { Keyring } from '../base/keyring.ts';
import { open } from '../base/seal.ts';
import { auditEntry } from '../engine/audit-entry.ts';
import { complaintPlace } from '../engine/complaint-place.ts';
import { writeAudit } from '../store/audit.ts';
import { countOpenComplaints, openComplaints, type OpenComplaint } from '../store/complaints.ts';
import type { Pool } from '../store/connect.ts';
import { referenceOf } from './request-reference.ts';

/** As many as one person can work through; each that is shown stands in the audit entry of the listing. */
const SHOWN_MAX = 50;

export type ShownComplaint = {
  reference: string;
  /** The day where the programme is, as `2027-01-31`; the time of day is not kept. */
  day: string;
  language: string;
  /** What it is about, and the four digits that she was told; null where it was not asked. */
  kind: string | null;
  receipt: number | null;
  words: string;
  /** Undefined where it was made without a name. `stopped`: this number gets no texts; the complaint stands. */
  from: { number: string; stopped: boolean } | undefined;
};

/**
 * The open complaints with their words, oldest first, and how many there are. Reading them is an entry of the audit log,
 * committed before anything is returned. @throws Unsealable when the keys are not those of the database, or a row was changed
 */
export function showComplaints(
  parts: { pool: Pool; keyring: Keyring; clock: Clock },
  actor: string,
): Promise<{ shown: ShownComplaint[]; open: number }> {
  const { pool, keyring, clock } = parts;
  const now = clock.now();
  return pool.transact(async (tx) => {
    const complaints = await openComplaints(tx, SHOWN_MAX);
    const detail = complaints.map(({ id }) => id).join(',');
    const entry = auditEntry(keyring, { actor, action: 'complaints_shown', detail, now });
    await writeAudit(tx, entry, { now });
    const shown = complaints.map((complaint) => shownComplaint(keyring, complaint));
    return { shown, open: await countOpenComplaints(tx) };
  });
}

function shownComplaint(keyring: Keyring, complaint: OpenComplaint): ShownComplaint {
  const { id, receivedOn, language, kind, receipt, wrappedKey, wordsSealed, phoneId } = complaint;
  const key = keyring.openKey(id, wrappedKey);
  const words = open(key, complaintPlace(id, phoneId), wordsSealed).toString('utf8');
  const from = senderOf(keyring, complaint);
  const reference = referenceOf(id);
  return { reference, day: receivedOn, language, kind, receipt, words, from };
}

function senderOf(keyring: Keyring, { phoneId, numberSealed, phoneKey, stopped }: OpenComplaint) {
  if (phoneId === null || numberSealed === null || phoneKey === null) return undefined;
  const key = keyring.openKey(phoneId, phoneKey);
  const number = open(key, `phone.number:${phoneId}`, numberSealed).toString('utf8');
  return { number, stopped: stopped === true };
}
