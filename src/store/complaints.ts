import { URGENT_KINDS } from './complaint-line.ts';
import type { Db } from './transact.ts';

/** A complaint that nobody has closed. */
export type OpenComplaint = {
  id: string;
  /** The day where the programme is, as `2027-01-31`. */
  receivedOn: string;
  language: string;
  /** What it is about, of a closed list; null: it was not asked. */
  kind: string | null;
  receipt: number | null;
  wrappedKey: Buffer;
  wordsSealed: Buffer;
  /** All of the phone are null where it was made without a name. */
  phoneId: string | null;
  numberSealed: Buffer | null;
  phoneKey: Buffer | null;
  stopped: boolean | null;
};

/** One that names its phone is hidden with everything else while the erasure of that phone is pending. */
const shown = (db: Db) => db`
  c.state = 'open' and not exists (
    select from erasure e where e.phone_id = c.phone_id and e.state = 'pending'
  )`;

/** Urgent ones first, then the oldest; those of a day in no order that means anything; at most `limit`. */
export function openComplaints(db: Db, limit: number): Promise<OpenComplaint[]> {
  return db<OpenComplaint[]>`
    select c.id, c.received_on::text as received_on, c.language, c.kind, c.receipt, c.wrapped_key, c.words_sealed, c.phone_id,
      p.number_sealed, p.wrapped_key as phone_key, is_stopped(p.id) as stopped
    from complaint c left join phone p on p.id = c.phone_id
    where ${shown(db)}
    order by coalesce(c.kind = any (${URGENT_KINDS}), false) desc, c.received_on, c.id
    limit ${limit}`;
}

export async function countOpenComplaints(db: Db): Promise<number> {
  const [row] = await db<{ open: number }[]>`
    select count(*)::int as open from complaint c where ${shown(db)}`;
  return row?.open ?? 0;
}

/** Open complaints whose id ends with these digits, hyphens left out. */
export function openComplaintsEnding(db: Db, ending: string): Promise<{ id: string }[]> {
  return db`
    select c.id from complaint c
    where ${shown(db)} and right(replace(c.id::text, '-', ''), length(${ending})) = ${ending}
    for update`;
}

export async function closeComplaint(db: Db, id: string): Promise<void> {
  await db`update complaint set state = 'done' where id = ${id}`;
}
