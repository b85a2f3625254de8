import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import { publicRandomBytes } from './random-bytes.ts';

/** A UUID version 7 (RFC 9562): sorts by the time it was made, so that index pages stay warm. */
export function newId(nowMs: number = Date.now()): string {
  const bytes = publicRandomBytes(16);
  bytes.writeUIntBE(nowMs, 0, 6);
  bytes[6] = 0x70 | (bytes[6]! & 0x0f);
  bytes[8] = 0x80 | (bytes[8]! & 0x3f);
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** A UUID version 4: nothing but random, for what must not tell when it was made. */
export function newTimelessId(): string {
  return randomUUID({ disableEntropyCache: true });
}

/** 256 random bits as 43 URL-safe characters: webhook secrets, lease tokens. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** A whole number from 0 to `below` - 1. */
export function randomBelow(below: number): number {
  return randomInt(below);
}
