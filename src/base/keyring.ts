import { randomBytes, timingSafeEqual } from 'node:crypto';
import { KEY_BYTES, keyedHash, open, seal, Unsealable } from './seal.ts';

/** The keys outside the database, by what each is for (docs/operate.md, "Keys: what must never be lost or leak"). */
export const KEY_NAMES = ['wrap', 'index', 'suppress', 'audit'] as const;
export type KeyName = (typeof KEY_NAMES)[number];

/** 32 bytes each. `former` keys are being exchanged: they still open and find, and nothing new is made with them. */
export type Secrets = Record<KeyName, Buffer> & {
  former?: Partial<Record<KeyName, readonly Buffer[]>>;
};

/** How many unwrapped keys stay in memory: 100,000 are about 20 MB and cover a day's talkers of one programme. */
const CACHED_KEYS_MAX = 100_000;
/** A wrapped key is this, the id of the key that wrapped it, and the sealed value; before ids it was that value alone. */
const WITH_KEY_ID = 2;
/** Bytes of a key's id: enough to tell a handful of keys apart, and nothing that helps to guess one. */
const ID_BYTES = 4;

/** Makes, wraps and opens the key of each phone or member, and makes the look-up values of numbers. */
export type Keyring = ReturnType<typeof createKeyring>;

export function createKeyring(secrets: Secrets) {
  const former = (name: KeyName): readonly Buffer[] => secrets.former?.[name] ?? [];
  const all = (name: KeyName): readonly Buffer[] => [secrets[name], ...former(name)];
  const hashed = (name: KeyName, value: string) => former(name).map((key) => keyedHash(key, value));
  return {
    ...wrapping(all('wrap')),
    ...authenticating(all('audit')),
    /** The look-up value of a phone number. */
    numberIndex: (phoneNumber: string): Buffer => keyedHash(secrets.index, phoneNumber),
    /** The look-up values that a number had under former keys; none when no key is being exchanged. */
    formerIndexes: (phoneNumber: string): Buffer[] => hashed('index', phoneNumber),
    /** The look-up value in the suppression list, which outlives erasure. */
    suppressionIndex: (phoneNumber: string): Buffer => keyedHash(secrets.suppress, phoneNumber),
    formerSuppressions: (phoneNumber: string): Buffer[] => hashed('suppress', phoneNumber),
    /** What a key is called where it is said which one made a value: 8 hexadecimal digits. */
    keyId: (name: KeyName): string => idOf(secrets[name]).toString('hex'),
    formerKeyIds: (name: KeyName): string[] => former(name).map((key) => idOf(key).toString('hex')),
  };
}

/** Keys of rows, made, wrapped and opened; the first wraps. */
function wrapping(wrapKeys: readonly Buffer[]) {
  const cache = new Map<string, { wrapped: Buffer; key: Buffer }>();
  const [present = Buffer.alloc(0)] = wrapKeys;
  const wrapHead = Buffer.concat([Buffer.of(WITH_KEY_ID), idOf(present)]);
  const byId = new Map(wrapKeys.map((key) => [idOf(key).readUInt32BE(), key]));
  const remember = (ownerId: string, wrapped: Buffer, key: Buffer) => {
    if (cache.size >= CACHED_KEYS_MAX) cache.delete(cache.keys().next().value ?? '');
    cache.set(ownerId, { wrapped, key });
  };
  const wrapKey = (ownerId: string, key: Buffer): Buffer =>
    Buffer.concat([wrapHead, seal(present, `key:${ownerId}`, key)]);
  const unwrap = (ownerId: string, wrapped: Buffer): Buffer => {
    const place = `key:${ownerId}`;
    if (wrapped[0] !== WITH_KEY_ID || wrapped.length < wrapHead.length)
      return openWithAny(wrapKeys, place, wrapped);
    const key = byId.get(wrapped.readUInt32BE(1));
    if (key === undefined) throw new Unsealable('wrapped with a key that is not given');
    return open(key, place, wrapped.subarray(wrapHead.length));
  };
  return {
    /** How every key begins that was wrapped with the present wrap key. */
    wrapHead,
    /** Wraps a key that was not made here. */
    wrapKey,
    /** Makes a key for a new row and returns it wrapped. */
    newKey(ownerId: string): { key: Buffer; wrapped: Buffer } {
      const key = randomBytes(KEY_BYTES);
      const wrapped = wrapKey(ownerId, key);
      remember(ownerId, wrapped, key);
      return { key, wrapped };
    },
    /** Opens the key of a row. A cached key counts only for the very same wrapped bytes. @throws Unsealable */
    openKey(ownerId: string, wrapped: Buffer): Buffer {
      const known = cache.get(ownerId);
      if (known !== undefined && known.wrapped.equals(wrapped)) return known.key;
      const key = unwrap(ownerId, wrapped);
      remember(ownerId, wrapped, key);
      return key;
    },
    /** Drops the key of an erased row from memory. */
    forget: (ownerId: string): void => void cache.delete(ownerId),
    /** The same key, wrapped with the present wrap key. @throws Unsealable */
    rewrap: (ownerId: string, wrapped: Buffer): Buffer =>
      wrapKey(ownerId, unwrap(ownerId, wrapped)),
  };
}

/** Entries of the audit log, authenticated with the first key and checked with any. */
function authenticating(auditKeys: readonly Buffer[]) {
  const [present = Buffer.alloc(0)] = auditKeys;
  const presentId = idOf(present);
  return {
    /** Authenticates one audit entry: the id of the key, then the HMAC. */
    auditMac: (entry: string): Buffer => Buffer.concat([presentId, keyedHash(present, entry)]),
    /** Whether an entry was authenticated so. `unknown_key`: with a key that is not given any more. */
    checkAuditMac(entry: string, mac: Buffer): 'right' | 'wrong' | 'unknown_key' {
      const id = mac.subarray(0, ID_BYTES);
      const key = auditKeys.find((each) => idOf(each).equals(id));
      if (key === undefined) return 'unknown_key';
      const [given, expected] = [mac.subarray(ID_BYTES), keyedHash(key, entry)];
      const isRight = given.length === expected.length && timingSafeEqual(given, expected);
      return isRight ? 'right' : 'wrong';
    },
  };
}

function idOf(key: Buffer): Buffer {
  return keyedHash(key, 'mazano:key id').subarray(0, ID_BYTES);
}

function openWithAny(keys: readonly Buffer[], place: string, sealed: Buffer): Buffer {
  for (const key of keys)
    try {
      return open(key, place, sealed);
    } catch (error) {
      if (!(error instanceof Unsealable)) throw error;
    }
  throw new Unsealable('no key that is given opens it');
}
