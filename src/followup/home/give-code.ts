import { randomBelow } from '../../base/ids.ts';
import { hashPin } from '../../engine/pin-hash.ts';
import { saveCode } from '../../store/counsellor-pins.ts';
import { addresseeOf } from '../../store/counsellors.ts';
import type { FollowupParts } from '../followup-parts.ts';

/** Six digits, none of them a 0 at the beginning: those are other codes by text. */
const LEAST = 100_000;
/** A code counts so long, in milliseconds: until the next supervision at the latest. */
const CODE_MS = 7 * 24 * 3_600_000;

/**
 * A code with which somebody sets her first PIN, or a new one: said to her by voice, never texted, so that whoever else has
 * her phone does not get it. It counts once. Undefined: she is not at work, for instance has not agreed yet.
 */
export async function giveCode(
  { setting, pool }: FollowupParts,
  counsellorId: string,
): Promise<string | undefined> {
  const { keyring, clock } = setting;
  const code = String(LEAST + randomBelow(9 * LEAST));
  const owner = await pool.run((db) => addresseeOf(db, counsellorId));
  const key = keyring.openKey(owner.phoneId, owner.wrappedKey);
  const hash = await hashPin(code, { counsellorId, key });
  const until = new Date(clock.now().getTime() + CODE_MS);
  const saved = await pool.run((db) => saveCode(db, counsellorId, hash, until));
  return saved ? code : undefined;
}
