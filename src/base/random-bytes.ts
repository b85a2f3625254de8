import { randomFillSync } from 'node:crypto';

/** Bytes drawn at a time: asking the generator costs ten times what copying out of a drawn page does. */
const DRAWN_BYTES = 4_096;

const drawn = Buffer.alloc(DRAWN_BYTES);
let used = DRAWN_BYTES;

/** Random bytes for what is not secret (nonces, ids), each given out once. Keys are drawn by themselves. */
export function publicRandomBytes(count: number): Buffer {
  if (used + count > DRAWN_BYTES) {
    randomFillSync(drawn);
    used = 0;
  }
  const bytes = Buffer.from(drawn.subarray(used, used + count));
  used += count;
  return bytes;
}
