import { createHash } from 'node:crypto';

/** What is kept of a code of 256 random bits: it needs no slow hash, since nobody can try them all. */
export function codeHash(code: string): Buffer {
  return createHash('sha256').update(code, 'utf8').digest();
}
