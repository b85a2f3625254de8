import { createHash } from 'node:crypto';
import type { Keyring } from '../base/keyring.ts';

/** An entry as it is stored; `at` to the microsecond, as the database writes it. */
export type ChainedEntry = {
  seq: string;
  id: string;
  at: string;
  actor: string;
  action: string;
  subject: string | null;
  detail: string;
  mac: Buffer;
};

/** One link of the chain: it covers the one before it, and `entries` entries by their place. */
export type ChainSeal = { n: number; at: Date; entries: number; digest: Buffer; mac: Buffer };

/** Where the chain ended when somebody looked: kept elsewhere, it shows later that nothing was cut off. */
export type ChainHead = { n: number; digest: Buffer };

export type ChainFault = {
  kind: 'seal_missing' | 'seal_changed' | 'entries_changed' | 'head_missing' | 'head_changed';
  seal: number;
};

/** Before the first link. */
const BEGINNING = Buffer.alloc(32);
/** Bytes of a digest that a head says: enough that nobody finds another chain that ends so. */
const HEAD_BYTES = 16;

/** The next link. Entries come in the order of their `seq`. */
export function nextSeal(
  keyring: Keyring,
  previous: ChainSeal | undefined,
  entries: readonly ChainedEntry[],
  at: Date,
): ChainSeal {
  const n = (previous?.n ?? 0) + 1;
  const digest = digestOf(previous, n, entries);
  const seal = { n, at, entries: entries.length, digest };
  return { ...seal, mac: keyring.auditMac(textOf(seal)) };
}

/**
 * Goes through a chain link by link and says what is wrong with it. Links whose key is not given any more are held by the
 * later ones, which cover them; the last one has to have a known key.
 */
export function createChainCheck(keyring: Keyring, heads: readonly ChainHead[] = []) {
  const faults: ChainFault[] = [];
  const open = new Map(heads.map((head) => [head.n, head]));
  let last: ChainSeal | undefined;
  let known = true;
  return {
    take(seal: ChainSeal, entries: readonly ChainedEntry[]): void {
      const n = (last?.n ?? 0) + 1;
      if (seal.n !== n) faults.push({ kind: 'seal_missing', seal: n });
      const digest = digestOf(last, seal.n, entries);
      if (!digest.equals(seal.digest) || entries.length !== seal.entries)
        faults.push({ kind: 'entries_changed', seal: seal.n });
      const checked = keyring.checkAuditMac(textOf(seal), seal.mac);
      known = checked !== 'unknown_key';
      if (checked === 'wrong') faults.push({ kind: 'seal_changed', seal: seal.n });
      const head = open.get(seal.n);
      open.delete(seal.n);
      if (head !== undefined && !isEndOf(seal, head))
        faults.push({ kind: 'head_changed', seal: seal.n });
      last = seal;
    },
    end(): readonly ChainFault[] {
      if (last !== undefined && !known) faults.push({ kind: 'seal_changed', seal: last.n });
      for (const { n } of open.values()) faults.push({ kind: 'head_missing', seal: n });
      return faults;
    },
  };
}

/** A head as letters: what scrubs numbers out of logs leaves it alone. */
export function headWords({ n, digest }: ChainHead): string {
  return `${letters(n.toString(16))}-${letters(digest.subarray(0, HEAD_BYTES).toString('hex'))}`;
}

export function readHead(words: string): ChainHead | undefined {
  const [, n = '', digest = ''] = /^([a-p]{1,8})-([a-p]{32})$/u.exec(words.trim()) ?? [];
  if (n === '') return undefined;
  return { n: Number.parseInt(digits(n), 16), digest: Buffer.from(digits(digest), 'hex') };
}

function isEndOf(seal: ChainSeal, head: ChainHead): boolean {
  return seal.digest.subarray(0, HEAD_BYTES).equals(head.digest.subarray(0, HEAD_BYTES));
}

/** The HMAC of the link before is covered too, since with a key that is gone nobody could check it. */
function digestOf(
  previous: ChainSeal | undefined,
  n: number,
  entries: readonly ChainedEntry[],
): Buffer {
  const { digest: before = BEGINNING, mac = BEGINNING } = previous ?? {};
  const hash = createHash('sha256').update(before).update(mac).update(`seal ${n}\n`);
  for (const entry of entries) hash.update(createHash('sha256').update(lineOf(entry)).digest());
  return hash.digest();
}

/** JSON keeps fields apart, whatever stands in them. */
function lineOf({ seq, id, at, actor, action, subject, detail, mac }: ChainedEntry): string {
  return JSON.stringify([seq, id, at, actor, action, subject, detail, mac.toString('hex')]);
}

function textOf({ n, at, entries, digest }: Omit<ChainSeal, 'mac'>): string {
  return `seal|${n}|${at.toISOString()}|${entries}|${digest.toString('hex')}`;
}

const A = 'a'.charCodeAt(0);

function letters(hex: string): string {
  return hex.replace(/./gu, (digit) => String.fromCharCode(A + Number.parseInt(digit, 16)));
}

function digits(words: string): string {
  return words.replace(/./gu, (letter) => (letter.charCodeAt(0) - A).toString(16));
}
