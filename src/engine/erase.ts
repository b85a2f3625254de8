import { z } from 'zod';
import type { Clock } from '../base/clock.ts';
import { newId } from '../base/ids.ts';
import type { Keyring } from '../base/keyring.ts';
import { open, seal } from '../base/seal.ts';
import { writeAudit } from '../store/audit.ts';
import type { Pool } from '../store/connect.ts';
import {
  askErasure as saveAsked,
  finishErasure,
  pendingErasure,
  undoErasure as saveUndone,
  type Hidden,
} from '../store/erasures.ts';
import { auditEntry } from './audit-entry.ts';
import { StoredMemory } from './own-values.ts';
import { sealPlace } from './situation.ts';

/** So long after it was asked it can be undone by PIN or in person: a day's anger, or somebody else's hand. */
export const ERASE_AFTER_MS = 72 * 3_600_000;
/** Turns that may come between reading what is hidden and showing it: each is a text or a hop of the very same phone. */
const UNDO_TRIES_MAX = 5;

type Parts = { pool: Pool; keyring: Keyring; clock: Clock };

/**
 * Asks that everything of this phone be erased `afterMs` from now. It is hidden at once, and the phone is stopped. Undone by
 * `undoErasure`; finished by the chore. False when it was asked before: the earlier time counts then.
 */
export function askErasure(
  { pool, keyring, clock }: Parts,
  asked: { phoneId: string; afterMs: number; by: string; stopSeq?: string },
): Promise<boolean> {
  const { phoneId, afterMs, by, stopSeq } = asked;
  const now = clock.now();
  const id = newId(now.getTime());
  const audit = auditEntry(keyring, { actor: by, action: 'erasure_asked', detail: id, now });
  const dueAt = new Date(now.getTime() + afterMs);
  return pool.run((db) => saveAsked(db, { id, phoneId, dueAt, by, stopSeq, now, audit }));
}

/**
 * Erases this phone now, for somebody whose PIN was right or who comes back as a new number. Waits for a send that holds the
 * gate, as long as the pool's lock_timeout allows. @throws PostgresError when it waited too long: the chore does it then
 */
export async function eraseNow(
  parts: Parts,
  { phoneId, by }: { phoneId: string; by: string },
): Promise<'erased' | 'over'> {
  await askErasure(parts, { phoneId, afterMs: 0, by });
  const pending = await parts.pool.run((db) => pendingErasure(db, phoneId));
  if (pending === undefined) return 'over';
  const now = parts.clock.now();
  const outcome = await parts.pool.run((db) => finishErasure(db, pending.id, now));
  if (outcome === 'erased') parts.keyring.forget(phoneId);
  return outcome === 'erased' ? 'erased' : 'over';
}

/**
 * Undoes what was asked, for whoever has proved that the data are hers: the caller has checked the PIN, or stands before her.
 * What was hidden is there again; the STOP stands until START. False when nothing is pending.
 */
export async function undoErasure(
  { pool, keyring, clock }: Parts,
  { phoneId, by }: { phoneId: string; by: string },
): Promise<boolean> {
  for (let count = 0; count < UNDO_TRIES_MAX; count += 1) {
    const hidden = await pool.run((db) => pendingErasure(db, phoneId));
    if (hidden === undefined) return false;
    const { id, turn } = hidden;
    const now = clock.now();
    const sealed = shownAgain(keyring, phoneId, hidden);
    const detail = id;
    const entry = auditEntry(keyring, { actor: by, action: 'erasure_undone', detail, now });
    const undone = await pool.transact(async (tx) => {
      const done = await saveUndone(tx, { id, turn, sealed, now });
      if (done) await writeAudit(tx, entry, { now });
      return done;
    });
    if (undone) return true;
  }
  throw new Error('each time a turn of this phone came between');
}

/** What a later turn has kept, with what is remembered of her from before. */
const Kept = z.looseObject({ remembered: StoredMemory.optional() });

/** The sealed value for where the conversation stands now. A value belongs to its turn, so that it is sealed anew. */
function shownAgain(keyring: Keyring, phoneId: string, hidden: Hidden): Buffer | null {
  const { turn, turnSealed, hiddenTo, sealed, wrappedKey } = hidden;
  if (turn === hiddenTo || sealed === null) return turnSealed;
  const key = keyring.openKey(phoneId, wrappedKey);
  const opened = (at: number, value: Buffer | null) =>
    Kept.parse(
      value === null ? {} : JSON.parse(open(key, sealPlace(phoneId, at), value).toString('utf8')),
    );
  const { remembered = {} } = opened(hiddenTo, sealed);
  const kept = { ...opened(turn, turnSealed), remembered };
  return seal(key, sealPlace(phoneId, turn), JSON.stringify(kept));
}
