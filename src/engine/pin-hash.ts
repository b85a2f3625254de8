import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

/** What OWASP asks of argon2id at least (Password Storage Cheat Sheet): 19 MiB, two passes, one lane. */
const COST = { memory: 19 * 1_024, passes: 2, parallelism: 1, tagLength: 32 } as const;
const NONCE_BYTES = 16;
/** The first byte says with which cost the rest was made, so that a later one can be told from it. */
const VERSION = 1;

const derive = promisify(argon2);

/**
 * Whose PIN it is: a member's for her private part, or a counsellor's for her work, under the key of her phone. The key goes
 * into the hash, so that rows alone, without the keys outside, allow no guess.
 */
export type PinOwner = ({ memberId: string } | { counsellorId: string }) & { key: Buffer };

/** What is kept of a PIN. About 20 ms of another thread. */
export async function hashPin(pin: string, owner: PinOwner): Promise<Buffer> {
  const nonce = randomBytes(NONCE_BYTES);
  return Buffer.concat([Buffer.of(VERSION), nonce, await tagOf(pin, nonce, owner)]);
}

/** Whether this is the PIN of that hash. */
export async function isPin(pin: string, hash: Buffer, owner: PinOwner): Promise<boolean> {
  const nonce = hash.subarray(1, 1 + NONCE_BYTES);
  const known = hash.subarray(1 + NONCE_BYTES);
  if (hash[0] !== VERSION || known.length !== COST.tagLength) return false;
  return timingSafeEqual(await tagOf(pin, nonce, owner), known);
}

function tagOf(pin: string, nonce: Buffer, owner: PinOwner): Promise<Buffer> {
  const place =
    'memberId' in owner ? `member.pin:${owner.memberId}` : `counsellor.pin:${owner.counsellorId}`;
  const associatedData = Buffer.from(place, 'utf8');
  return derive('argon2id', { ...COST, message: pin, nonce, secret: owner.key, associatedData });
}
