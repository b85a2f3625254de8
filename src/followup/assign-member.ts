import { newId } from '../base/ids.ts';
import { auditEntry } from '../engine/audit-entry.ts';
import { writeAudit } from '../store/audit.ts';
import { isHers, mayBeAsked } from '../store/champions.ts';
import { codeAtWork } from '../store/counsellor-list.ts';
import { lockCounsellor } from '../store/counsellors.ts';
import { proposeByVisit } from '../store/hand-over-list.ts';
import { areApart } from '../store/ladder-people.ts';
import { proposeMatch } from '../store/matches.ts';
import type { Doing } from './end-work.ts';
import { MATCH_FLOW } from './run-matches.ts';

/** Who has members. Whoever is asked last, or hears complaints, has none. */
const HAVE_MEMBERS: ReadonlySet<string> = new Set(['counsellor', 'peer', 'mitra', 'champion']);

/** by_text: the counsellor is asked, unseen, and then she; by_visit: they meet, and she says so there. */
export type Assigned =
  | { outcome: 'by_text' | 'by_visit' }
  | {
      outcome: 'not_at_work' | 'no_members' | 'same_phone' | 'apart' | 'already' | 'asked_already';
    };

/**
 * Staff name who could meet a member. Nobody becomes anybody's by it: she is asked, by text where a text may ask her, else by
 * visit; whom she has now stays hers until she says yes.
 */
export async function assignMember(
  { setting, tx, now, actor }: Doing,
  { memberId, phoneId, counsellorId }: { memberId: string; phoneId: string; counsellorId: string },
): Promise<Assigned> {
  const counsellor = await lockCounsellor(tx, counsellorId);
  if (counsellor === undefined || (await codeAtWork(tx, counsellorId)) === undefined)
    return { outcome: 'not_at_work' };
  if (!HAVE_MEMBERS.has(counsellor.role)) return { outcome: 'no_members' };
  if (counsellor.phoneId === phoneId) return { outcome: 'same_phone' };
  if (await areApart(tx, memberId, counsellorId)) return { outcome: 'apart' };
  if (await isHers(tx, memberId, counsellorId)) return { outcome: 'already' };
  const hasTexts = setting.releases.current(MATCH_FLOW) !== undefined;
  const byText = hasTexts && (await mayBeAsked(tx, memberId, now));
  const pair = { memberId, counsellorId, now };
  const proposed = byText
    ? await proposeMatch(tx, pair)
    : await proposeByVisit(tx, { ...pair, id: newId(now.getTime()) });
  if (!proposed) return { outcome: 'asked_already' };
  const detail = `${memberId} ${counsellorId}`;
  const act = { actor, action: 'match_entered', detail, now } as const;
  await writeAudit(tx, auditEntry(setting.keyring, act), { now });
  return { outcome: byText ? 'by_text' : 'by_visit' };
}
