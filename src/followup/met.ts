import { agreeByVisit } from '../store/hand-over-list.ts';
import { endRequest, moveRequest } from '../store/ladder-requests.ts';
import { closePrompts } from '../store/prompts.ts';
import { hindered, noteAct, type Outcome, type Work } from './work.ts';

/** They have talked: the request is over. */
export async function met(work: Work): Promise<Outcome> {
  const { tx, now, counsellor, request } = work;
  const stands = await hindered(work);
  if (stands !== undefined) return stands;
  await moveRequest(tx, request, { counsellorId: counsellor.id, reachedAt: now });
  await noteAct(work, 'met');
  // Whom a list was handed over to has asked her by visit: now she is hers.
  if (request.reason === 'take_over' && request.memberId !== null)
    await agreeByVisit(tx, { memberId: request.memberId, counsellorId: counsellor.id, now });
  await endRequest(tx, request.id, 'met', now);
  await closePrompts(tx, request.id, now);
  return 'done';
}
