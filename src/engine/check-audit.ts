import type { Keyring } from '../base/keyring.ts';
import { sealsAfter, unsealedEntries } from '../store/audit-seals.ts';
import type { Pool } from '../store/connect.ts';
import { turnsAfter } from '../store/turn-log.ts';
import { createChainCheck, type ChainFault, type ChainHead } from './audit-chain.ts';
import { turnText } from './turn-text.ts';

/** Links and turns read at once. */
const PAGE = 200;
const TURNS = 2_000;
/** An entry waits so long for its link at most, in milliseconds: the sealer comes every 10 s, and a process may restart. */
const LINKED_WITHIN_MS = 120_000;

export type AuditFault =
  | ChainFault
  /** Not written by this service, or taken out of the chain. */
  | { kind: 'entry_outside'; entry: string }
  | { kind: 'turn_changed' | 'turn_missing'; phone: string; turn: number };

export type AuditChecked = {
  faults: readonly AuditFault[];
  seals: number;
  entries: number;
  turns: number;
  /** Turns whose content is no longer kept (docs/operate.md): that they were not changed is no longer known. */
  turnsEmptied: number;
};

/** Goes through the whole audit log and the log of turns, and says what was changed. Ids only. */
export async function checkAudit(
  pool: Pool,
  keyring: Keyring,
  { heads, now }: { heads: readonly ChainHead[]; now: Date },
): Promise<AuditChecked> {
  const chain = await checkChain(pool, keyring, heads);
  const loose = await pool.run((db) => unsealedEntries(db, { limit: PAGE, all: true }));
  const outside = loose
    .filter(({ writtenAt }) => now.getTime() - writtenAt.getTime() > LINKED_WITHIN_MS)
    .map(({ id }) => ({ kind: 'entry_outside' as const, entry: id }));
  const turns = await checkTurns(pool, keyring);
  return { ...chain, ...turns, faults: [...chain.faults, ...outside, ...turns.faults] };
}

async function checkChain(pool: Pool, keyring: Keyring, heads: readonly ChainHead[]) {
  const check = createChainCheck(keyring, heads);
  let [seals, entries, after] = [0, 0, 0];
  for (;;) {
    const page = await pool.run((db) => sealsAfter(db, after, PAGE));
    const last = page.at(-1);
    if (last === undefined) return { faults: check.end(), seals, entries };
    for (const { seal, entries: linked } of page) {
      check.take(seal, linked);
      seals += 1;
      entries += linked.length;
    }
    after = last.seal.n;
  }
}

/** Each turn has its HMAC, and the turns of a phone have no gap up to the one that its conversation stands at. */
async function checkTurns(pool: Pool, keyring: Keyring) {
  const faults: AuditFault[] = [];
  let [turns, turnsEmptied] = [0, 0];
  let after: { phoneId: string; turn: number } | undefined;
  let expected = { phoneId: '', turn: 1, stands: 0 };
  const ends = () => {
    if (expected.phoneId !== '' && expected.turn <= expected.stands)
      faults.push({ kind: 'turn_missing', phone: expected.phoneId, turn: expected.turn });
  };
  for (;;) {
    const page = await pool.run((db) => turnsAfter(db, after, TURNS));
    for (const row of page) {
      const { phoneId, turn, stands } = row;
      if (phoneId !== expected.phoneId) {
        ends();
        expected = { phoneId, turn: 1, stands };
      }
      if (turn !== expected.turn)
        faults.push({ kind: 'turn_missing', phone: phoneId, turn: expected.turn });
      expected.turn = turn + 1;
      turns += 1;
      if (keyring.checkAuditMac(turnText(row), row.mac) !== 'wrong') continue;
      if (row.sealed === null) turnsEmptied += 1;
      else faults.push({ kind: 'turn_changed', phone: phoneId, turn });
    }
    const last = page.at(-1);
    if (last === undefined) break;
    after = { phoneId: last.phoneId, turn: last.turn };
  }
  ends();
  return { faults, turns, turnsEmptied };
}
