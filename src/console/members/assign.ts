import { assignMember } from '../../followup/assign-member.ts';
import { readMemberFacts } from '../../store/member-page.ts';
import { type Answer, notFound, see } from '../frame/answer.ts';
import type { Ask } from '../frame/route.ts';
import { counsellorIds } from '../groups/counsellor-ids.ts';
import { memberPage } from './member-page.ts';

/** Staff name who could be her counsellor. Nothing changes before each of the two was asked and has said yes. */
export async function assignHer(ask: Ask): Promise<Answer> {
  const { w, parts, staff, now, form, param } = ask;
  const memberId = param('member');
  const wrongIn = (name: string, says: string) => memberPage(ask, [{ name, says }], 422);
  const facts = await parts.pool.run((db) => readMemberFacts(db, memberId));
  if (facts === undefined || facts.unlinkedAt !== null || facts.erasureDueAt !== null)
    return notFound();
  const [counsellorId, another] = (await counsellorIds(ask, form.get('counsellor') ?? '')) ?? [];
  if (counsellorId === undefined || another !== undefined)
    return wrongIn('counsellor', w('counsellors.wrong_code'));
  if (form.get('knows') !== 'yes') return wrongIn('knows', w('members.assign_ask_first'));
  const { setting, pool } = parts;
  const { phoneId } = facts;
  const { outcome } = await pool.transact((tx) =>
    assignMember({ setting, tx, now, actor: staff.id }, { memberId, phoneId, counsellorId }),
  );
  if (outcome === 'by_text') return see(`/console/members/${memberId}`, 'members.assigned_by_text');
  if (outcome === 'by_visit')
    return see(`/console/members/${memberId}`, 'members.assigned_by_visit');
  return wrongIn('counsellor', w(`members.assign_${outcome}`));
}
