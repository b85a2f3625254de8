import { auditEntry } from '../engine/audit-entry.ts';
import { writeAudit } from '../store/audit.ts';
import { lockCounsellor } from '../store/counsellors.ts';
import { lockRequest, moveRequest, readRequest } from '../store/ladder-requests.ts';
import { saveAct } from '../store/request-acts.ts';
import { closePrompts } from '../store/prompts.ts';
import type { Doing } from './end-work.ts';
import { askFrom } from './ladder.ts';

/** closed: it is over. changed: somebody else has it since. nobody: it is with nobody, and the ladder looks already. */
export type HandedOn = 'done' | 'closed' | 'changed' | 'nobody';

/**
 * A supervisor gives a request to the next person: whoever had it is not asked about it again, and the ladder goes on at once; with
 * what can wait, in the morning.
 */
export async function handOn(
  { setting, tx, now, actor }: Doing,
  requestId: string,
): Promise<HandedOn> {
  const before = await readRequest(tx, requestId);
  if (before === undefined) return 'closed';
  if (before.counsellorId !== null) await lockCounsellor(tx, before.counsellorId);
  const request = await lockRequest(tx, requestId);
  if (request?.state !== 'open') return 'closed';
  const { counsellorId, rung } = request;
  if (counsellorId !== before.counsellorId) return 'changed';
  if (counsellorId === null) return 'nobody';
  const act = { followUpId: requestId, counsellorId, act: 'handed_over', rung } as const;
  await saveAct(tx, { ...act, channel: 'console' }, now);
  await closePrompts(tx, requestId, now);
  const dueAt = request.kind === 'digest' ? askFrom(setting.programme, 'digest', now) : now;
  await moveRequest(tx, request, {
    stage: 'waiting',
    counsellorId: null,
    acceptedAt: null,
    dueAt,
  });
  const entry = { actor, action: 'request_handed_on', detail: requestId, now } as const;
  await writeAudit(tx, auditEntry(setting.keyring, entry), { now, phoneId: request.phoneId });
  return 'done';
}
