import type { AtWork } from '../engine/groups-port.ts';
import { opensWork } from '../engine/pin.ts';
import { afterTry, mayTry } from '../engine/pin-tries.ts';
import { pinDigits } from '../conversation/read-pin.ts';
import { pinsHere, savePinTries } from '../store/counsellor-pins.ts';

/**
 * Whether these digits are her PIN: what goes to a whole group is confirmed with it. A wrong one counts; after five none is
 * looked at for a while, which nobody is told.
 */
export async function isOwnPin(
  { setting, tx, now, counsellor }: AtWork,
  digits: string,
): Promise<boolean> {
  const { id: counsellorId, pinTries: tries, pinWaitUntil: waitUntil } = counsellor;
  if (pinDigits(digits) === undefined || !mayTry({ tries, waitUntil }, now)) return false;
  const { pinHash: pin } = await pinsHere(tx, counsellorId, now);
  const key = setting.keyring.openKey(counsellor.phoneId, counsellor.wrappedKey);
  const isRight = (await opensWork(digits, { counsellorId, key, pin, code: null })) === 'pin';
  await savePinTries(tx, counsellorId, afterTry({ tries, waitUntil }, isRight, now));
  return isRight;
}
