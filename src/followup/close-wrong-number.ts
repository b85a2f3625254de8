import type { Clock } from '../base/clock.ts';
import type { Keyring } from '../base/keyring.ts';
import { auditEntry } from '../engine/audit-entry.ts';
import { writeAudit } from '../store/audit.ts';
import type { Pool } from '../store/connect.ts';
import { endWrongNumber } from '../store/wrong-number-list.ts';

/** As PostgreSQL counts requests to stop: a whole number of at most so many digits. */
const REFERENCE = /^[0-9]{1,15}$/u;

/** Takes an entry from the list of wrong numbers: somebody has looked for the member. */
export async function closeWrongNumber(
  parts: { pool: Pool; keyring: Keyring; clock: Clock },
  reference: string,
  actor: string,
): Promise<'done' | 'not_found'> {
  if (!REFERENCE.test(reference)) return 'not_found';
  const { pool, keyring, clock } = parts;
  const now = clock.now();
  const act = { actor, action: 'wrong_number_done', detail: reference, now } as const;
  return pool.transact(async (tx) => {
    if (!(await endWrongNumber(tx, reference, now))) return 'not_found';
    await writeAudit(tx, auditEntry(keyring, act), { now });
    return 'done';
  });
}
