import { endRequest } from '../store/ladder-requests.ts';
import { closePrompts } from '../store/prompts.ts';
import { hindered, noteAct, type Outcome, type Work } from './work.ts';

/** It needs nobody any more. */
export async function closeWork(work: Work): Promise<Outcome> {
  const { tx, now, request } = work;
  const stands = await hindered(work);
  if (stands !== undefined) return stands;
  await noteAct(work, 'closed');
  await endRequest(tx, request.id, 'closed', now);
  await closePrompts(tx, request.id, now);
  return 'done';
}
