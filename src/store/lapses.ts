import type { Db } from './transact.ts';

/** From which phone on, by id; silent since when; how many phones. */
export type Look = { after: string; before: Date; limit: number };
/** `last`: the last phone looked at; undefined at the end of the table. */
export type Found = { silent: string[]; last: string | undefined };

/** Phones from which nobody was heard for long and that still have a yes. */
export async function silentPhones(db: Db, { after, before, limit }: Look): Promise<Found> {
  const rows = await db<{ phoneId: string; silent: boolean }[]>`
    select c.phone_id, coalesce(greatest(c.heard_at, c.proved_at) < ${before}, true) and exists (
      select from (
        select distinct on (k.member_id, k.purpose) k.act from consent k
        where k.phone_id = c.phone_id order by k.member_id, k.purpose, k.seq desc
      ) latest
      where latest.act = 'given'
    ) as silent
    from conversation c
    where c.phone_id > ${after}::uuid
    order by c.phone_id
    limit ${limit}`;
  const silent = rows.filter((row) => row.silent).map(({ phoneId }) => phoneId);
  return { silent, last: rows.length < limit ? undefined : rows.at(-1)?.phoneId };
}

/** Ends every consent of this phone under its gate lock, if it is still silent. Waits for a message on its way. */
export async function finishLapse(db: Db, phoneId: string, now: Date): Promise<boolean> {
  const [row] = await db<{ lapsed: boolean }[]>`
    select finish_lapse(${phoneId}::uuid, ${now}) as lapsed`;
  return row?.lapsed ?? false;
}
