import { timingSafeEqual } from 'node:crypto';
import { Refusal } from '../../base/refusal.ts';

/** Shortest secret that is taken: 128 bits as base64url are 22 characters (docs/africastalking.md section 3.6). */
const SECRET_MIN_CHARACTERS = 22;

/**
 * Answers whether a secret is one of ours, in a time that does not depend on how much of it is right: all of them are
 * compared, each whole. Its length may show. @throws Refusal when there is none, or one that can be guessed
 */
export function secretCheck(secrets: readonly string[]): (given: string) => boolean {
  if (secrets.length === 0 || secrets.some((secret) => secret.length < SECRET_MIN_CHARACTERS))
    throw new Refusal(
      'invalid',
      `A webhook secret has ${SECRET_MIN_CHARACTERS} characters or more.`,
    );
  const ours = secrets.map((secret) => Buffer.from(secret, 'utf8'));
  return (given) => {
    const bytes = Buffer.from(given, 'utf8');
    return ours.map((one) => isEqual(one, bytes)).includes(true);
  };
}

function isEqual(one: Buffer, other: Buffer): boolean {
  return one.length === other.length && timingSafeEqual(one, other);
}
