import type { Db, Tx } from './transact.ts';

/** Contacts outside every request, by kind: else an outreach worker's week would count as nothing. */
export const CONTACT_KINDS = ['home_visit', 'group', 'campaign', 'call'] as const;
export type ContactKind = (typeof CONTACT_KINDS)[number];

export type ContactWrite = {
  counsellorId: string;
  kind: ContactKind;
  number: number;
  day: string;
  now: Date;
};

export async function saveContact(tx: Tx, c: ContactWrite): Promise<void> {
  await tx`
    insert into contact (counsellor_id, kind, number, day, at)
    values (${c.counsellorId}, ${c.kind}, ${c.number}, ${c.day}, ${c.now})`;
}

/** How many she has counted of a kind from one day on. */
export async function contactsSince(
  db: Db,
  counsellorId: string,
  kind: ContactKind,
  since: string,
): Promise<number> {
  const [row] = await db<{ n: number }[]>`
    select coalesce(sum(number), 0)::int as n from contact
    where counsellor_id = ${counsellorId} and kind = ${kind} and day >= ${since}`;
  return row?.n ?? 0;
}
