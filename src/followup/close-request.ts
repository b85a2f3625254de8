import type { Clock } from '../base/clock.ts';
import type { Keyring } from '../base/keyring.ts';
import { auditEntry } from '../engine/audit-entry.ts';
import { writeAudit } from '../store/audit.ts';
import type { Pool } from '../store/connect.ts';
import { closeRequest as saveClosed, openRequestsEnding } from '../store/follow-ups.ts';
import { readReference } from './request-reference.ts';

/** Closes the open request of a reference, with an entry in the audit log. `several`: the whole id has to be given. */
export async function closeRequest(
  parts: { pool: Pool; keyring: Keyring; clock: Clock },
  reference: string,
  actor: string,
): Promise<'done' | 'not_found' | 'several'> {
  const { pool, keyring, clock } = parts;
  const ending = readReference(reference);
  if (ending === undefined) return 'not_found';
  const now = clock.now();
  return pool.transact(async (tx) => {
    const [request, another] = await openRequestsEnding(tx, ending);
    if (request === undefined) return 'not_found';
    if (another !== undefined) return 'several';
    const { id, phoneId, numberIndex } = request;
    await saveClosed(tx, id);
    const act = { actor, action: 'request_done', detail: id, numberIndex, now } as const;
    await writeAudit(tx, auditEntry(keyring, act), { now, phoneId });
    return 'done';
  });
}
