import type { Db, Tx } from './transact.ts';

export type NewPhone = {
  id: string;
  numberIndex: Buffer;
  suppressIndex: Buffer;
  numberSealed: Buffer;
  wrappedKey: Buffer;
  /** Ids of the keys that made the two look-up values. */
  indexKey?: string;
  suppressKey?: string;
  /** The look-up values of the same number under former keys, while keys are being exchanged. */
  formerIndexes?: readonly Buffer[];
  formerSuppressions?: readonly Buffer[];
};

const hex = (bytes: Buffer) => `\\x${bytes.toString('hex')}`;

/**
 * Makes the row of each number that has none, with its gate and its place; whoever comes second changes nothing. Returns
 * the ids of those that it made.
 */
export async function createPhones(
  db: Db,
  phones: readonly NewPhone[],
  now: Date,
): Promise<string[]> {
  const rows = phones.map((p) => ({
    id: p.id,
    number_index: hex(p.numberIndex),
    suppress_index: hex(p.suppressIndex),
    number_sealed: hex(p.numberSealed),
    wrapped_key: hex(p.wrappedKey),
    index_key: p.indexKey,
    suppress_key: p.suppressKey,
    former: p.formerIndexes?.map(hex),
  }));
  const made = await db<{ phoneId: string }[]>`
    with p as (
      insert into phone (id, number_index, suppress_index, number_sealed, wrapped_key, index_key, suppress_key,
        created_at)
      select r.id, r.number_index, r.suppress_index, r.number_sealed, r.wrapped_key, r.index_key,
        r.suppress_key, ${now}
      from json_to_recordset(${JSON.stringify(rows)}::text::json) as r(
        id uuid, number_index bytea, suppress_index bytea, number_sealed bytea, wrapped_key bytea,
        index_key text, suppress_key text, former bytea[])
      where not exists (select from phone o where o.number_index = any(r.former))
      order by r.number_index
      on conflict do nothing
      returning id
    ), g as (
      insert into gate (phone_id) select id from p order by id
    )
    insert into conversation (phone_id) select id from p order by id returning phone_id`;
  return made.map(({ phoneId }) => phoneId);
}

/**
 * Until the transaction ends nobody else makes a phone of these numbers: under two keys the same number has two look-up
 * values, which no unique index holds apart.
 */
export async function lockNumbers(tx: Tx, phones: readonly NewPhone[]): Promise<void> {
  const keys = phones.map(({ numberIndex, formerIndexes = [] }) => {
    const [least = numberIndex] = [numberIndex, ...formerIndexes].toSorted(Buffer.compare);
    return least.readBigInt64BE(0).toString();
  });
  await tx`
    select pg_advisory_xact_lock(k) from (
      select distinct k from unnest(${keys}::bigint[]) as u(k) order by k
    ) sorted`;
}

/** Numbers that said STOP and were erased stand in the list under a former key: now that they are known, under this one. */
export async function adoptSuppressions(tx: Tx, phones: readonly NewPhone[]): Promise<void> {
  const rows = phones.map((p) => ({
    suppress_index: hex(p.suppressIndex),
    suppress_key: p.suppressKey,
    former: p.formerSuppressions?.map(hex) ?? [],
  }));
  await tx`
    with gone as (
      delete from suppression s
      using json_to_recordset(${JSON.stringify(rows)}::text::json) as r(
        suppress_index bytea, suppress_key text, former bytea[])
      where s.suppress_index = any(r.former)
      returning r.suppress_index, r.suppress_key, s.since
    )
    insert into suppression (suppress_index, since, key_id)
    select suppress_index, min(since), suppress_key from gone group by suppress_index, suppress_key
    on conflict do nothing`;
}

export type PhoneKey = { phoneId: string; wrappedKey: Buffer };

export async function findPhone(db: Db, numberIndex: Buffer): Promise<PhoneKey | undefined> {
  const [row] = await db<PhoneKey[]>`
    select id as phone_id, wrapped_key from phone where number_index = ${numberIndex}`;
  return row;
}

/** A version of a flow. */
export type FlowPlace = { flow: string; version: number };

/** Parks the conversation of a phone as needing attention. STOP works for it as for everybody. */
export async function parkPhone(
  db: Db,
  phoneId: string,
  { trouble, place, at }: { trouble: string; place: FlowPlace | undefined; at: Date },
): Promise<void> {
  await db`
    update conversation
    set trouble = ${trouble}, trouble_flow = ${place?.flow ?? null}, trouble_version = ${place?.version ?? null},
      trouble_at = ${at}
    where phone_id = ${phoneId} and trouble is null`;
}
