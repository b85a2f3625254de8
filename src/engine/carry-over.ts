import type { Keyring } from '../base/keyring.ts';
import { open, seal, Unsealable } from '../base/seal.ts';
import type { GroupCode } from '../store/number-changes.ts';
import type { PhoneRow } from '../store/turn-rows.ts';
import { sealOwn, type Own } from './own-values.ts';
import type { Setting } from './setting.ts';
import { situationOf, type Kept, type Situation } from './situation.ts';

const NOTHING: Own = { memory: {}, remembered: {} };

/** What goes with a member to her new phone: where her talk stands, and what it remembers. */
export type Carried = { row: PhoneRow; kept: Kept; own: Own; language: string };

/** Opens what stands on the old phone. What does not open stays behind: she goes all the same. */
export function carriedFrom(
  { keyring, programme, log }: Setting,
  row: PhoneRow,
  now: Date,
): Carried {
  const { defaultLanguage } = programme;
  try {
    const { kept, own, language } = situationOf(row, keyring, now, defaultLanguage);
    const { memory, remembered } = kept;
    const opened: Own = { memory: own.memory, remembered: own.remembered };
    return { row, kept: { memory, ...(remembered && { remembered }) }, own: opened, language };
  } catch (error) {
    if (!(error instanceof Unsealable)) throw error;
    log.error('number_change_without_memory', { phone: row.phoneId }, error);
    const language = row.language ?? row.memberLanguage ?? defaultLanguage;
    const nowhere = { ...row, flow: null, version: null, step: null, timed: false };
    return { row: nowhere, kept: { memory: {} }, own: NOTHING, language };
  }
}

/** What no log holds, sealed for the new phone; null where there is nothing. */
export function ownFor(
  keyring: Keyring,
  phone: { phoneId: string; wrappedKey: Buffer },
  { own }: Carried,
): Buffer | null {
  const key = keyring.openKey(phone.phoneId, phone.wrappedKey);
  return sealOwn(phone.phoneId, key, NOTHING, own);
}

/** The new phone as it is once the member is there: the turn that is decided on it writes her place down. */
export function carriedTo(
  { keyring, programme }: Setting,
  fresh: PhoneRow,
  { row: old, kept, own, language }: Carried,
  now: Date,
): Situation {
  const row: PhoneRow = {
    ...fresh,
    conversationId: old.conversationId,
    flow: old.flow,
    version: old.version,
    step: old.step,
    askedAt: old.askedAt,
    expiresAt: old.expiresAt,
    reasks: old.reasks,
    closedBy: old.closedBy,
    trouble: old.trouble,
    timed: old.timed,
    silences: old.silences,
    offer: null,
    offerAt: null,
    language,
    sealed: null,
    ownSealed: null,
  };
  return { ...situationOf(row, keyring, now, programme.defaultLanguage), kept, own, language };
}

/** Codes of groups that she has asked to join, sealed for the new phone. One that does not open stays behind. */
export function codesFor(
  keyring: Keyring,
  from: { phoneId: string; wrappedKey: Buffer },
  to: { phoneId: string; wrappedKey: Buffer },
  codes: readonly GroupCode[],
): GroupCode[] {
  const before = keyring.openKey(from.phoneId, from.wrappedKey);
  const after = keyring.openKey(to.phoneId, to.wrappedKey);
  return codes.flatMap(({ id, codeSealed }) => {
    const place = `group_task.code:${id}`;
    const code = openable(before, place, codeSealed);
    return code === undefined ? [] : [{ id, codeSealed: seal(after, place, code) }];
  });
}

function openable(key: Buffer, place: string, sealed: Buffer): Buffer | undefined {
  try {
    return open(key, place, sealed);
  } catch (error) {
    if (error instanceof Unsealable) return undefined;
    throw error;
  }
}
