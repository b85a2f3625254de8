import { createCipheriv, createDecipheriv, createHash, createHmac } from 'node:crypto';
import { publicRandomBytes } from './random-bytes.ts';

/** AES-256-GCM (NIST SP 800-38D): 12-byte nonce, 16-byte tag. A sealed value is version ‖ nonce ‖ ciphertext ‖ tag. */
const VERSION = 1;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
export const KEY_BYTES = 32;

/** Thrown when a value was sealed with another key, for another place, or was changed. */
export class Unsealable extends Error {
  override readonly name = 'Unsealable';
}

/** Seals `plain` for one place: `place` names table, column and row, so that a moved value does not open. */
export function seal(key: Buffer, place: string, plain: string | Buffer): Buffer {
  const nonce = publicRandomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  cipher.setAAD(Buffer.from(place, 'utf8'));
  const body = typeof plain === 'string' ? cipher.update(plain, 'utf8') : cipher.update(plain);
  cipher.final();
  return Buffer.concat([Buffer.of(VERSION), nonce, body, cipher.getAuthTag()]);
}

/** Opens what `seal` made. @throws Unsealable */
export function open(key: Buffer, place: string, sealed: Uint8Array): Buffer {
  if (sealed.length < 1 + NONCE_BYTES + TAG_BYTES || sealed[0] !== VERSION)
    throw new Unsealable('not a sealed value');
  const nonce = sealed.subarray(1, 1 + NONCE_BYTES);
  const decipher = createDecipheriv('aes-256-gcm', key, nonce);
  decipher.setAAD(Buffer.from(place, 'utf8'));
  decipher.setAuthTag(sealed.subarray(sealed.length - TAG_BYTES));
  try {
    const plain = decipher.update(sealed.subarray(1 + NONCE_BYTES, sealed.length - TAG_BYTES));
    decipher.final();
    return plain;
  } catch {
    throw new Unsealable('the value does not belong here');
  }
}

/** A keyed hash of 32 bytes: blind index, suppression, session prefix. Unkeyed ones can be enumerated. */
export function keyedHash(key: Buffer, value: string): Buffer {
  return createHmac('sha256', key).update(value, 'utf8').digest();
}

/** SHA-256 as 64 hexadecimal characters: names public content, such as a release of a flow. Never for personal values. */
export function contentHash(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}
