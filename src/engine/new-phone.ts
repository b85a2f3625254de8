import { newId } from '../base/ids.ts';
import type { Keyring } from '../base/keyring.ts';
import type { PhoneNumber } from '../base/phone-number.ts';
import { seal } from '../base/seal.ts';
import type { NewPhone } from '../store/phones.ts';

/** The row of a number that has none yet, with a key of its own. */
export function newPhone(keyring: Keyring, number: PhoneNumber): NewPhone {
  const id = newId();
  const { key, wrapped } = keyring.newKey(id);
  return {
    id,
    numberIndex: keyring.numberIndex(number),
    suppressIndex: keyring.suppressionIndex(number),
    numberSealed: seal(key, `phone.number:${id}`, number),
    wrappedKey: wrapped,
  };
}
