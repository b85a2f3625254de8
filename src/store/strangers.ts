import type { Db } from './transact.ts';

/** Who never took part; who took part once, has no consent left, and was not heard for very long. */
export type Quiet = 'strangers' | 'gone';

/** Numbers that may be such, quiet since `before`, by id; `after` is the last one seen. */
export async function quietNumbers(
  db: Db,
  { kind, before, after, limit }: { kind: Quiet; before: Date; after: string; limit: number },
): Promise<string[]> {
  const ofKind =
    kind === 'gone'
      ? db`exists (select from member m where m.phone_id = p.id)`
      : db`not exists (select from consent k where k.phone_id = p.id)`;
  const rows = await db<{ id: string }[]>`
    select p.id from phone p join conversation c on c.phone_id = p.id
    where p.id > ${after}::uuid and p.created_at < ${before}
      and (c.heard_at is null or c.heard_at < ${before})
      and ${ofKind}
    order by p.id
    limit ${limit}`;
  return rows.map(({ id }) => id);
}

export async function isQuiet(
  db: Db,
  phoneId: string,
  { kind, before }: { kind: Quiet; before: Date },
): Promise<boolean> {
  const [row] = await db<{ is: boolean }[]>`
    select ${kind === 'gone' ? db`is_gone` : db`is_stranger`}(${phoneId}::uuid, ${before}) as is`;
  return row?.is === true;
}

/** Deletes the number with everything of it. False where it is not so after all, or somebody is at its gate. */
export async function forgetQuiet(
  db: Db,
  phoneId: string,
  { kind, before, now }: { kind: Quiet; before: Date; now: Date },
): Promise<boolean> {
  const [row] = await db<{ gone: boolean }[]>`
    select forget_quiet(${phoneId}::uuid, ${before}, ${now}, ${kind === 'gone'}) as gone`;
  return row?.gone === true;
}
