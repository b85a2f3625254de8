import type { Clock } from '../base/clock.ts';
import { KEY_NAMES, type KeyName, type Keyring } from '../base/keyring.ts';
import type { Log } from '../base/log.ts';
import { open, Unsealable } from '../base/seal.ts';
import type { Pool } from '../store/connect.ts';
import {
  countOfOtherKeys,
  lockPhones,
  phonesLeft,
  phonesOfOtherKeys,
  rowsOfOtherKeys,
  saveExchanged,
  saveRewrapped,
  tablesWithKeys,
  type ExchangedPhone,
  type KeyedPhone,
  type Wanted,
} from '../store/exchange-keys.ts';
import { keysInUse, retireKey } from '../store/keys-in-use.ts';

/** Phones of one transaction: each gate is held for the few milliseconds of a batch. */
const BATCH = 100;
/** Before every id there is. */
const FIRST_ID = '00000000-0000-0000-0000-000000000000';

export type ExchangeParts = {
  /** As the owner of the schema: no other role may write keys. */
  pool: Pool;
  keyring: Keyring;
  clock: Clock;
  log: Log;
};

/** `unreadable`: rows that no given key opens. `held`: rows that a send or a turn held; the next round takes them. */
export type Exchanged = { written: number; unreadable: number; held: number };

/** What former keys still hold. `erased`: numbers of the suppression list that nobody knows any more. */
export type Left = Record<KeyName, number> & { erased: number };

/** Whether some key is given together with one that it replaces. */
export function isExchanging(keyring: Keyring): boolean {
  return KEY_NAMES.some((name) => keyring.formerKeyIds(name).length > 0);
}

/**
 * One round over everything that former keys made: keys are wrapped anew, look-up values are made anew. It may be killed at
 * any moment and run in several processes: each batch is whole or not there. Where nothing is left, the former key is
 * retired. @throws what the database throws
 */
export async function exchangeKeys(parts: ExchangeParts): Promise<Exchanged> {
  const { pool, keyring, log } = parts;
  const done: Exchanged = { written: 0, unreadable: 0, held: 0 };
  if (!(await isNewOne(pool, keyring))) return done;
  await exchangePhones(parts, done);
  for (const table of await pool.run(tablesWithKeys)) await rewrapTable(parts, table, done);
  if (done.written + done.unreadable > 0) log.info('keys_exchanged', done);
  await retire(parts, await leftOf(pool, keyring));
  return done;
}

/**
 * Whether what comes first here replaces what the database was made with. While services are restarted one by one some have
 * the former key first still: these must not turn back what others have done, also when it is over.
 */
async function isNewOne(pool: Pool, keyring: Keyring): Promise<boolean> {
  const known = new Map((await pool.run(keysInUse)).map((row) => [row.name, row]));
  return KEY_NAMES.every((name) => {
    const former = keyring.formerKeyIds(name);
    const row = known.get(name);
    if (former.length === 0 || row === undefined) return true;
    if (row.retired.includes(keyring.keyId(name))) return false;
    return former.includes(row.keyId) || former.every((id) => row.retired.includes(id));
  });
}

/** What is still made with other keys than the present ones. The audit log is not made anew: its entries never change. */
export async function leftOf(pool: Pool, keyring: Keyring): Promise<Left> {
  const wanted = wantedOf(keyring);
  const left = await pool.run((db) => phonesLeft(db, wanted));
  let rows = 0;
  for (const table of await pool.run(tablesWithKeys))
    rows += await pool.run((db) => countOfOtherKeys(db, wanted, table));
  return { ...left, wrap: left.wrap + rows, audit: 0 };
}

async function exchangePhones(parts: ExchangeParts, done: Exchanged): Promise<void> {
  const { pool, keyring } = parts;
  const wanted = wantedOf(keyring);
  for (let after = FIRST_ID; ;) {
    const ids = await pool.run((db) => phonesOfOtherKeys(db, wanted, { after, limit: BATCH }));
    const last = ids.at(-1);
    if (last === undefined) return;
    const batch = await pool.transact(async (tx) => {
      const locked = await lockPhones(tx, ids);
      const made = locked.flatMap((phone) => exchanged(parts, phone) ?? []);
      const written = await saveExchanged(tx, wanted, made);
      return { written, unreadable: locked.length - made.length, held: ids.length - locked.length };
    });
    done.written += batch.written;
    done.unreadable += batch.unreadable;
    done.held += batch.held;
    after = last;
  }
}

/** Undefined where no given key opens it: then it stays as it is, for whoever finds the key. */
function exchanged({ keyring, log }: ExchangeParts, phone: KeyedPhone): ExchangedPhone | undefined {
  const { id, wrappedKey, numberSealed } = phone;
  try {
    const key = keyring.openKey(id, wrappedKey);
    const number = open(key, `phone.number:${id}`, numberSealed).toString('utf8');
    return {
      id,
      before: wrappedKey,
      wrappedKey: keyring.rewrap(id, wrappedKey),
      numberIndex: keyring.numberIndex(number),
      suppressIndex: keyring.suppressionIndex(number),
    };
  } catch (error) {
    if (!(error instanceof Unsealable)) throw error;
    log.error('key_unreadable', { phone: id }, error);
    return undefined;
  }
}

async function rewrapTable(parts: ExchangeParts, table: string, done: Exchanged): Promise<void> {
  const { pool, keyring, log } = parts;
  const wanted = wantedOf(keyring);
  for (let after = FIRST_ID; ;) {
    const page = { table, after, limit: BATCH };
    const rows = await pool.run((db) => rowsOfOtherKeys(db, wanted, page));
    const last = rows.at(-1);
    if (last === undefined) return;
    const made = rows.flatMap(({ id, wrappedKey: before }) => {
      try {
        return [{ id, before, wrappedKey: keyring.rewrap(id, before) }];
      } catch (error) {
        if (!(error instanceof Unsealable)) throw error;
        log.error('key_unreadable', { table, row: id }, error);
        return [];
      }
    });
    done.unreadable += rows.length - made.length;
    done.written += await pool.run((db) => saveRewrapped(db, table, made));
    after = last.id;
  }
}

/** From then on nobody starts with the former key first; it may still be given behind the new one. */
async function retire({ pool, keyring, clock, log }: ExchangeParts, left: Left): Promise<void> {
  for (const { name, keyId } of await pool.run(keysInUse)) {
    const key = KEY_NAMES.find((known) => known === name);
    if (key === undefined || left[key] > 0 || !keyring.formerKeyIds(key).includes(keyId)) continue;
    const keys = { from: keyId, to: keyring.keyId(key) };
    const retired = await pool.run((db) => retireKey(db, key, keys, clock.now()));
    if (retired) log.info('key_retired', { key });
  }
}

function wantedOf(keyring: Keyring): Wanted {
  return {
    wrapHead: keyring.wrapHead,
    indexKey: keyring.keyId('index'),
    suppressKey: keyring.keyId('suppress'),
  };
}
