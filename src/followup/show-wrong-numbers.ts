import type { Clock } from '../base/clock.ts';
import type { Keyring } from '../base/keyring.ts';
import { open } from '../base/seal.ts';
import { auditEntry } from '../engine/audit-entry.ts';
import { writeAudit } from '../store/audit.ts';
import type { Pool } from '../store/connect.ts';
import { listWrongNumbers } from '../store/wrong-number-list.ts';

/** As many as one person can work through; each that is shown stands in the audit entry of the listing. */
const SHOWN_MAX = 50;

export type ShownWrongNumber = { reference: string; at: Date; number: string };

/**
 * Numbers that lead to a member no more, since whoever has them says so: she has to be found another way. Reading them is
 * an entry of the audit log, committed before anything is returned. @throws Unsealable when the keys are other ones
 */
export function showWrongNumbers(
  parts: { pool: Pool; keyring: Keyring; clock: Clock },
  actor: string,
): Promise<ShownWrongNumber[]> {
  const { pool, keyring, clock } = parts;
  const now = clock.now();
  return pool.transact(async (tx) => {
    const listed = await listWrongNumbers(tx, SHOWN_MAX);
    const detail = listed.flatMap(({ memberIds }) => memberIds).join(',');
    const entry = auditEntry(keyring, { actor, action: 'wrong_numbers_shown', detail, now });
    await writeAudit(tx, entry, { now });
    return listed.map(({ stopSeq, at, phoneId, numberSealed, wrappedKey }) => {
      const key = keyring.openKey(phoneId, wrappedKey);
      const number = open(key, `phone.number:${phoneId}`, numberSealed).toString('utf8');
      return { reference: stopSeq, at, number };
    });
  });
}
