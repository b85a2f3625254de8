import { newId, newSecret } from '../../base/ids.ts';
import type { Keyring } from '../../base/keyring.ts';
import { auditEntry } from '../../engine/audit-entry.ts';
import { writeAudit } from '../../store/audit.ts';
import type { Pool } from '../../store/connect.ts';
import { adminIds, lockAdmins } from '../../store/staff-accounts.ts';
import { addInvite, withdrawInvites } from '../../store/staff-invites.ts';
import { codeHash } from './link-code.ts';

const HOUR_MS = 3_600_000;
/** Whoever made it at the terminal opens it next: a day is long. */
const LINK_MS = 24 * HOUR_MS;

export type FirstLink = { kind: 'made'; code: string } | { kind: 'has_admin' };

/**
 * The code of a link for an admin, made at the terminal by whoever runs the service. Only while there is none, unless it is
 * said to be a recovery; an earlier such link opens nothing from then on.
 */
export function makeFirstLink(
  { pool, keyring }: { pool: Pool; keyring: Keyring },
  { recover, actor, now }: { recover: boolean; actor: string; now: Date },
): Promise<FirstLink> {
  const [id, code] = [newId(now.getTime()), newSecret()];
  return pool.transact(async (tx) => {
    await lockAdmins(tx);
    if (!recover && (await adminIds(tx)).length > 0) return { kind: 'has_admin' };
    await withdrawInvites(tx, { kind: 'first', staffId: null }, now);
    await addInvite(tx, {
      id,
      kind: 'first',
      staffId: null,
      roles: ['admin'],
      isLead: false,
      madeBy: null,
      madeAt: now,
      expiresAt: new Date(now.getTime() + LINK_MS),
      tokenHash: codeHash(code),
    });
    const detail = `${id} admin${recover ? ' recover' : ''}`;
    const entry = auditEntry(keyring, { actor, action: 'staff_invited', detail, now });
    await writeAudit(tx, entry, { now });
    return { kind: 'made', code };
  });
}
