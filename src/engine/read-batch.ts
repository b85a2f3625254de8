import type { Keyring } from '../base/keyring.ts';
import type { Pool } from '../store/connect.ts';
import { createPhones } from '../store/phones.ts';
import { readPhones } from '../store/read-phones.ts';
import type { Lookup, PhoneRow } from '../store/turn-rows.ts';
import { newPhone } from './new-phone.ts';
import type { Arrival } from './take-turns.ts';

/**
 * Reads what a batch is decided on, by place in the batch. A number that was never seen gets its row first, so that STOP
 * and START always have one to lock; a timer whose phone is gone has none.
 */
export async function readBatch(
  pool: Pool,
  keyring: Keyring,
  arrivals: readonly Arrival[],
  now: Date,
): Promise<Map<number, PhoneRow>> {
  const lookups = arrivals.map(lookupOf);
  const rows = byOrd(await pool.run((db) => readPhones(db, lookups)));
  if (rows.size === lookups.length) return rows;
  const missing = lookups.filter(({ ord }) => !rows.has(ord));
  const fresh = missing.flatMap(({ ord }) => {
    const number = arrivals[ord]?.number;
    return number === undefined ? [] : [newPhone(keyring, number)];
  });
  if (fresh.length === 0) return rows;
  await pool.run((db) => createPhones(db, fresh, now));
  for (const row of await pool.run((db) => readPhones(db, missing))) rows.set(row.ord, row);
  return rows;
}

function byOrd(rows: readonly PhoneRow[]): Map<number, PhoneRow> {
  return new Map(rows.map((row) => [row.ord, row]));
}

function lookupOf(arrival: Arrival, ord: number): Lookup {
  const sms = arrival.kind === 'sms' ? arrival.sms : undefined;
  return {
    ord,
    numberIndex: arrival.numberIndex,
    provider: sms?.sms.provider,
    providerId: sms?.sms.providerId,
    contentHash: sms?.contentHash,
    sentAt: sms?.sms.sentAt,
    fetched: sms?.fetched ?? false,
    timerId: arrival.kind === 'timer' ? arrival.timer.id : undefined,
  };
}
