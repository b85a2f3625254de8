import { keyedHash } from '../base/seal.ts';
import type { PhoneNumber } from '../base/phone-number.ts';
import { writeAudit } from '../store/audit.ts';
import type { Pool, Tx } from '../store/connect.ts';
import {
  lockNumberChange,
  moveMember,
  openGroupCodes,
  openNumberChange,
  type OpenNumberChange,
} from '../store/number-changes.ts';
import { readPhones } from '../store/read-phones.ts';
import { saveTurns } from '../store/save-turns.ts';
import type { Lookup, PhoneRow } from '../store/turn-rows.ts';
import { auditEntry } from './audit-entry.ts';
import { carriedFrom, carriedTo, codesFor, ownFor } from './carry-over.ts';
import { composeTurn } from './compose.ts';
import type { Draft } from './draft.ts';
import { ERASE_AFTER_MS } from './erase.ts';
import { isPin } from './pin-hash.ts';
import type { Setting } from './setting.ts';
import type { Situation } from './situation.ts';
import type { Stopping } from './stop.ts';
import { watchMoved } from './watch-moved.ts';

/** A word or PIN is guessed five times at most; then the change has to be begun anew. */
const TRIES_MAX = 5;
/** Longest it may wait for the gates: a call lasts 8 s. */
const LIMIT_MS = 12_000;

export type NumberParts = {
  setting: Setting;
  pool: Pool;
  /** Its lock_timeout is above the longest call of the gateway. */
  waitingPool: Pool;
  stopping: Pick<Stopping, 'stop'>;
};

/** What proves that she is there: the word that she was told, or her PIN, which is typed after dialling only. */
export type Proof = { word: string } | { pin: string };

export type SaidWord = {
  from: PhoneNumber;
  proof: Proof;
  channel: 'sms' | 'ussd';
  lookup: Omit<Lookup, 'ord' | 'numberIndex' | 'timerId' | 'now'>;
  /** What is answered, decided on the new phone once the member is there. */
  draft: (situation: Situation, row: PhoneRow) => Omit<Draft, 'event' | 'channel'>;
};

/** The word under which a change waits, for its own row. */
export function changeWordHash(key: Buffer, id: string, word: string): Buffer {
  return keyedHash(key, `number_change|${id}|${word}`);
}

/**
 * A new phone says the word that its member was told, or her PIN: she is there from the commit on, with her wishes, consents,
 * requests, timers and what is remembered. The old number is silent from then on. A STOP of either phone wins. False: nothing
 * waits for this there, or something stands against it.
 */
export async function confirmNumber(parts: NumberParts, said: SaidWord): Promise<boolean> {
  const { setting, waitingPool } = parts;
  const now = setting.clock.now();
  const change = await changeOf(parts, said.from, now);
  if (change === undefined) return false;
  const wordHash = await hashOf(setting, change, said.proof);
  if (wordHash === undefined) return false;
  const proved = { ...change, wordHash };
  const limit = { deadlineMs: LIMIT_MS };
  const moved = await waitingPool.transact((tx) => move(setting, tx, proved, said), limit);
  if (moved) await watchMoved(parts);
  return moved;
}

/** Under the present key of look-up values or a former one. */
async function changeOf({ setting, pool }: NumberParts, from: PhoneNumber, now: Date) {
  const { keyring } = setting;
  for (const index of [keyring.numberIndex(from), ...keyring.formerIndexes(from)]) {
    const found = await pool.run((db) => openNumberChange(db, index, now));
    if (found !== undefined) return { ...found, numberIndex: index };
  }
  return undefined;
}

type Change = OpenNumberChange & { numberIndex: Buffer };

/** What is compared with the word of the change; with a wrong PIN it is no word, so that it is counted as one. */
async function hashOf(
  { keyring }: Setting,
  change: Change,
  proof: Proof,
): Promise<Buffer | undefined> {
  const { id, memberId, newPhoneId, wrappedKey, pinHash, memberWrappedKey } = change;
  const key = keyring.openKey(newPhoneId, wrappedKey);
  if ('word' in proof) return changeWordHash(key, id, proof.word);
  if (pinHash === null) return undefined;
  const owner = { memberId, key: keyring.openKey(memberId, memberWrappedKey) };
  return (await isPin(proof.pin, pinHash, owner)) ? change.wordHash : changeWordHash(key, id, '');
}

async function move(setting: Setting, tx: Tx, change: Change, said: SaidWord): Promise<boolean> {
  const { keyring, clock } = setting;
  const now = clock.now();
  const phone = { phoneId: change.newPhoneId, wrappedKey: change.wrappedKey };
  const asked = { id: change.id, wordHash: change.wordHash, triesMax: TRIES_MAX, now };
  if (!(await lockNumberChange(tx, asked))) return false;
  const lookup = { ...said.lookup, timerId: undefined, now };
  const rowOf = async (numberIndex: Buffer): Promise<PhoneRow> => {
    const [row] = await readPhones(tx, [{ ...lookup, ord: 0, numberIndex }]);
    if (row === undefined) throw new Error('impossible: a phone whose gate is held is gone');
    return row;
  };
  const carried = carriedFrom(setting, await rowOf(change.oldNumberIndex), now);
  const codes = await openGroupCodes(tx, change.oldPhoneId, change.memberId);
  await moveMember(tx, {
    id: change.id,
    now,
    channel: said.channel,
    ownSealed: ownFor(keyring, phone, carried),
    codes: codesFor(keyring, carried.row, phone, codes),
    eraseAt: new Date(now.getTime() + ERASE_AFTER_MS),
  });
  const fresh = await rowOf(change.numberIndex);
  const situation = carriedTo(setting, fresh, carried, now);
  const write = composeTurn(setting, situation, {
    ...said.draft(situation, fresh),
    event: 'number_changed',
    channel: said.channel,
    proved: true,
  });
  const saved = await saveTurns(tx, [write], true);
  if (!saved.has(write.phoneId)) throw new Error('this text was taken before');
  const { numberIndex, id: detail } = change;
  const actor = said.channel;
  const entry = auditEntry(keyring, { actor, action: 'number_changed', detail, numberIndex, now });
  await writeAudit(tx, entry, { now, phoneId: change.newPhoneId });
  return true;
}
