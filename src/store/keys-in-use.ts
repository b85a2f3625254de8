import type { Db } from './transact.ts';

export type KeyInUse = { name: string; keyId: string; retired: string[] };

/** Which keys the values of this database were made with. None before the first start. */
export function keysInUse(db: Db): Promise<KeyInUse[]> {
  return db<KeyInUse[]>`select name, key_id, retired from key_in_use order by name`;
}

/** Notes keys at the first start, in one statement; whoever comes second changes nothing. */
export async function noteKeys(
  db: Db,
  keys: readonly { name: string; keyId: string }[],
  now: Date,
): Promise<void> {
  const [names, ids] = [keys.map(({ name }) => name), keys.map(({ keyId }) => keyId)];
  await db`
    insert into key_in_use (name, key_id, since)
    select name, key_id, ${now} from unnest(${names}::text[], ${ids}::text[]) as u(name, key_id)
    on conflict do nothing`;
}

/** An exchange is over: from now on only the new key is one of this database. */
export async function retireKey(
  db: Db,
  name: string,
  keys: { from: string; to: string },
  now: Date,
): Promise<boolean> {
  const rows = await db`
    update key_in_use set key_id = ${keys.to}, retired = retired || ${keys.from}::text, since = ${now}
    where name = ${name} and key_id = ${keys.from}
    returning 1`;
  return rows.length > 0;
}

export async function hasTexts(db: Db): Promise<boolean> {
  return (await db`select from inbound limit 1`).length > 0;
}

export type ContentKey = { id: string; wrappedKey: Buffer };

/** The key under which contents are hashed, made at the first start: the first of several processes makes it. */
export async function contentKey(db: Db, made: ContentKey): Promise<ContentKey> {
  await db`
    insert into content_key (id, wrapped_key) values (${made.id}, ${made.wrappedKey}) on conflict do nothing`;
  const [row] = await db<ContentKey[]>`select id, wrapped_key from content_key`;
  return row ?? made;
}
