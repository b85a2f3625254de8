import type { Db, Tx } from './transact.ts';

export type Try = {
  id: string;
  at: Date;
  kind: 'password' | 'code' | 'link';
  accountKey: Buffer;
  addressKey: Buffer;
};

export type TriesBefore = {
  /** Wrong tries for this account from this address, newest first, as far back as asked. */
  here: Date[];
  /** The same from all addresses from which nobody has signed in to it for a month. */
  elsewhere: Date[];
  /** From this address, for whatever account. */
  address: Date[];
  /** Whether somebody signed in to this account from this address within the month. */
  isKnown: boolean;
};

/** One at a time for an account, on all processes: what is counted below is then what there is. */
export async function lockTries(tx: Tx, accountKey: Buffer): Promise<void> {
  await tx`select pg_advisory_xact_lock(${accountKey.readInt32BE(0)}, ${accountKey.readInt32BE(4)})`;
}

/** A try counts as wrong from the moment it is made until it is found right. */
export async function triesBefore(
  tx: Tx,
  { accountKey, addressKey, kind }: Pick<Try, 'accountKey' | 'addressKey' | 'kind'>,
  since: { day: Date; month: Date; limit: number },
): Promise<TriesBefore> {
  const [row] = await tx<TriesBefore[]>`
    select
      array(select t.at from sign_in_try t where t.account_key = ${accountKey} and t.address_key = ${addressKey}
        and t.kind = ${kind} and not t.was_right and t.at > ${since.day} order by t.at desc limit ${since.limit}) as here,
      array(select t.at from sign_in_try t where t.account_key = ${accountKey} and t.kind = ${kind} and not t.was_right
        and t.at > ${since.day} and not exists (
          select from sign_in_try k where k.account_key = t.account_key and k.address_key = t.address_key
            and k.was_right and k.at > ${since.month}
        ) order by t.at desc limit ${since.limit}) as elsewhere,
      array(select t.at from sign_in_try t where t.address_key = ${addressKey} and not t.was_right
        and t.at > ${since.day} order by t.at desc limit ${since.limit}) as address,
      exists (select from sign_in_try k where k.account_key = ${accountKey} and k.address_key = ${addressKey}
        and k.was_right and k.at > ${since.month}) as is_known`;
  return row ?? { here: [], elsewhere: [], address: [], isKnown: false };
}

export async function addTry(db: Db, one: Try): Promise<void> {
  await db`
    insert into sign_in_try (id, at, kind, account_key, address_key)
    values (${one.id}, ${one.at}, ${one.kind}, ${one.accountKey}, ${one.addressKey})`;
}

export async function tryWasRight(db: Db, id: string): Promise<void> {
  await db`update sign_in_try set was_right = true where id = ${id}`;
}
