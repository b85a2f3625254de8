import type { Db } from './transact.ts';

/** One row of the ledger of consents. What was agreed to in a flow has its step, version and hash; the rest is null. */
export type LedgerRow = {
  purpose: string;
  act: 'given' | 'withdrawn';
  at: Date;
  channel: string;
  enteredBy: string;
  flow: string | null;
  version: number | null;
  step: string | null;
  wordingHash: string | null;
  pressed: string | null;
  language: string | null;
};

/** All that a member agreed to and took back, oldest first. */
export function readConsents(db: Db, memberId: string): Promise<LedgerRow[]> {
  return db<LedgerRow[]>`
    select purpose, act, at, channel, entered_by, flow, version, step, wording_hash, pressed, language
    from consent
    where member_id = ${memberId}::uuid
    order by seq`;
}
