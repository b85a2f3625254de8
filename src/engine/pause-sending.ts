import type { Clock } from '../base/clock.ts';
import type { Keyring } from '../base/keyring.ts';
import { writeAudit } from '../store/audit.ts';
import type { Pool } from '../store/connect.ts';
import { readSending, setPaused } from '../store/sending-state.ts';
import { auditEntry } from './audit-entry.ts';

/** Stops all sending or opens it again, with an entry in the audit log. False when it was so already. */
export function pauseSending(
  parts: { pool: Pool; keyring: Keyring; clock: Clock },
  paused: boolean,
  actor: string,
): Promise<boolean> {
  const now = parts.clock.now();
  return parts.pool.transact(async (tx) => {
    if ((await readSending(tx)).paused === paused) return false;
    await setPaused(tx, paused);
    const action = paused ? 'paused' : 'opened';
    await writeAudit(tx, auditEntry(parts.keyring, { actor, action, now }), { now });
    return true;
  });
}
