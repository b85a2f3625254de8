import type { Keyring } from '../base/keyring.ts';
import type { Pool } from '../store/connect.ts';
import { readPhones } from '../store/read-phones.ts';
import { timerIndexes } from '../store/timers.ts';
import type { Lookup, PhoneRow } from '../store/turn-rows.ts';
import { makePhones } from './new-phone.ts';
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
  const lookups = arrivals.map((arrival, ord) => lookupOf(arrival, ord, now));
  const rows = await readAll(pool, keyring, arrivals, lookups);
  if (rows.size === lookups.length) return rows;
  const missing = lookups.filter(({ ord }) => !rows.has(ord));
  const fresh = missing.flatMap(({ ord }) => arrivals[ord]?.number ?? []);
  if (fresh.length === 0) return rows;
  await makePhones(pool, keyring, fresh, now);
  return new Map([...rows, ...(await readAll(pool, keyring, arrivals, missing))]);
}

/** One statement where all are found under the present key; a look more for what an exchange of keys has moved. */
async function readAll(
  pool: Pool,
  keyring: Keyring,
  arrivals: readonly Arrival[],
  lookups: readonly Lookup[],
): Promise<Map<number, PhoneRow>> {
  const rows = byOrd(await pool.run((db) => readPhones(db, lookups)));
  if (rows.size === lookups.length) return rows;
  const missing = lookups.filter(({ ord }) => !rows.has(ord));
  const elsewhere = [
    ...missing.flatMap((lookup) => {
      const number = arrivals[lookup.ord]?.number;
      const former = number === undefined ? [] : keyring.formerIndexes(number);
      return former.map((numberIndex) => ({ ...lookup, numberIndex }));
    }),
    ...(await movedTimers(pool, missing)),
  ];
  if (elsewhere.length === 0) return rows;
  for (const row of await pool.run((db) => readPhones(db, elsewhere))) rows.set(row.ord, row);
  return rows;
}

/** Timers know their phone by the look-up value that it had a moment ago. */
async function movedTimers(pool: Pool, missing: readonly Lookup[]): Promise<Lookup[]> {
  const ids = missing.flatMap(({ timerId }) => timerId ?? []);
  if (ids.length === 0) return [];
  const found = await pool.run((db) => timerIndexes(db, ids));
  return missing.flatMap((lookup) =>
    found
      .filter(({ id }) => id === lookup.timerId)
      .map(({ numberIndex }) => ({ ...lookup, numberIndex })),
  );
}

function byOrd(rows: readonly PhoneRow[]): Map<number, PhoneRow> {
  return new Map(rows.map((row) => [row.ord, row]));
}

function lookupOf(arrival: Arrival, ord: number, now: Date): Lookup {
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
    now,
  };
}
