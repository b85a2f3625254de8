import { moveRequest } from '../store/ladder-requests.ts';
import { outcomeDue } from './ladder.ts';
import { hindered, noteAct, type Outcome, type Work } from './work.ts';

/** She called and nobody answered: it stays with her, and she is asked again how it went. */
export async function tried(work: Work): Promise<Outcome> {
  const { tx, now, counsellor, request, setting } = work;
  const stands = await hindered(work);
  if (stands !== undefined) return stands;
  await moveRequest(tx, request, {
    stage: 'accepted',
    counsellorId: counsellor.id,
    acceptedAt: request.acceptedAt ?? now,
    tries: request.tries + 1,
    dueAt: outcomeDue(setting.programme, request, now),
  });
  await noteAct(work, 'tried');
  return 'done';
}
