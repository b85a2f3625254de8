import { saveAct } from '../store/request-acts.ts';
import type { Clock } from '../base/clock.ts';
import type { Keyring } from '../base/keyring.ts';
import { auditEntry } from '../engine/audit-entry.ts';
import { writeAudit } from '../store/audit.ts';
import type { Pool } from '../store/connect.ts';
import { closeRequest as saveClosed, openRequestsEnding } from '../store/follow-ups.ts';
import { type Closed, closeOne } from './close-one.ts';

/** Closes the open request of a reference, with an entry in the audit log. `why`: a word that says why, for counts. */
export function closeRequest(
  { pool, keyring, clock }: { pool: Pool; keyring: Keyring; clock: Clock },
  reference: string,
  actor: string,
  why?: string,
): Promise<Closed> {
  const now = clock.now();
  return closeOne(pool, reference, {
    find: openRequestsEnding,
    async close(tx, { id, phoneId, numberIndex }) {
      await saveClosed(tx, id, now);
      if (why !== undefined)
        await saveAct(
          tx,
          {
            followUpId: id,
            counsellorId: null,
            act: `closed_${why}`,
            rung: null,
            channel: 'console',
          },
          now,
        );
      const detail = why === undefined ? id : `${id} ${why}`;
      const act = { actor, action: 'request_done', detail, numberIndex, now } as const;
      await writeAudit(tx, auditEntry(keyring, act), { now, phoneId });
    },
  });
}
