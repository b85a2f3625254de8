import { moveRequest } from '../store/ladder-requests.ts';
import { askFrom } from './ladder.ts';
import { hindered, noteAct, type Outcome, type Work } from './work.ts';

/** Why it goes to somebody else. Each is counted and blamed on nobody; she is not asked about this request again. */
export type PassedAs = 'passed' | 'no_airtime' | 'knows_family';

/** Somebody else is asked at once, if it was with her; about what can wait, in the morning. */
export async function passOn(work: Work, as: PassedAs): Promise<Outcome> {
  const { tx, now, counsellor, request, setting } = work;
  const stands = await hindered(work);
  if (stands !== undefined) return stands;
  await noteAct(work, as);
  if (request.counsellorId === counsellor.id) {
    const dueAt = request.kind === 'digest' ? askFrom(setting.programme, 'digest', now) : now;
    const next = { stage: 'waiting', counsellorId: null, acceptedAt: null, dueAt } as const;
    await moveRequest(tx, request, next);
  }
  return 'done';
}
