import { createHash, timingSafeEqual } from 'node:crypto';
import { Refusal } from '../../base/refusal.ts';

/** Shortest secret that is taken: 128 bits as base64url are 22 characters (docs/africastalking.md section 3.6). */
const SECRET_MIN_CHARACTERS = 22;

/**
 * Answers whether a secret is one of ours, in a time that does not depend on how much of it is right: hashes are
 * compared, of equal length, and always all of them. @throws Refusal when there is none, or one that can be guessed
 */
export function secretCheck(secrets: readonly string[]): (given: string) => boolean {
  if (secrets.length === 0 || secrets.some((secret) => secret.length < SECRET_MIN_CHARACTERS))
    throw new Refusal(
      'invalid',
      `A webhook secret has ${SECRET_MIN_CHARACTERS} characters or more.`,
    );
  const hashes = secrets.map(sha256);
  return (given) => {
    const hash = sha256(given);
    return hashes.map((ours) => timingSafeEqual(ours, hash)).includes(true);
  };
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text, 'utf8').digest();
}
