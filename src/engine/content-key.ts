import { newId } from '../base/ids.ts';
import type { Keyring } from '../base/keyring.ts';
import { keyedHash } from '../base/seal.ts';
import type { Pool } from '../store/connect.ts';
import { contentKey, hasTexts } from '../store/keys-in-use.ts';

/**
 * The key under which contents are hashed, made at the first start. A service of before derived it from its index key,
 * and goes on with that: with another one every text that is fetched again would count as new. @throws Unsealable
 */
export async function openContentKey(
  pool: Pool,
  keyring: Keyring,
  indexKey: Buffer,
): Promise<Buffer> {
  const id = newId();
  const wrappedKey = (await pool.run(hasTexts))
    ? keyring.wrapKey(id, keyedHash(indexKey, 'mazano:contents'))
    : keyring.newKey(id).wrapped;
  const kept = await pool.run((db) => contentKey(db, { id, wrappedKey }));
  return keyring.openKey(kept.id, kept.wrappedKey);
}
