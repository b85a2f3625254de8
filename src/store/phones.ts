import type { Db } from './transact.ts';

export type NewPhone = {
  id: string;
  numberIndex: Buffer;
  suppressIndex: Buffer;
  numberSealed: Buffer;
  wrappedKey: Buffer;
};

const hex = (bytes: Buffer) => `\\x${bytes.toString('hex')}`;

/** Makes the row of each number that has none, with its gate and its place; whoever comes second changes nothing. */
export async function createPhones(db: Db, phones: readonly NewPhone[], now: Date): Promise<void> {
  const rows = phones.map((p) => ({
    id: p.id,
    number_index: hex(p.numberIndex),
    suppress_index: hex(p.suppressIndex),
    number_sealed: hex(p.numberSealed),
    wrapped_key: hex(p.wrappedKey),
  }));
  await db`
    with p as (
      insert into phone (id, number_index, suppress_index, number_sealed, wrapped_key, created_at)
      select r.id, r.number_index, r.suppress_index, r.number_sealed, r.wrapped_key, ${now}
      from json_to_recordset(${JSON.stringify(rows)}::text::json) as r(
        id uuid, number_index bytea, suppress_index bytea, number_sealed bytea, wrapped_key bytea)
      order by r.number_index
      on conflict do nothing
      returning id
    ), g as (
      insert into gate (phone_id) select id from p order by id
    )
    insert into conversation (phone_id) select id from p order by id`;
}

export type PhoneKey = { phoneId: string; wrappedKey: Buffer };

export async function findPhone(db: Db, numberIndex: Buffer): Promise<PhoneKey | undefined> {
  const [row] = await db<PhoneKey[]>`
    select id as phone_id, wrapped_key from phone where number_index = ${numberIndex}`;
  return row;
}

/** Parks the conversation of a phone as needing attention. STOP works for it as for everybody. */
export async function parkPhone(db: Db, phoneId: string, trouble: string): Promise<void> {
  await db`update conversation set trouble = ${trouble} where phone_id = ${phoneId} and trouble is null`;
}
