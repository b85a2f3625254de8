import type { Db } from './connect.ts';

/** How many take part now: in one purpose, or in any. */
export async function countEnrolled(db: Db, purpose: string | undefined): Promise<number> {
  const [row] = await db<{ people: number }[]>`
    select count(distinct member_id)::int as people from (
      select distinct on (c.member_id, c.purpose) c.member_id, c.act
      from consent c join member m on m.id = c.member_id and m.unlinked_at is null
      where ${purpose ?? null}::text is null or c.purpose = ${purpose ?? null}
      order by c.member_id, c.purpose, c.seq desc
    ) standing where act = 'given'`;
  return row?.people ?? 0;
}
