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

/**
 * What entries about members carry: their phone of that time; details that are an id of hers, of a request of hers, or of a wish
 * to see her number with hers behind it; and the requests that somebody has read, among others.
 */
export type AuditedAs = { members: AuditedMember[]; details: string[]; requests: string[] };

/** The same for whoever is called so. */
export async function auditedAs(
  db: Db,
  { from, to }: { from: string; to: string },
): Promise<AuditedAs> {
  const rows = await db<(AuditedMember & { wishes: string[]; requests: string[] })[]>`
    select id, phone_id, created_at as since, unlinked_at as until,
      array(select r.id::text from reveal r where r.member_id = m.id) as wishes,
      array(
        select f.id::text from follow_up f where f.phone_id = m.phone_id and f.member_id = m.id
      ) as requests
    from member m
    where right(replace(m.id::text, '-', ''), 10) collate "C" between ${from} and ${to} limit 10`;
  return {
    members: rows,
    details: rows.flatMap(({ id, wishes, requests }) => [
      id,
      ...requests,
      ...wishes.map((wish) => `${wish} ${id}`),
    ]),
    requests: rows.flatMap(({ requests }) => requests),
  };
}
