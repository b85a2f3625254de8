import { isSomebodyElses } from '../store/assignments.ts';
import { startFor } from '../store/matches.ts';
import { noteAct, type Outcome, type Work } from './work.ts';

/** The flow that offers somebody with more training to the member. */
const REFERRAL_FLOW = 'referral';
/** An offer is worth sending so long, in milliseconds. */
const WORTH_MS = 7 * 24 * 3_600_000;

/**
 * Offers somebody with more training to the member of this request, also after it is over: the member is asked, and only
 * her own yes opens anything. `by_mouth`: no such text may go to her, so the counsellor asks when they meet.
 */
export async function refer(work: Work): Promise<Outcome | 'by_mouth'> {
  const { setting, tx, now, counsellor, request } = work;
  if (request.counsellorId !== counsellor.id) return request.state === 'open' ? 'taken' : 'closed';
  const { memberId } = request;
  // A request that is over keeps whoever talked with her: she may have somebody else by now, or have wished for it.
  if (memberId !== null && (await isSomebodyElses(tx, memberId, counsellor.id))) return 'closed';
  if (memberId === null || setting.releases.current(REFERRAL_FLOW) === undefined) return 'by_mouth';
  const sendBy = new Date(now.getTime() + WORTH_MS);
  const started = await startFor(tx, { memberId, flow: REFERRAL_FLOW, sendBy, now });
  if (!started) return 'by_mouth';
  await noteAct(work, 'referral_offered');
  return 'done';
}
