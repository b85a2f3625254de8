import { auditEntry } from '../../engine/audit-entry.ts';
import { writeAudit } from '../../store/audit.ts';
import type { Tx } from '../../store/transact.ts';
import type { Ask } from '../frame/route.ts';

type Act = Parameters<typeof auditEntry>[1]['action'];

/** Writes down what somebody did about the sign-in of staff, in the transaction of the act. Ids only. */
export async function audited(
  ask: Pick<Ask, 'parts' | 'now'>,
  tx: Tx,
  { actor, action, detail }: { actor: string; action: Act; detail?: string },
): Promise<void> {
  const { now } = ask;
  const entry = auditEntry(ask.parts.keyring, {
    actor,
    action,
    now,
    ...(detail !== undefined && { detail }),
  });
  await writeAudit(tx, entry, { now });
}
