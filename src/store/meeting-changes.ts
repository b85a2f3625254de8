import type { Tx } from './transact.ts';

export type NewChange = {
  id: string;
  groupId: string;
  meetingId: string | null;
  counsellorId: string;
  what: 'time' | 'place' | 'cancel' | 'close' | 'vote';
  startsAt: Date | null;
  place: number | null;
  placeSealed: Buffer | null;
  /** Of a vote. */
  options: number | null;
  now: Date;
};

export type ChangeRow = Omit<NewChange, 'now'> & { askedAt: Date; doneAt: Date | null };

/** What a facilitator wants to change, until she has confirmed it. */
export async function saveChange(tx: Tx, c: NewChange): Promise<void> {
  await tx`
    insert into meeting_change (id, group_id, meeting_id, counsellor_id, what, starts_at, place, place_sealed, options, asked_at)
    values (${c.id}, ${c.groupId}, ${c.meetingId}, ${c.counsellorId}, ${c.what}, ${c.startsAt}, ${c.place},
      ${c.placeSealed}, ${c.options}, ${c.now})`;
}

export async function lockChange(tx: Tx, id: string): Promise<ChangeRow | undefined> {
  const [row] = await tx<ChangeRow[]>`
    select id, group_id, meeting_id, counsellor_id, what, starts_at, place, place_sealed, options, asked_at, done_at
    from meeting_change where id = ${id} for no key update`;
  return row;
}

export async function setChanged(tx: Tx, id: string, now: Date): Promise<void> {
  await tx`update meeting_change set done_at = ${now} where id = ${id}`;
}
