import type { Db } from './transact.ts';

/** Numbers of people who never took part, quiet since `before`, by id; `after` is the last one seen. */
export async function quietNumbers(
  db: Db,
  { before, after, limit }: { before: Date; after: string; limit: number },
): Promise<string[]> {
  const rows = await db<{ id: string }[]>`
    select p.id from phone p join conversation c on c.phone_id = p.id
    where p.id > ${after}::uuid and p.created_at < ${before}
      and (c.heard_at is null or c.heard_at < ${before})
      and not exists (select from member m where m.phone_id = p.id)
      and not exists (select from consent k where k.phone_id = p.id)
    order by p.id
    limit ${limit}`;
  return rows.map(({ id }) => id);
}

export async function isStranger(db: Db, phoneId: string, before: Date): Promise<boolean> {
  const [row] = await db<{ is: boolean }[]>`select is_stranger(${phoneId}::uuid, ${before}) as is`;
  return row?.is === true;
}

/** Deletes the number with everything of it. False where it is no stranger's after all, or somebody is at its gate. */
export async function forgetStranger(
  db: Db,
  phoneId: string,
  { before, now }: { before: Date; now: Date },
): Promise<boolean> {
  const [row] = await db<{ gone: boolean }[]>`
    select forget_stranger(${phoneId}::uuid, ${before}, ${now}) as gone`;
  return row?.gone === true;
}
