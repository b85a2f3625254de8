import { newId, randomBelow } from '../../base/ids.ts';

/** Names and chances of one run; from a seed they repeat, without one they never do. */
export type Identifiers = {
  /** `ATXid_` and 32 hexadecimal digits, as in every recorded answer (docs/africastalking.md section 2.3). */
  message(): string;
  /** `ATUid_` and 32 hexadecimal digits (section 3.4). */
  session(): string;
  /** The id of an inbound text (section 3.1). */
  inbound(): string;
  /** From 0 up to, but not including, 1. */
  chance: () => number;
};

const WORD = 2 ** 32;

export function createIdentifiers(seed: number | undefined): Identifiers {
  const draw = seed === undefined ? () => randomBelow(WORD) : seededWords(seed);
  const word = () => draw().toString(16).padStart(8, '0');
  const digits = () =>
    seed === undefined ? newId().replaceAll('-', '') : word() + word() + word() + word();
  return {
    message: () => `ATXid_${digits()}`,
    session: () => `ATUid_${digits()}`,
    inbound: () => digits().replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'),
    chance: () => draw() / WORD,
  };
}

/** mulberry32: 32-bit words that depend on the seed alone. */
function seededWords(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
}
