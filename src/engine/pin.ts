import type { Keyring } from '../base/keyring.ts';
import { pinDigits } from '../conversation/read-pin.ts';
import { readText } from '../conversation/read-text.ts';
import type { PinRow } from '../store/turn-rows.ts';
import type { Draft } from './draft.ts';
import { asksForDigits } from './open-release.ts';
import { hashPin, isPin, type PinOwner } from './pin-hash.ts';
import { mayTry } from './pin-tries.ts';
import { isInside } from './session-only.ts';
import type { Setting } from './setting.ts';
import type { Situation } from './situation.ts';

/** Whose PIN was typed, or that it was nobody's. `code`: what a counsellor was given to set her first PIN with. */
export type PinCheck =
  | { memberId: string }
  | { counsellorId: string; by: 'pin' | 'code' }
  | 'wrong';

/** What opens a counsellor's own menu on this phone: her PIN, and a code that she was given. */
export type WorkPins = {
  counsellorId: string;
  key: Buffer;
  pin: Buffer | null;
  code: Buffer | null;
};

/** What has to be worked out slowly before a hop is decided: other turns are not kept waiting for it. */
export type PinWork =
  | { kind: 'check_pin'; digits: string; pins: readonly PinRow[]; work: WorkPins | undefined }
  | { kind: 'hash_pin'; digits: string; owner: PinOwner };
/** What came of it. */
export type PinWorked = { pin?: PinCheck; hashed?: { digits: string; hash: Buffer } };

export async function workOut(work: PinWork, keyring: Keyring): Promise<PinWorked> {
  const { digits } = work;
  if (work.kind === 'hash_pin')
    return { hashed: { digits, hash: await hashPin(digits, work.owner) } };
  for (const { memberId, hash, wrappedKey } of work.pins) {
    const key = keyring.openKey(memberId, wrappedKey);
    if (await isPin(digits, hash, { memberId, key })) return { pin: { memberId } };
  }
  const by = work.work === undefined ? undefined : await opensWork(digits, work.work);
  if (work.work === undefined || by === undefined) return { pin: 'wrong' };
  return { pin: { counsellorId: work.work.counsellorId, by } };
}

/** Whether these digits open a counsellor's own menu, and by what. */
export async function opensWork(
  digits: string,
  { counsellorId, key, pin, code }: WorkPins,
): Promise<'pin' | 'code' | undefined> {
  if (pin !== null && (await isPin(digits, pin, { counsellorId, key }))) return 'pin';
  return code !== null && (await isPin(digits, code, { counsellorId, key })) ? 'code' : undefined;
}

/** What opens the menu of whoever works from this phone. */
export function workPins({ row, key }: Situation): WorkPins | undefined {
  const { counsellor } = row;
  if (counsellor === null || counsellor.state === 'invited') return undefined;
  if (counsellor.pinHash === null && counsellor.codeHash === null) return undefined;
  const { id: counsellorId, pinHash: pin, codeHash: code } = counsellor;
  return { counsellorId, key, pin, code };
}

/**
 * The digits that somebody typed where a choice of the public menu is awaited, and that may be a PIN. Whether one is known
 * here makes no difference to what is shown; a right PIN takes as long as a wrong one and no PIN a little less, which on a
 * session through an operator's network nobody can tell apart.
 */
export function pinTyped(setting: Setting, situation: Situation, text: string): string | undefined {
  const { row, open } = situation;
  const { flows } = setting.programme;
  const hasPart = flows.private !== undefined || row.counsellor !== null;
  if (!hasPart || row.trouble !== null || isInside(situation)) return undefined;
  const isPublic =
    row.sessionOffer === RESUME || (row.sessionOffer === null && open?.flow === flows.home);
  if (!isPublic || asksForDigits(setting, open)) return undefined;
  const reading = readText(text, setting.words, { digitsAreAnswers: false });
  return reading.kind === 'answer' ? pinDigits(reading.text) : undefined;
}

/** What stands in the session's row while "1 go on 2 start again" is on the screen. */
export const RESUME = 'resume';

/** Whether what was typed is looked at: somebody here has a PIN, and no wait runs. */
export function isLookedAt({ row, now }: Situation): boolean {
  const { pinTries: tries, pinWaitUntil: waitUntil } = row;
  const { pinHash = null, codeHash = null } = row.counsellor ?? {};
  const hasOne = row.pins.length > 0 || pinHash !== null || codeHash !== null;
  return hasOne && mayTry({ tries, waitUntil }, now);
}

/** Whether the member has let herself in by her PIN in this session. */
export function isProved(
  { programme }: Pick<Setting, 'programme'>,
  { inside }: Situation,
): boolean {
  const { private: part } = programme.flows;
  return part !== undefined && inside?.place?.flow === part;
}

/**
 * The PIN that this turn makes a member's own. Outside the private part only somebody who has none sets one, and nobody
 * while it is doubted who has the phone, since a PIN ends the doubt: else it changes nothing, and looks the same.
 */
export function pinToSet(
  setting: Pick<Setting, 'programme' | 'keyring'>,
  situation: Situation,
  { talk }: Pick<Draft, 'talk'>,
): { digits: string; owner: PinOwner } | undefined {
  const { memberId, memberWrappedKey, pins } = situation.row;
  const asked = talk?.effects.find(({ effect }) => effect.type === 'set_pin')?.effect;
  const digits = asked?.type === 'set_pin' ? pinDigits(asked.pin) : undefined;
  if (digits === undefined || memberId === null || memberWrappedKey === null) return undefined;
  const hasOne = pins.some((pin) => pin.memberId === memberId);
  if ((hasOne || situation.doubted) && !isProved(setting, situation)) return undefined;
  return { digits, owner: { memberId, key: setting.keyring.openKey(memberId, memberWrappedKey) } };
}
