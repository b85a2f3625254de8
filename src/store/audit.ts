import type { Db } from './transact.ts';
import type { AuditWrite } from './turn-rows.ts';

/** Writes an entry in the transaction of what it tells. `phoneId` is its subject, where it has one. */
export async function writeAudit(
  db: Db,
  entry: AuditWrite & { detail: string },
  about: { now: Date; phoneId?: string },
): Promise<void> {
  const { id, actor, action, detail, mac } = entry;
  await db`
    insert into audit (id, at, actor, action, subject, detail, mac)
    values (${id}, ${about.now}, ${actor}, ${action}, ${about.phoneId ?? null}, ${detail}, ${mac})`;
}

/** The same, while this person has fewer entries of this act since then: what anybody can repeat fills no log. */
export async function writeAuditAtMost(
  db: Db,
  { id, actor, action, detail, mac }: AuditWrite & { detail: string },
  { now, since, most }: { now: Date; since: Date; most: number },
): Promise<void> {
  await db`
    insert into audit (id, at, actor, action, detail, mac)
    select ${id}, ${now}, ${actor}, ${action}, ${detail}, ${mac}
    where (select count(*) from audit where actor = ${actor} and action = ${action} and at > ${since}) < ${most}`;
}
