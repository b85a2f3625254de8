import { dueLate } from '../store/due-late.ts';
import { lockRequest, noteLateTold } from '../store/ladder-requests.ts';
import { saveAct } from '../store/request-acts.ts';
import type { FollowupParts } from './followup-parts.ts';

/**
 * Lets whoever asked for a person be told that nobody has reached her yet, once, and be asked whether she still wants a call:
 * a turn of its own, which a timer causes. False: it has moved on meanwhile.
 */
export function tellLate({ pool }: FollowupParts, id: string, now: Date): Promise<boolean> {
  return pool.transact(async (tx) => {
    const request = await lockRequest(tx, id);
    if (request?.state !== 'open' || request.lateToldAt !== null) return false;
    if (request.reachedAt !== null) return false;
    await dueLate(tx, request, now);
    const { rung, phoneId } = request;
    const act = { followUpId: id, counsellorId: null, act: 'late_told', rung } as const;
    await saveAct(tx, { ...act, channel: 'service' }, now);
    await noteLateTold(tx, phoneId, now);
    return true;
  });
}
