import { newId } from '../base/ids.ts';
import { auditEntry } from '../engine/audit-entry.ts';
import { writeAudit } from '../store/audit.ts';
import type { Tx } from '../store/connect.ts';
import { OF_THE_DESK } from '../store/ladder-requests.ts';
import { endAllOf, openStaffRequests } from '../store/members.ts';
import { unlinkPhone } from '../store/unlink-phone.ts';
import { theMember, type PeopleParts, type Whom } from './the-member.ts';

/** Longest it may wait for the gate: a call lasts 8 s. */
const LIMIT_MS = 12_000;

/**
 * A member has died. Everything of her phone stops, in silence: no text says so, what is queued is cancelled, nobody who
 * has the phone now is told anything. Whoever else takes part with it begins anew by START. What she had asked for is over,
 * nobody is hers, and two requests are opened for staff.
 * Done again after a crash, it goes on where it was. @throws Refusal as `theMember`
 */
export async function memberDied(parts: PeopleParts, whom: Whom, actor: string): Promise<void> {
  const { setting, waitingPool, stopping } = parts;
  const { keyring, clock } = setting;
  const { memberId, phoneId, numberIndex } = await theMember(parts, whom, { erasing: true });
  await stopping.stop({
    provider: 'mazano',
    providerId: `died:${newId()}`,
    from: whom.number,
    channel: 'operator',
    sentAt: undefined,
    contentHash: keyring.auditMac(`died|${memberId}`),
    fetched: false,
    acknowledge: false,
    said: 'stop',
  });
  const now = clock.now();
  const act = { actor, action: 'member_died', detail: memberId, numberIndex, now } as const;
  const end = async (tx: Tx): Promise<void> => {
    const unlinked = await unlinkPhone(tx, phoneId, now, 'died', { onlyMemberId: memberId });
    if (unlinked.length === 0) return;
    const requests = OF_THE_DESK.map((reason) => ({ id: newId(now.getTime()), reason }));
    await endAllOf(tx, memberId, now);
    await openStaffRequests(tx, requests, { phoneId, memberId, now });
    await writeAudit(tx, auditEntry(keyring, act), { now, phoneId });
  };
  await waitingPool.transact(end, { deadlineMs: LIMIT_MS });
}
