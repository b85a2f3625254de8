import { seal } from '../base/seal.ts';
import { auditEntry } from '../engine/audit-entry.ts';
import { readNewcomers } from '../engine/second-person.ts';
import { writeAudit } from '../store/audit.ts';
import { agreeReveal, declineReveal, lockReveal, revealKeysOf } from '../store/reveals.ts';
import type { RevealParts } from './ask-reveal.ts';
import * as rules from './reveal-rules.ts';

/** `no`: why not, in her own words. */
export type RevealDecision = { agrees: true } | { agrees: false; no: string };

/** A second person agrees that the lead sees it, for a quarter of an hour, or does not agree and says why. */
export function decideReveal(
  { pool, keyring, clock, demo }: RevealParts,
  revealId: string,
  decision: RevealDecision,
  by: rules.RevealActor,
): Promise<'agreed' | 'declined' | 'gone' | rules.NoDecision> {
  const now = clock.now();
  return pool.transact(async (tx) => {
    const reveal = await lockReveal(tx, revealId);
    const keys = reveal && (await revealKeysOf(tx, reveal.memberId));
    if (reveal === undefined || keys === undefined) return 'gone';
    const newcomers = await readNewcomers(tx, { now, demo });
    const hinders = rules.hindersDecision(reveal, by, { now, newcomers });
    if (hinders !== undefined) return hinders;
    const who = { id: revealId, by: by.staffId, now };
    if (decision.agrees) {
      await agreeReveal(tx, who, new Date(now.getTime() + rules.SHOW_WITHIN_MS));
    } else {
      const key = keyring.openKey(reveal.memberId, keys.memberKey);
      await declineReveal(tx, who, seal(key, noPlace(revealId), decision.no));
    }
    const action = decision.agrees ? 'reveal_agreed' : 'reveal_declined';
    const detail = `${revealId} ${reveal.memberId}`;
    const { numberIndex, phoneId } = keys;
    const entry = auditEntry(keyring, { actor: by.staffId, action, detail, numberIndex, now });
    await writeAudit(tx, entry, { now, phoneId });
    return decision.agrees ? 'agreed' : 'declined';
  });
}

/** Where it is sealed why somebody did not agree. */
export function noPlace(revealId: string): string {
  return `reveal.no:${revealId}`;
}
