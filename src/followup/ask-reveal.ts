import type { Clock } from '../base/clock.ts';
import { newId } from '../base/ids.ts';
import type { Keyring } from '../base/keyring.ts';
import { seal } from '../base/seal.ts';
import { auditEntry } from '../engine/audit-entry.ts';
import { writeAudit } from '../store/audit.ts';
import type { Pool } from '../store/connect.ts';
import {
  addReveal,
  dropStale,
  type NewReveal,
  revealKeysOf,
  turnOfRequest,
} from '../store/reveals.ts';
import { DECIDE_WITHIN_MS, type RevealActor } from './reveal-rules.ts';

export type RevealParts = { pool: Pool; keyring: Keyring; clock: Clock; demo: boolean };

/** What is wished; `aboutId`: the request whose words are meant, left out for the number. */
export type RevealWish = Pick<NewReveal, 'memberId' | 'reason'> & {
  note: string;
  aboutId?: string | undefined;
};

/** gone: the number leads to nobody any more. waiting: one is asked already. no_words: none are kept of that request. */
type AskedReveal =
  | { kind: 'asked'; id: string }
  | { kind: 'not_allowed' | 'gone' | 'waiting' | 'no_words' };

/** The safeguarding lead asks to see one number, or the words of one request, and says why. Nothing is shown by it. */
export function askReveal(
  { pool, keyring, clock }: RevealParts,
  { memberId, reason, note, aboutId }: RevealWish,
  by: RevealActor,
): Promise<AskedReveal> {
  const now = clock.now();
  return pool.transact(async (tx) => {
    if (!by.isLead) return { kind: 'not_allowed' };
    const keys = await revealKeysOf(tx, memberId);
    if (keys === undefined) return { kind: 'gone' };
    if (aboutId !== undefined) {
      const turn = await turnOfRequest(tx, { memberId, followUpId: aboutId });
      if (turn === undefined) return { kind: 'no_words' };
    }
    await dropStale(tx, memberId, new Date(now.getTime() - DECIDE_WITHIN_MS));
    const id = newId(now.getTime());
    const key = keyring.openKey(memberId, keys.memberKey);
    const added = await addReveal(tx, {
      id,
      memberId,
      what: aboutId === undefined ? 'number' : 'words',
      aboutId: aboutId ?? null,
      reason,
      noteSealed: seal(key, notePlace(id), note),
      askedBy: by.staffId,
      askedAt: now,
    });
    if (!added) return { kind: 'waiting' };
    const detail = `${id} ${memberId} ${aboutId ?? 'number'} ${reason}`;
    const act = { actor: by.staffId, action: 'reveal_asked', detail, now } as const;
    const { numberIndex, phoneId } = keys;
    await writeAudit(tx, auditEntry(keyring, { ...act, numberIndex }), { now, phoneId });
    return { kind: 'asked', id };
  });
}

/** Where the lead's reason is sealed. */
export function notePlace(revealId: string): string {
  return `reveal.note:${revealId}`;
}
