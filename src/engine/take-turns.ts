import { assert } from '../base/assert.ts';
import type { PhoneNumber } from '../base/phone-number.ts';
import type { Pool } from '../store/connect.ts';
import type { PhoneRow, TurnWrite } from '../store/turn-rows.ts';
import { unlinkPhone } from '../store/unlink-phone.ts';
import type { UssdAnswer } from './arrivals.ts';
import type { CastVote } from './ballot-vote.ts';
import { createDecider } from './decide.ts';
import type { ToCounsellor } from './decision.ts';
import type { SmsArrival } from './answer-sms.ts';
import type { MoveArrival } from './decide-move.ts';
import type { TimerArrival } from './decide-timer.ts';
import type { UssdArrival } from './decide-ussd.ts';
import { eraseNow, undoErasure } from './erase.ts';
import { createLine, type Line, type Waiting } from './line.ts';
import { type PinWorked, workOut } from './pin.ts';
import { createPutOff, type Deferral, type PutOff } from './put-off-timers.ts';
import { readBatch } from './read-batch.ts';
import { saveAlone, saveBatch } from './save-batch.ts';
import type { Setting } from './setting.ts';
import { missingReleases } from './take-up-releases.ts';

/** A turn that was beaten or locked is decided anew so often: two equals lose 20 times running once in a million. */
const ALONE_MAX = 20;
/** No further try is begun after this, in milliseconds: whoever waits leaves at 2.2 s, and a try may wait 300 ms. */
const ALONE_MS = 1_800;

export type Arrival = {
  numberIndex: Buffer;
  number: PhoneNumber | undefined;
  /** Its vote is in the box. */
  cast?: boolean;
} & (
  | { kind: 'sms'; sms: SmsArrival }
  | { kind: 'ussd'; ussd: UssdArrival }
  | { kind: 'timer'; timer: TimerArrival }
  | { kind: 'move'; move: MoveArrival }
);

/** What became of an arrival. */
export type Taken =
  | { kind: 'done'; answer: UssdAnswer | undefined }
  /** It says STOP: nothing was done yet. */
  | { kind: 'says_stop'; said: 'stop' | 'wrong' }
  /** For the work of whoever has this phone: nothing was done yet. */
  | ToCounsellor
  | { kind: 'dropped' }
  /** `put_off`: it was missed, and waits for the next time of its rhythm. */
  | { kind: 'deferred' | 'put_off' };

/** It could not be saved now; nothing of it was. The gateway is asked to come again. */
class NotSaved extends Error {
  override readonly name = 'NotSaved';
}

type Entry = Waiting<Arrival, Taken>;
type Prepared = { entry: Entry; write: TurnWrite; answer: UssdAnswer | undefined };

export type Turns = Line<Arrival, Taken>;

/**
 * The only place that moves conversations: batches are read in one statement, decided one event a phone, and saved in
 * one statement (ARCHITECTURE.md, "A turn"). `withdraw` is called when a turn has taken a purpose back,
 * `asked` when one has asked for a person, or said something to a group.
 */
export function createTurns(
  setting: Setting,
  pool: Pool,
  hashKey: Buffer,
  withdraw: () => void = () => undefined,
  asked: () => void = () => undefined,
  castVote: CastVote = noBallots,
): Turns {
  const { clock, keyring, log } = setting;

  const prepare = createPreparer(setting, pool, { hashKey, castVote }, (entry) => again(entry));

  const won = (prepared: Prepared): void => {
    const { write } = prepared;
    settleSaved(setting, pool, prepared);
    if (write.withdrawals.length > 0) withdraw();
    if (write.followUps.length + write.groupTasks.length > 0) asked();
  };

  /** One that was beaten or locked: read, decided and saved anew, waiting for its locks. */
  const takeAlone = async (entry: Entry): Promise<void> => {
    const until = clock.monotonicMs() + ALONE_MS;
    for (let count = 0; count < ALONE_MAX && clock.monotonicMs() < until; count += 1) {
      const now = clock.now();
      const rows = await readBatch(pool, keyring, [entry.arrival], now);
      await missingReleases(pool, setting.releases, rows);
      const row = rows.get(0);
      if (row === undefined) return settle(entry, { kind: 'dropped' });
      const prepared = await prepare(entry, row, now);
      if (prepared === undefined) return;
      if (await saveAlone(pool, prepared.write)) return won(prepared);
    }
    throw new NotSaved('another turn of this phone was faster each time');
  };

  const again = (entry: Entry): void =>
    void takeAlone(entry).catch((reason: unknown) => fail(entry, reason));

  const takeBatch = async (batch: readonly Entry[]): Promise<void> => {
    const now = clock.now();
    const rows = await readBatch(pool, keyring, batch.map(arrivalOf), now);
    await missingReleases(pool, setting.releases, rows);
    const prepared: Prepared[] = [];
    const phones = new Set<string>();
    for (const [ord, entry] of batch.entries()) {
      const row = rows.get(ord);
      if (row === undefined) settle(entry, { kind: 'dropped' });
      // While keys are exchanged one phone has two look-up values, and one statement saves one turn a phone.
      else if (phones.has(row.phoneId)) again(entry);
      else
        await prepare(entry, row, now).then(
          (ready) => ready !== undefined && prepared.push(ready),
          (reason: unknown) => fail(entry, reason),
        );
      if (row !== undefined) phones.add(row.phoneId);
    }
    const writes = prepared.map(({ write }) => write);
    const saved = await saveBatch(pool, log, writes);
    for (const each of prepared) {
      const { entry, write } = each;
      if (saved.won.has(write.phoneId)) won(each);
      else if (saved.refused.has(write.phoneId)) fail(entry, new NotSaved('it cannot be stored'));
      else again(entry);
    }
  };

  return createLine<Arrival, Taken>(takeBatch);
}

const arrivalOf = ({ arrival }: Entry): Arrival => arrival;

/** What is said is true only once it is done: nothing tells that it was kept before it is. */
function settleSaved(setting: Setting, pool: Pool, { entry, write, answer }: Prepared): void {
  const done = { kind: 'done', answer } as const;
  if (write.keepsData !== true) return settle(entry, done);
  const { phoneId, channel } = write;
  void undoErasure({ pool, ...setting }, { phoneId, by: channel }).then(
    () => settle(entry, done),
    (reason: unknown) => fail(entry, reason),
  );
}

function noBallots(): Promise<void> {
  throw new Error('impossible: nobody votes where no ballot is held');
}

function settle(entry: Entry, value: Taken): void {
  entry.settle({ status: 'fulfilled', value });
}

function fail(entry: Entry, reason: unknown): void {
  entry.settle({ status: 'rejected', reason });
}

function deferred(putOff: PutOff, entry: Entry, times: Deferral): void {
  const { arrival } = entry;
  assert(arrival.kind === 'timer', 'only timers are put off');
  void putOff(arrival.timer.id, times).then(
    (kind) => settle(entry, { kind }),
    (reason: unknown) => fail(entry, reason),
  );
}

/** Whatever somebody writes after so long, the welcome begins. */
function returned(arrival: Arrival): Arrival {
  return arrival.kind === 'sms' ? { ...arrival, sms: { ...arrival.sms, returned: true } } : arrival;
}

/** The same hop with what was worked out about a PIN. */
function withPin(entry: Entry, worked: PinWorked): Entry {
  const { arrival } = entry;
  assert(arrival.kind === 'ussd', 'a PIN is typed in a session');
  return { ...entry, arrival: { ...arrival, ussd: { ...arrival.ussd, ...worked } } };
}

/** @throws NotSaved where somebody was heard meanwhile */
async function unlinkPhones(pool: Pool, { phoneId }: PhoneRow, now: Date): Promise<void> {
  const unlinked = await pool.run((db) => unlinkPhone(db, phoneId, now, 'lapse'));
  if (unlinked.length === 0) throw new NotSaved('somebody was heard meanwhile');
}

type Prepare = (entry: Entry, row: PhoneRow, now: Date) => Promise<Prepared | undefined>;

/** Decides one entry, and settles it where nothing is to be saved; `again` decides it anew by itself. */
function createPreparer(
  setting: Setting,
  pool: Pool,
  { hashKey, castVote }: { hashKey: Buffer; castVote: CastVote },
  again: (entry: Entry) => void,
): Prepare {
  const decide = createDecider(setting, pool, hashKey);
  const putOff = createPutOff(pool);
  return async (entry, row, now) => {
    const decided = await decide(entry.arrival, row, now);
    switch (decided.kind) {
      case 'save': {
        const { vote, write, answer } = decided;
        if (vote === undefined || entry.arrival.cast === true) return { entry, write, answer };
        void castVote(vote).then(
          () => again({ ...entry, arrival: { ...entry.arrival, cast: true } }),
          (reason: unknown) => fail(entry, reason),
        );
        break;
      }
      case 'says_stop':
      case 'for_counsellor':
        settle(entry, decided);
        break;
      case 'nothing':
        settle(entry, { kind: 'done', answer: decided.answer });
        break;
      case 'not_yet':
        fail(entry, new NotSaved('the STOP before it is not finished'));
        break;
      case 'erase_first':
        // Nobody else in the batch waits for it.
        void eraseNow({ pool, ...setting }, { phoneId: row.phoneId, by: 'start' }).then(
          () => again(entry),
          (reason: unknown) => fail(entry, reason),
        );
        break;
      case 'unlink_first':
        void unlinkPhones(pool, row, now).then(
          () => again({ ...entry, arrival: returned(entry.arrival) }),
          (reason: unknown) => fail(entry, reason),
        );
        break;
      case 'check_pin':
      case 'hash_pin':
        // It takes a while, for which nobody else in the batch waits.
        void workOut(decided, setting.keyring).then(
          (worked) => again(withPin(entry, worked)),
          (reason: unknown) => fail(entry, reason),
        );
        break;
      case 'drop_timer':
        settle(entry, { kind: 'dropped' });
        break;
      case 'defer_timer':
        deferred(putOff, entry, decided);
        break;
    }
    return undefined;
  };
}
