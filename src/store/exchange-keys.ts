import type { Db, Tx } from './transact.ts';

/** What a row has to look like when its exchange is done. */
export type Wanted = { wrapHead: Buffer; indexKey: string; suppressKey: string };

const hex = (bytes: Buffer) => `\\x${bytes.toString('hex')}`;

/** Phones after one id that were made with another key, by id. */
export async function phonesOfOtherKeys(
  db: Db,
  wanted: Wanted,
  { after, limit }: { after: string; limit: number },
): Promise<string[]> {
  const rows = await db<{ id: string }[]>`
    select id from phone
    where id > ${after}::uuid and (
      index_key is distinct from ${wanted.indexKey} or suppress_key is distinct from ${wanted.suppressKey}
      or substring(wrapped_key from 1 for ${wanted.wrapHead.length}) <> ${wanted.wrapHead})
    order by id limit ${limit}`;
  return rows.map(({ id }) => id);
}

export type KeyedPhone = { id: string; numberSealed: Buffer; wrappedKey: Buffer };

/**
 * Locks the gates of these phones and reads them. One that a send or a turn holds is left out: a STOP writes to the
 * suppression list what it read of the phone, so that neither may change in between.
 */
export async function lockPhones(tx: Tx, ids: readonly string[]): Promise<KeyedPhone[]> {
  const locked = await tx<{ phoneId: string }[]>`
    select phone_id from gate where phone_id = any(${[...ids]}::uuid[])
    order by phone_id for no key update skip locked`;
  return tx<KeyedPhone[]>`
    select id, number_sealed, wrapped_key from phone
    where id = any(${locked.map(({ phoneId }) => phoneId)}::uuid[]) order by id`;
}

export type ExchangedPhone = {
  id: string;
  before: Buffer;
  wrappedKey: Buffer;
  numberIndex: Buffer;
  suppressIndex: Buffer;
};

/** Writes phones under the present keys, and their place in the suppression list. Returns how many. */
export async function saveExchanged(
  tx: Tx,
  wanted: Wanted,
  phones: readonly ExchangedPhone[],
): Promise<number> {
  const json = JSON.stringify(
    phones.map(({ id, ...bytes }) => ({
      id,
      before: hex(bytes.before),
      wrapped_key: hex(bytes.wrappedKey),
      number_index: hex(bytes.numberIndex),
      suppress_index: hex(bytes.suppressIndex),
    })),
  );
  await tx`
    with r as (
      select r.id, r.suppress_index, p.suppress_index as former
      from json_to_recordset(${json}::text::json) as r(id uuid, suppress_index bytea)
      join phone p on p.id = r.id and p.suppress_index <> r.suppress_index
    ), pending as (
      update erasure e set suppress_index = r.suppress_index from r
      where e.phone_id = r.id and e.suppress_index = r.former
    ), gone as (
      delete from suppression s using r where s.suppress_index = r.former
      returning r.suppress_index, s.since
    )
    insert into suppression (suppress_index, since, key_id)
    select g.suppress_index, g.since, ${wanted.suppressKey} from gone g
    on conflict do nothing`;
  const rows = await tx`
    update phone p
    set wrapped_key = r.wrapped_key, number_index = r.number_index, suppress_index = r.suppress_index,
      index_key = ${wanted.indexKey}, suppress_key = ${wanted.suppressKey}
    from json_to_recordset(${json}::text::json) as r(
      id uuid, before bytea, wrapped_key bytea, number_index bytea, suppress_index bytea)
    where p.id = r.id and p.wrapped_key = r.before
    returning 1`;
  return rows.length;
}

/** Every table but that of phones whose rows have a wrapped key of their own: one that is made later counts too. */
export async function tablesWithKeys(db: Db): Promise<string[]> {
  const rows = await db<{ name: string }[]>`
    select t.relname as name
    from pg_class t
    join pg_attribute k on k.attrelid = t.oid and k.attname = 'wrapped_key' and not k.attisdropped
    where t.relnamespace = current_schema()::regnamespace and t.relkind in ('r', 'p') and t.relname <> 'phone'
    order by t.relname`;
  return rows.map(({ name }) => name);
}

export type KeyedRow = { id: string; wrappedKey: Buffer };

/** Rows after one id whose key was wrapped with another one, by id. */
export function rowsOfOtherKeys(
  db: Db,
  wanted: Wanted,
  { table, after, limit }: { table: string; after: string; limit: number },
): Promise<KeyedRow[]> {
  return db<KeyedRow[]>`
    select id, wrapped_key from ${db(table)}
    where id > ${after}::uuid and octet_length(wrapped_key) > 0
      and substring(wrapped_key from 1 for ${wanted.wrapHead.length}) <> ${wanted.wrapHead}
    order by id limit ${limit}`;
}

/** Writes keys that were wrapped anew, where nobody changed them meanwhile. Returns how many. */
export async function saveRewrapped(
  db: Db,
  table: string,
  rows: readonly (KeyedRow & { before: Buffer })[],
): Promise<number> {
  const json = JSON.stringify(
    rows.map(({ id, before, wrappedKey }) => ({
      id,
      before: hex(before),
      wrapped: hex(wrappedKey),
    })),
  );
  const saved = await db`
    update ${db(table)} t set wrapped_key = r.wrapped
    from json_to_recordset(${json}::text::json) as r(id uuid, before bytea, wrapped bytea)
    where t.id = r.id and t.wrapped_key = r.before
    returning 1`;
  return saved.length;
}

export async function countOfOtherKeys(db: Db, wanted: Wanted, table: string): Promise<number> {
  const [row] = await db<{ count: number }[]>`
    select count(*)::int as count from ${db(table)}
    where octet_length(wrapped_key) > 0
      and substring(wrapped_key from 1 for ${wanted.wrapHead.length}) <> ${wanted.wrapHead}`;
  return row?.count ?? 0;
}

/** How many phones were made with other keys than these. `erased`: numbers in the list that nobody knows any more. */
export type PhonesLeft = { wrap: number; index: number; suppress: number; erased: number };

export async function phonesLeft(db: Db, wanted: Wanted): Promise<PhonesLeft> {
  const [row] = await db<PhonesLeft[]>`
    select
      count(*) filter (
        where substring(wrapped_key from 1 for ${wanted.wrapHead.length}) <> ${wanted.wrapHead})::int as wrap,
      count(*) filter (where index_key is distinct from ${wanted.indexKey})::int as index,
      count(*) filter (where suppress_key is distinct from ${wanted.suppressKey})::int as suppress,
      (
        select count(*)::int from suppression s
        where s.key_id is distinct from ${wanted.suppressKey}
          and not exists (select from phone o where o.suppress_index = s.suppress_index)
          and s.since < coalesce((
            select k.since from key_in_use k where k.name = 'suppress' and k.key_id = ${wanted.suppressKey}
          ), 'infinity')
      ) as erased
    from phone`;
  return row ?? { wrap: 0, index: 0, suppress: 0, erased: 0 };
}
