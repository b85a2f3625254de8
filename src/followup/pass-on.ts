import { moveRequest } from '../store/ladder-requests.ts';
import { hindered, noteAct, type Outcome, type Work } from './work.ts';

/** Why it goes to somebody else. Each is counted and blamed on nobody; she is not asked about this request again. */
export type PassedAs = 'passed' | 'no_airtime' | 'knows_family';

/** Somebody else is asked at once, if it was with her. */
export async function passOn(work: Work, as: PassedAs): Promise<Outcome> {
  const { tx, now, counsellor, request } = work;
  const stands = hindered(work);
  if (stands !== undefined) return stands;
  await noteAct(work, as);
  if (request.counsellorId === counsellor.id) {
    const next = { stage: 'waiting', counsellorId: null, acceptedAt: null, dueAt: now } as const;
    await moveRequest(tx, request, next);
  }
  return 'done';
}
