import { randomBytes } from 'node:crypto';
import { KEY_BYTES, keyedHash, open, seal } from './seal.ts';

/** The secrets outside the database, 32 bytes each (docs/operate.md, "Keys"). */
export type Secrets = { wrap: Buffer; index: Buffer; suppress: Buffer; audit: Buffer };

/** How many unwrapped keys stay in memory: 100,000 are about 20 MB and cover a day's talkers of one programme. */
const CACHED_KEYS_MAX = 100_000;

/** Makes, wraps and opens the key of each phone or member. */
export type Keyring = ReturnType<typeof createKeyring>;

export function createKeyring(secrets: Secrets) {
  const cache = new Map<string, { wrapped: Buffer; key: Buffer }>();
  const remember = (ownerId: string, wrapped: Buffer, key: Buffer) => {
    if (cache.size >= CACHED_KEYS_MAX) cache.delete(cache.keys().next().value ?? '');
    cache.set(ownerId, { wrapped, key });
  };
  return {
    /** The look-up value of a phone number. */
    numberIndex: (phoneNumber: string): Buffer => keyedHash(secrets.index, phoneNumber),
    /** The look-up value in the suppression list, which outlives erasure. */
    suppressionIndex: (phoneNumber: string): Buffer => keyedHash(secrets.suppress, phoneNumber),
    /** Authenticates one audit entry. */
    auditMac: (entry: string): Buffer => keyedHash(secrets.audit, entry),
    /** Makes a key for a new row and returns it wrapped. */
    newKey(ownerId: string): { key: Buffer; wrapped: Buffer } {
      const key = randomBytes(KEY_BYTES);
      const wrapped = seal(secrets.wrap, `key:${ownerId}`, key);
      remember(ownerId, wrapped, key);
      return { key, wrapped };
    },
    /** Opens the key of a row. A cached key counts only for the very same wrapped bytes. @throws Unsealable */
    openKey(ownerId: string, wrapped: Buffer): Buffer {
      const known = cache.get(ownerId);
      if (known !== undefined && known.wrapped.equals(wrapped)) return known.key;
      const key = open(secrets.wrap, `key:${ownerId}`, wrapped);
      remember(ownerId, wrapped, key);
      return key;
    },
  };
}
