import { z } from 'zod';
import type { Keyring } from '../base/keyring.ts';
import { open } from '../base/seal.ts';
import { auditEntry } from '../engine/audit-entry.ts';
import { sealPlace } from '../engine/situation.ts';
import { writeAudit } from '../store/audit.ts';
import {
  lockReveal,
  noteShown,
  type Reveal,
  type RevealKeys,
  revealKeysOf,
  turnOfRequest,
} from '../store/reveals.ts';
import type { Tx } from '../store/transact.ts';
import type { RevealParts } from './ask-reveal.ts';
import * as rules from './reveal-rules.ts';

/** What stands in a turn of somebody's own words; the rest of it is not looked at. */
const Written = z.looseObject({ input: z.string().optional() });

type RevealShown =
  | { kind: 'number' | 'words'; text: string; memberId: string }
  | { kind: 'gone' | rules.NotShown };

/**
 * Shows what was agreed, once, to whoever asked. That it was shown is committed, with its entry of the audit log, before anything
 * is returned: whoever loses the page asks again. @throws Unsealable
 */
export function showReveal(
  { pool, keyring, clock }: RevealParts,
  revealId: string,
  by: rules.RevealActor,
): Promise<RevealShown> {
  const now = clock.now();
  return pool.transact(async (tx) => {
    const reveal = await lockReveal(tx, revealId);
    const keys = reveal && (await revealKeysOf(tx, reveal.memberId));
    if (reveal === undefined || keys === undefined) return { kind: 'gone' };
    const hinders = rules.hindersShowing(reveal, by, now);
    if (hinders !== undefined) return { kind: hinders };
    const text = await textOf(tx, keyring, reveal, keys);
    if (text === undefined) return { kind: 'gone' };
    if (!(await noteShown(tx, revealId, now))) return { kind: 'shown' };
    const detail = `${revealId} ${reveal.memberId} ${reveal.what}`;
    const act = { actor: by.staffId, action: 'reveal_shown', detail, now } as const;
    const { numberIndex, phoneId } = keys;
    await writeAudit(tx, auditEntry(keyring, { ...act, numberIndex }), { now, phoneId });
    return { kind: reveal.what, text, memberId: reveal.memberId };
  });
}

async function textOf(
  tx: Tx,
  keyring: Keyring,
  { what, memberId, aboutId }: Reveal,
  { phoneId, phoneKey, numberSealed }: RevealKeys,
): Promise<string | undefined> {
  const key = keyring.openKey(phoneId, phoneKey);
  if (what === 'number') return open(key, `phone.number:${phoneId}`, numberSealed).toString('utf8');
  const turn = await turnOfRequest(tx, { memberId, followUpId: aboutId ?? '' });
  if (turn === undefined) return undefined;
  const kept = open(key, sealPlace(phoneId, turn.turn), turn.sealed).toString('utf8');
  return Written.parse(JSON.parse(kept)).input;
}
