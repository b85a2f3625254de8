import { moveRequest } from '../store/ladder-requests.ts';
import { closePrompts } from '../store/prompts.ts';
import { outcomeDue } from './ladder.ts';
import { hindered, noteAct, type Outcome, type Work } from './work.ts';

/** She calls: the first yes has it, and nobody else's answer is waited for. */
export async function accept(work: Work): Promise<Outcome> {
  const { tx, now, counsellor, request, setting } = work;
  const stands = await hindered(work);
  if (stands !== undefined) return stands;
  if (request.stage === 'accepted') return 'yours';
  await moveRequest(tx, request, {
    stage: 'accepted',
    counsellorId: counsellor.id,
    acceptedAt: now,
    dueAt: outcomeDue(setting.programme, request, now),
  });
  await noteAct(work, 'accepted');
  await closePrompts(tx, request.id, now, counsellor.id);
  return 'done';
}
