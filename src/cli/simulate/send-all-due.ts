import { assert } from '../../base/assert.ts';
import type { PhoneNumber } from '../../base/phone-number.ts';
import { recordLost, sendOne, type SendParts } from '../../outbox/send-one.ts';
import type { Pool } from '../../store/connect.ts';
import { claimForSend, type Claimed } from '../../store/outbox.ts';

export type SendAllParts = SendParts & {
  pool: Pool;
  /** One pool of one connection for each send that may be on its way at once. */
  slots: readonly Pool[];
  onOptedOut: (to: PhoneNumber) => Promise<void>;
};

/** Claims ahead of the slots, so that none waits for a claim; a lease of 10 s is never near its end. */
const CLAIMS_A_SLOT = 4;

/** Sends what is due now, as the outbox does: claim, gate, call, record. Returns how many were claimed. */
export async function sendAllDue(
  parts: SendAllParts,
  { broadcast }: { broadcast: boolean },
): Promise<number> {
  const limit = parts.slots.length * CLAIMS_A_SLOT;
  let all = 0;
  for (;;) {
    const now = parts.clock.now();
    const claimed = await parts.pool.run((db) => claimForSend(db, { limit, broadcast, now }));
    const left = claimed.values();
    await Promise.all(parts.slots.map((slot) => work(parts, slot, left)));
    all += claimed.length;
    if (claimed.length < limit) return all;
  }
}

/** One slot takes one after the other of what all share. */
async function work(parts: SendAllParts, slot: Pool, left: IteratorObject<Claimed>): Promise<void> {
  for (const claimed of left) {
    const { outcome, recorded, to } = await sendOne(parts, slot, claimed, () => undefined);
    if (outcome === 'closed') continue;
    if (!recorded) await recordLost(parts, parts.pool, claimed, outcome);
    if (outcome.kind !== 'opted_out') continue;
    assert(to !== undefined, 'what was called has a number');
    await parts.onOptedOut(to);
  }
}
