import type { Clock } from '../base/clock.ts';
import type { Keyring } from '../base/keyring.ts';
import type { Log } from '../base/log.ts';
import { open, Unsealable } from '../base/seal.ts';
import {
  becomeSealer,
  lastSeal,
  saveSeal,
  unsealedEntries,
  type UnsealedRow,
} from '../store/audit-seals.ts';
import type { Pool } from '../store/connect.ts';
import { auditText } from './audit-entry.ts';
import { headWords, nextSeal } from './audit-chain.ts';

/** Entries of one link: a bound on one transaction. */
const LINK_MAX = 500;

export type SealParts = { pool: Pool; keyring: Keyring; clock: Clock; log: Log };

/**
 * Links the entries that came since to the chain. An entry whose HMAC is wrong was not written by this service: it stays
 * outside, where a check finds it. Where another process seals at this moment, nothing is done.
 */
export async function sealAudit(parts: SealParts): Promise<void> {
  while ((await sealOnce(parts)) === LINK_MAX);
}

function sealOnce({ pool, keyring, clock, log }: SealParts): Promise<number> {
  return pool.transact(async (tx) => {
    if (!(await becomeSealer(tx))) return 0;
    const rows = await unsealedEntries(tx, { limit: LINK_MAX, all: false });
    const [right, forged] = parted(rows, (row) => isOurs(keyring, row));
    for (const { id } of forged) log.error('audit_forged', { entry: id });
    if (right.length === 0) return 0;
    const seal = nextSeal(keyring, await lastSeal(tx), right, clock.now());
    await saveSeal(
      tx,
      seal,
      right.map(({ seq }) => seq),
    );
    return rows.length;
  });
}

/** Says where the chain ends, in the log: kept elsewhere, it shows later whether its end was cut off. */
export async function anchorAudit({ pool, log }: Pick<SealParts, 'pool' | 'log'>): Promise<void> {
  const seal = await pool.run(lastSeal);
  if (seal !== undefined) log.info('audit_head', { head: headWords(seal) });
}

/** Its HMAC covers the look-up value of the phone that it is about, under whichever key that was. */
function isOurs(keyring: Keyring, row: UnsealedRow): boolean {
  const { mac, writtenAt: at, ...entry } = row;
  const rightFor = (index: Buffer | undefined) =>
    keyring.checkAuditMac(auditText({ ...entry, at }, index), mac) === 'right';
  if (rightFor(undefined)) return true;
  // Of an erased phone nobody knows the number any more.
  if (row.phoneId === null) return row.subject !== null;
  return indexesOf(keyring, row).some(rightFor);
}

function indexesOf(keyring: Keyring, row: UnsealedRow): Buffer[] {
  const { phoneId, numberIndex, numberSealed, wrappedKey } = row;
  const stored = numberIndex === null ? [] : [numberIndex];
  const isExchanging = keyring.formerKeyIds('index').length > 0;
  if (!isExchanging || phoneId === null || wrappedKey === null || numberSealed === null)
    return stored;
  try {
    const key = keyring.openKey(phoneId, wrappedKey);
    const number = open(key, `phone.number:${phoneId}`, numberSealed).toString('utf8');
    return [...stored, keyring.numberIndex(number), ...keyring.formerIndexes(number)];
  } catch (error) {
    if (!(error instanceof Unsealable)) throw error;
    return stored;
  }
}

function parted<T>(all: readonly T[], holds: (each: T) => boolean): [T[], T[]] {
  const [yes, no]: [T[], T[]] = [[], []];
  for (const each of all) (holds(each) ? yes : no).push(each);
  return [yes, no];
}
