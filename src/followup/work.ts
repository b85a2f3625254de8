import type { Setting } from '../engine/setting.ts';
import type { CounsellorRow } from '../store/counsellors.ts';
import { areApart } from '../store/ladder-people.ts';
import { type LadderRequest } from '../store/ladder-requests.ts';
import { type RequestAct, saveAct } from '../store/request-acts.ts';
import type { Tx } from '../store/transact.ts';

/** One act of a counsellor on one request. Both rows are locked, hers first. */
export type Work = {
  setting: Setting;
  tx: Tx;
  now: Date;
  counsellor: CounsellorRow;
  request: LadderRequest;
  channel: 'sms' | 'ussd';
};

/** done: it is as she said. yours: it was so already. taken: somebody else has accepted it. closed: it is over. */
export type Outcome = 'done' | 'yours' | 'taken' | 'closed';

/**
 * What stands against any act on it; undefined where nothing does. Her old number means nothing any more once the member has
 * chosen another way, or she knows the family.
 */
export async function hindered({
  tx,
  request,
  counsellor,
}: Work): Promise<'taken' | 'closed' | undefined> {
  if (request.state !== 'open') return 'closed';
  if (await areApart(tx, request.memberId, counsellor.id)) return 'closed';
  const isOthers = request.stage === 'accepted' && request.counsellorId !== counsellor.id;
  return isOthers ? 'taken' : undefined;
}

/** Writes down what she did. */
export function noteAct(
  { tx, now, counsellor, request, channel }: Work,
  act: RequestAct,
): Promise<void> {
  const { id: followUpId, rung } = request;
  return saveAct(tx, { followUpId, counsellorId: counsellor.id, act, rung, channel }, now);
}
