import type { Db, Tx } from './transact.ts';

export type RevealReason = 'danger' | 'not_reached' | 'wrong_number' | 'her_wish' | 'law';

/** A wish of the safeguarding lead to see one number or the words of one request, and what became of it. */
export type Reveal = {
  id: string;
  memberId: string;
  what: 'number' | 'words';
  /** words: the follow-up that they were written for. */
  aboutId: string | null;
  reason: RevealReason;
  noteSealed: Buffer;
  askedBy: string;
  askedAt: Date;
  state: 'asked' | 'agreed' | 'declined';
  decidedBy: string | null;
  decidedAt: Date | null;
  noSealed: Buffer | null;
  until: Date | null;
  shownAt: Date | null;
  /** What colleagues call whoever asked, and decided; null where she has no account any more. */
  askedByName: string | null;
  decidedByName: string | null;
};

const columns = (db: Db) => db`
  id, member_id, what, about_id, reason, note_sealed, asked_by, asked_at, state, decided_by, decided_at, no_sealed,
  until, shown_at,
  (select a.display_name from staff_account a where a.staff_id = reveal.asked_by) as asked_by_name,
  (select a.display_name from staff_account a where a.staff_id = reveal.decided_by) as decided_by_name`;

export type NewReveal = Pick<
  Reveal,
  'id' | 'memberId' | 'what' | 'aboutId' | 'reason' | 'noteSealed' | 'askedBy' | 'askedAt'
>;

/** False where one about this member waits already. */
export async function addReveal(tx: Tx, r: NewReveal): Promise<boolean> {
  const rows = await tx`
    insert into reveal (id, member_id, what, about_id, reason, note_sealed, asked_by, asked_at)
    values (${r.id}, ${r.memberId}, ${r.what}, ${r.aboutId}, ${r.reason}, ${r.noteSealed}, ${r.askedBy}, ${r.askedAt})
    on conflict do nothing returning 1`;
  return rows.length > 0;
}

export async function readReveal(db: Db, id: string): Promise<Reveal | undefined> {
  const [row] = await db<Reveal[]>`select ${columns(db)} from reveal where id = ${id}`;
  return row;
}

/** The row, locked until the transaction ends. */
export async function lockReveal(tx: Tx, id: string): Promise<Reveal | undefined> {
  const [row] = await tx<Reveal[]>`
    select ${columns(tx)} from reveal where id = ${id} for no key update`;
  return row;
}

export function revealsOf(db: Db, memberId: string): Promise<Reveal[]> {
  return db<Reveal[]>`
    select ${columns(db)} from reveal where member_id = ${memberId} order by asked_at desc`;
}

/** When what of her was shown to the office: all that she is told of it. */
export type ShownReveal = { at: Date; what: 'number' | 'words' };

export function shownOf(db: Db, memberId: string): Promise<ShownReveal[]> {
  return db<ShownReveal[]>`
    select shown_at as at, what from reveal
    where member_id = ${memberId} and shown_at is not null order by shown_at`;
}

/** Whoever has not decided in time has not agreed: it waits no longer, and can be asked again. */
export async function dropStale(tx: Tx, memberId: string, before: Date): Promise<void> {
  await tx`
    delete from reveal where member_id = ${memberId} and state = 'asked' and asked_at <= ${before}`;
}

type Decision = { id: string; by: string; now: Date };

export async function agreeReveal(tx: Tx, { id, by, now }: Decision, until: Date): Promise<void> {
  await tx`
    update reveal set state = 'agreed', decided_by = ${by}, decided_at = ${now}, until = ${until}
    where id = ${id} and state = 'asked'`;
}

export async function declineReveal(
  tx: Tx,
  { id, by, now }: Decision,
  noSealed: Buffer,
): Promise<void> {
  await tx`
    update reveal set state = 'declined', decided_by = ${by}, decided_at = ${now}, no_sealed = ${noSealed}
    where id = ${id} and state = 'asked'`;
}

/** False where it was shown before: of two who ask at once one gets it. */
export async function noteShown(tx: Tx, id: string, now: Date): Promise<boolean> {
  const rows = await tx`
    update reveal set shown_at = ${now} where id = ${id} and shown_at is null returning 1`;
  return rows.length > 0;
}

/** What a reveal of this member is opened with. */
export type RevealKeys = {
  phoneId: string;
  numberIndex: Buffer;
  numberSealed: Buffer;
  phoneKey: Buffer;
  memberKey: Buffer;
};

/** Undefined where the number leads to her no more, or all of it is about to be deleted. */
export async function revealKeysOf(db: Db, memberId: string): Promise<RevealKeys | undefined> {
  const [row] = await db<RevealKeys[]>`
    select p.id as phone_id, p.number_index, p.number_sealed, p.wrapped_key as phone_key, m.wrapped_key as member_key
    from member m join phone p on p.id = m.phone_id
    where m.id = ${memberId} and m.unlinked_at is null
      and not exists (select from erasure e where e.phone_id = p.id and e.state = 'pending')`;
  return row;
}

/** The turn with which a request of hers was made, sealed. Undefined where it is none of hers, or not kept any more. */
export async function turnOfRequest(
  db: Db,
  { memberId, followUpId }: { memberId: string; followUpId: string },
): Promise<{ turn: number; sealed: Buffer } | undefined> {
  const [row] = await db<{ turn: number; sealed: Buffer }[]>`
    select t.turn, t.sealed
    from follow_up f join turn t on t.phone_id = f.phone_id and t.at = f.opened_at
    where f.id = ${followUpId} and f.member_id = ${memberId} and t.sealed is not null
    order by t.turn limit 1`;
  return row;
}

/** Requests of hers that came with words of danger, which are still kept; the newest first. */
export function wordedRequests(
  db: Db,
  memberId: string,
): Promise<{ id: string; reason: string; openedAt: Date }[]> {
  return db<{ id: string; reason: string; openedAt: Date }[]>`
    select f.id, f.reason, f.opened_at
    from member m join follow_up f on f.phone_id = m.phone_id and f.member_id = m.id
    where m.id = ${memberId} and f.reason = 'risk_words' and exists (
      select from turn t where t.phone_id = f.phone_id and t.at = f.opened_at and t.sealed is not null)
    order by f.opened_at desc limit 5`;
}
