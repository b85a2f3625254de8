import { newId } from '../base/ids.ts';
import type { Keyring } from '../base/keyring.ts';
import type { PhoneNumber } from '../base/phone-number.ts';
import { seal } from '../base/seal.ts';
import type { Pool } from '../store/connect.ts';
import {
  adoptSuppressions,
  createPhones,
  findPhone,
  lockNumbers,
  type NewPhone,
  type PhoneKey,
} from '../store/phones.ts';

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
    indexKey: keyring.keyId('index'),
    suppressKey: keyring.keyId('suppress'),
    formerIndexes: keyring.formerIndexes(number),
    formerSuppressions: keyring.formerSuppressions(number),
  };
}

/** Makes the rows of numbers that have none, each once, also while keys are being exchanged. */
export async function makePhones(
  pool: Pool,
  keyring: Keyring,
  numbers: readonly PhoneNumber[],
  now: Date,
): Promise<void> {
  const phones = numbers.map((number) => newPhone(keyring, number));
  const exchanging = keyring.formerKeyIds('index').length + keyring.formerKeyIds('suppress').length;
  if (exchanging === 0) return void (await pool.run((db) => createPhones(db, phones, now)));
  await pool.transact(async (tx) => {
    await lockNumbers(tx, phones);
    const made = new Set(await createPhones(tx, phones, now));
    await adoptSuppressions(
      tx,
      phones.filter(({ id }) => made.has(id)),
    );
  });
}

/** The row of a number, under the present key or a former one; undefined when it has none. */
export async function phoneOfNumber(
  pool: Pool,
  keyring: Keyring,
  number: PhoneNumber,
): Promise<PhoneKey | undefined> {
  for (const index of [keyring.numberIndex(number), ...keyring.formerIndexes(number)]) {
    const found = await pool.run((db) => findPhone(db, index));
    if (found !== undefined) return found;
  }
  // Between two looks an exchange may have moved it to the first.
  return pool.run((db) => findPhone(db, keyring.numberIndex(number)));
}
