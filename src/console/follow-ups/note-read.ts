import { auditEntry } from '../../engine/audit-entry.ts';
import { referenceOf } from '../../followup/request-reference.ts';
import { writeAudit } from '../../store/audit.ts';
import type { Tx } from '../../store/transact.ts';
import type { Ask } from '../frame/route.ts';

/** Why somebody asked for a person is hers: whoever reads it stands in the audit log, before it is shown [rel P73]. */
export async function noteRead(
  { parts, staff, now }: Pick<Ask, 'parts' | 'staff' | 'now'>,
  tx: Tx,
  read: readonly { id: string }[],
): Promise<void> {
  const detail = read.map(({ id }) => referenceOf(id)).join(',');
  const act = { actor: staff.id, action: 'requests_shown', detail, now } as const;
  await writeAudit(tx, auditEntry(parts.keyring, act), { now });
}
