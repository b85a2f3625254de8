import type { Clock } from '../base/clock.ts';
import type { Keyring } from '../base/keyring.ts';
import { auditEntry } from '../engine/audit-entry.ts';
import { writeAudit } from '../store/audit.ts';
import { closeComplaint as saveClosed, openComplaintsEnding } from '../store/complaints.ts';
import type { Pool } from '../store/connect.ts';
import { type Closed, closeOne } from './close-one.ts';

/** Closes the open complaint of a reference, with an entry in the audit log that names no phone. */
export function closeComplaint(
  { pool, keyring, clock }: { pool: Pool; keyring: Keyring; clock: Clock },
  reference: string,
  actor: string,
): Promise<Closed> {
  const now = clock.now();
  return closeOne(pool, reference, {
    find: openComplaintsEnding,
    async close(tx, { id }) {
      await saveClosed(tx, id);
      const entry = auditEntry(keyring, { actor, action: 'complaint_done', detail: id, now });
      await writeAudit(tx, entry, { now });
    },
  });
}
