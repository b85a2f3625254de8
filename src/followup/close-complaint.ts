import type { Clock } from '../base/clock.ts';
import type { Keyring } from '../base/keyring.ts';
import { auditEntry } from '../engine/audit-entry.ts';
import { writeAudit } from '../store/audit.ts';
import { closeComplaint as saveClosed, openComplaintsEnding } from '../store/complaints.ts';
import type { Pool } from '../store/connect.ts';
import { readReference } from './request-reference.ts';

/**
 * Closes the open complaint of a reference, with an entry in the audit log that names no phone. `several`: the whole id
 * has to be given.
 */
export async function closeComplaint(
  parts: { pool: Pool; keyring: Keyring; clock: Clock },
  reference: string,
  actor: string,
): Promise<'done' | 'not_found' | 'several'> {
  const { pool, keyring, clock } = parts;
  const ending = readReference(reference);
  if (ending === undefined) return 'not_found';
  const now = clock.now();
  return pool.transact(async (tx) => {
    const [complaint, another] = await openComplaintsEnding(tx, ending);
    if (complaint === undefined) return 'not_found';
    if (another !== undefined) return 'several';
    const { id } = complaint;
    await saveClosed(tx, id);
    const entry = auditEntry(keyring, { actor, action: 'complaint_done', detail: id, now });
    await writeAudit(tx, entry, { now });
    return 'done';
  });
}
