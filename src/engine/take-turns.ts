import { assert } from '../base/assert.ts';
import { newId } from '../base/ids.ts';
import type { PhoneNumber } from '../base/phone-number.ts';
import { seal } from '../base/seal.ts';
import type { Pool } from '../store/connect.ts';
import { createPhones, parkPhone, type NewPhone } from '../store/phones.ts';
import { readPhones } from '../store/read-phones.ts';
import { isLockFault, isRowFault } from '../store/row-fault.ts';
import { saveTurns } from '../store/save-turns.ts';
import { deferTimer } from '../store/timers.ts';
import type { Lookup, PhoneRow, TurnWrite } from '../store/turn-rows.ts';
import type { UssdAnswer } from './arrivals.ts';
import { decideSms, type SmsArrival } from './decide-sms.ts';
import { decideTimer, type TimerArrival } from './decide-timer.ts';
import { decideUssd, type UssdArrival } from './decide-ussd.ts';
import type { Decision } from './decision.ts';
import { hopSaysStop } from './hear-hop.ts';
import { createLine, type Waiting } from './line.ts';
import type { Setting } from './setting.ts';
import { situationOf } from './situation.ts';

/** A phone whose turn cannot be decided is parked after so many tries, so that it blocks nobody. */
const TRIES_MAX = 3;
/** A turn that was beaten or locked is decided anew so often; each waits at most the lock_timeout of 300 ms. */
const ALONE_MAX = 5;

export type Arrival = { numberIndex: Buffer; number: PhoneNumber | undefined } & (
  | { kind: 'sms'; sms: SmsArrival }
  | { kind: 'ussd'; ussd: UssdArrival }
  | { kind: 'timer'; timer: TimerArrival }
);

/** What became of an arrival. */
export type Taken =
  | { kind: 'done'; answer: UssdAnswer | undefined }
  /** A hop that says STOP: nothing was done yet. */
  | { kind: 'says_stop' }
  | { kind: 'dropped' }
  | { kind: 'deferred' };

/** It could not be saved now; nothing of it was. The gateway is asked to come again. */
export class NotSaved extends Error {
  override readonly name = 'NotSaved';
}

type Entry = Waiting<Arrival, Taken>;
type Prepared = { entry: Entry; write: TurnWrite; answer: UssdAnswer | undefined };
/** `refused`: the database will never take it; it was settled. */
type Saved = { won: Set<string>; refused: Set<string> };

/** The only place that moves conversations: one event at a time for each phone, batches saved whole. */
export function createTurns(setting: Setting, pool: Pool, hashKey: Buffer) {
  const { clock, keyring, log } = setting;
  const tries = new Map<string, number>();

  const decide = (arrival: Arrival, row: PhoneRow, now: Date): Decision | 'says_stop' => {
    if (arrival.kind === 'ussd' && arrival.ussd.stopSeq === undefined)
      if (hopSaysStop(row, arrival.ussd.hop, setting.words, hashKey, now)) return 'says_stop';
    const situation = situationOf(row, keyring, now, setting.programme.defaultLanguage);
    switch (arrival.kind) {
      case 'sms':
        return decideSms(setting, situation, arrival.sms);
      case 'ussd':
        return decideUssd(setting, situation, arrival.ussd, hashKey);
      case 'timer':
        return decideTimer(setting, situation, arrival.timer);
    }
  };

  /** Decides one entry; settles it where nothing is to be saved. */
  const prepare = async (entry: Entry, row: PhoneRow, now: Date): Promise<Prepared | undefined> => {
    const decision = await decideOrPark(entry, row, now);
    if (decision === 'says_stop') return void settle(entry, { kind: 'says_stop' });
    switch (decision.kind) {
      case 'save':
        return { entry, write: decision.write, answer: decision.answer };
      case 'nothing':
        return void settle(entry, { kind: 'done', answer: decision.answer });
      case 'drop_timer':
        return void settle(entry, { kind: 'dropped' });
      case 'defer_timer': {
        const { arrival } = entry;
        assert(arrival.kind === 'timer', 'only timers are put off');
        await pool.run((db) => deferTimer(db, arrival.timer.id, decision.dueAt));
        return void settle(entry, { kind: 'deferred' });
      }
    }
  };

  /** A decision that throws is tried again by the gateway; at the third time the phone is parked. */
  const decideOrPark = async (entry: Entry, row: PhoneRow, now: Date) => {
    try {
      const decision = decide(entry.arrival, row, now);
      tries.delete(row.phoneId);
      return decision;
    } catch (error) {
      const count = (tries.get(row.phoneId) ?? 0) + 1;
      log.error('turn_not_decided', { phone: row.phoneId, tries: count }, error);
      if (count < TRIES_MAX || row.trouble !== null) {
        tries.set(row.phoneId, count);
        throw error;
      }
      tries.delete(row.phoneId);
      await pool.run((db) => parkPhone(db, row.phoneId, 'turn_not_decided'));
      log.warn('conversation_parked', { phone: row.phoneId });
      return decide(entry.arrival, { ...row, trouble: 'turn_not_decided' }, now);
    }
  };

  const read = async (arrivals: readonly Arrival[], now: Date): Promise<Map<number, PhoneRow>> => {
    const lookups = arrivals.map(lookupOf);
    const rows = byOrd(await pool.run((db) => readPhones(db, lookups)));
    const missing = lookups.filter(({ ord }) => !rows.has(ord));
    const fresh = missing.flatMap(({ ord }) => newPhone(arrivals[ord]));
    if (fresh.length === 0) return rows;
    await pool.run((db) => createPhones(db, fresh, now));
    for (const row of await pool.run((db) => readPhones(db, missing))) rows.set(row.ord, row);
    return rows;
  };

  const newPhone = (arrival: Arrival | undefined): NewPhone[] => {
    if (arrival?.number === undefined) return [];
    const id = newId();
    const { key, wrapped } = keyring.newKey(id);
    return [
      {
        id,
        numberIndex: arrival.numberIndex,
        suppressIndex: keyring.suppressionIndex(arrival.number),
        numberSealed: seal(key, `phone.number:${id}`, arrival.number),
        wrappedKey: wrapped,
      },
    ];
  };

  /** Saves a batch; where one row makes the statement fail, halves it until that row stands alone. */
  const save = async (batch: readonly Prepared[]): Promise<Saved> => {
    if (batch.length === 0) return { won: new Set(), refused: new Set() };
    const writes = batch.map(({ write }) => write);
    try {
      const won = await pool.run((db) => saveTurns(db, writes, false));
      return { won, refused: new Set() };
    } catch (error) {
      if (!isRowFault(error)) throw error;
      const [only, ...others] = batch;
      if (only !== undefined && others.length === 0) {
        log.error('turn_not_saved', { phone: only.write.phoneId }, error);
        only.entry.settle({ status: 'rejected', reason: new NotSaved('the turn cannot be stored') });
        return { won: new Set(), refused: new Set([only.write.phoneId]) };
      }
      const half = Math.ceil(batch.length / 2);
      const first = await save(batch.slice(0, half));
      const second = await save(batch.slice(half));
      return { won: first.won.union(second.won), refused: first.refused.union(second.refused) };
    }
  };

  /** One that was beaten or locked: read, decided and saved anew, waiting for its locks. */
  const takeAlone = async (entry: Entry): Promise<void> => {
    for (let count = 0; count < ALONE_MAX; count += 1) {
      const now = clock.now();
      const row = (await read([entry.arrival], now)).get(0);
      if (row === undefined) return settle(entry, { kind: 'dropped' });
      const prepared = await prepare(entry, row, now);
      if (prepared === undefined) return;
      const won = await saveWaiting(prepared.write);
      if (won) return settle(entry, { kind: 'done', answer: prepared.answer });
    }
    throw new NotSaved('another turn of this phone was faster each time');
  };

  const saveWaiting = async (write: TurnWrite): Promise<boolean> => {
    try {
      return (await pool.run((db) => saveTurns(db, [write], true))).has(write.phoneId);
    } catch (error) {
      if (isLockFault(error)) return false;
      throw error;
    }
  };

  const takeBatch = async (batch: readonly Entry[]): Promise<void> => {
    const now = clock.now();
    const rows = await read(
      batch.map(({ arrival }) => arrival),
      now,
    );
    const prepared: Prepared[] = [];
    for (const [ord, entry] of batch.entries()) {
      const row = rows.get(ord);
      if (row === undefined) settle(entry, { kind: 'dropped' });
      else
        try {
          const ready = await prepare(entry, row, now);
          if (ready !== undefined) prepared.push(ready);
        } catch (reason) {
          entry.settle({ status: 'rejected', reason });
        }
    }
    const saved = await save(prepared);
    for (const { entry, write, answer } of prepared)
      if (saved.won.has(write.phoneId)) settle(entry, { kind: 'done', answer });
      else if (!saved.refused.has(write.phoneId))
        void takeAlone(entry).catch((reason: unknown) =>
          entry.settle({ status: 'rejected', reason }),
        );
  };

  return createLine<Arrival, Taken>(takeBatch);
}

function settle(entry: Entry, value: Taken): void {
  entry.settle({ status: 'fulfilled', value });
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
