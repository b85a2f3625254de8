import type { CounsellorHop } from '../../engine/counsellors-port.ts';
import { hearHop } from '../../engine/hear-hop.ts';
import { invite } from '../../engine/invite.ts';
import { parsePhoneNumber } from '../../base/phone-number.ts';
import { codeAtWork } from '../../store/counsellor-list.ts';
import { addresseeOf } from '../../store/counsellors.ts';
import { readHomeSession } from '../../store/home-sessions.ts';
import { invitedSince } from '../../store/invitations.ts';
import { type HopParts, openState, sessionColumns } from './home-state.ts';

/** Nobody meets more new people than this in a day; whoever has her phone and PIN cannot text a whole village. */
const INVITED_DAY_MAX = 20;
const DAY_MS = 24 * 3_600_000;

/** Whoever invited, as the ledger of invitations has it. */
function invitedBy(counsellorId: string): string {
  return `counsellor ${counsellorId}`;
}

/**
 * Sends the one invitation that a number ever gets before the hop is taken: it has a transaction of its own, and the hop that
 * says "thank you" comes again where this failed. Nothing of what came of it is told.
 */
export async function inviteFirst(parts: HopParts, taken: CounsellorHop, now: Date): Promise<void> {
  const { setting, pool, hashKey } = parts;
  if (taken.opened !== undefined) return;
  const { counsellorId, hop } = taken;
  const session = await pool.run((db) => readHomeSession(db, counsellorId, now));
  const heard = hearHop(sessionColumns(session), hop, hashKey, now);
  if (session === undefined || heard.kind !== 'reply' || heard.text.trim() !== '1') return;
  const owner = await pool.run((db) => addresseeOf(db, counsellorId));
  const { place } = openState(setting, owner, session.sessionId, session.sealed);
  if (place.at === 'invite_sure') await inviteOne(parts, counsellorId, place.phone, now);
}

/**
 * The same for any number, whether it takes part, was invited before or said STOP. Who has not agreed yet, or is not at work
 * any more, invites nobody: what she may be told is found out later, under her lock.
 */
export async function inviteOne(
  { setting, pool }: Pick<HopParts, 'setting' | 'pool'>,
  counsellorId: string,
  phone: string,
  now: Date,
): Promise<void> {
  const number = parsePhoneNumber(phone);
  if ((await pool.run((db) => codeAtWork(db, counsellorId))) === undefined) return;
  const by = invitedBy(counsellorId);
  const since = new Date(now.getTime() - DAY_MS);
  const count = await pool.run((db) => invitedSince(db, by, since));
  if (number === undefined || count >= INVITED_DAY_MAX) return;
  await invite(setting, pool, number, by);
}
