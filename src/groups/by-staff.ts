import { auditEntry } from '../engine/audit-entry.ts';
import type { Setting } from '../engine/setting.ts';
import { writeAudit } from '../store/audit.ts';
import { type GroupRow, lockGroup, lockLeaders } from '../store/groups.ts';
import type { Tx } from '../store/transact.ts';

type Doing = { setting: Setting; tx: Tx; now: Date; actor: string };

/**
 * One act of staff about an open group, its row and those of who leads it locked; it stands in the audit log as `what`. Undefined:
 * it has closed meanwhile, and nothing was done.
 */
export async function aboutGroup<T>(
  { setting, tx, now, actor }: Doing,
  groupId: string,
  what: string,
  act: (group: GroupRow) => Promise<T>,
): Promise<{ done: T } | undefined> {
  await lockLeaders(tx, groupId);
  const group = await lockGroup(tx, groupId);
  if (group?.state !== 'open') return undefined;
  const done = await act(group);
  const entry = { actor, action: 'group_changed', detail: `${groupId} ${what}`, now } as const;
  await writeAudit(tx, auditEntry(setting.keyring, entry), { now });
  return { done };
}
