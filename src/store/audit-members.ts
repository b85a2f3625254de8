import type { Db } from './transact.ts';

/** A member whom an entry may be about, with the time in which her phone was hers. */
export type AuditedMember = { id: string; phoneId: string; since: Date; until: Date | null };

/** Members by their own ids, and all that these phones ever had. */
export function membersIn(
  db: Db,
  { ids, phones }: { ids: readonly string[]; phones: readonly string[] },
): Promise<AuditedMember[]> {
  return db<AuditedMember[]>`
    select id, phone_id, created_at as since, unlinked_at as until from member
    where id = any(${ids}::uuid[]) or phone_id = any(${phones}::uuid[])
    order by created_at, id`;
}

/** What entries about members carry: their phone of that time, and details that are an id of hers, alone or behind a wish to see her number. */
export type AuditedAs = { members: AuditedMember[]; details: string[] };

/** The same for whoever is called so. */
export async function auditedAs(
  db: Db,
  { from, to }: { from: string; to: string },
): Promise<AuditedAs> {
  const rows = await db<(AuditedMember & { wishes: string[] })[]>`
    select id, phone_id, created_at as since, unlinked_at as until,
      array(select r.id::text from reveal r where r.member_id = m.id) as wishes
    from member m
    where right(replace(m.id::text, '-', ''), 10) collate "C" between ${from} and ${to} limit 10`;
  return {
    members: rows,
    details: rows.flatMap(({ id, wishes }) => [id, ...wishes.map((wish) => `${wish} ${id}`)]),
  };
}
