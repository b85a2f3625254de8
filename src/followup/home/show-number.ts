import { open } from '../../base/seal.ts';
import { auditEntry } from '../../engine/audit-entry.ts';
import { withinAsStaff } from '../../store/as-staff.ts';
import { writeAudit } from '../../store/audit.ts';
import { phoneShown } from '../../store/home-people.ts';
import { ownMembers } from '../own-members.ts';
import type { Done } from './do-act.ts';
import { isNotCalled } from './details.ts';
import { ownWordOf } from './own-word.ts';
import { listed } from './person.ts';
import type { Who } from './place.ts';
import type { AtHome } from './read-home.ts';
import type { Home, Listed } from './screen.ts';

/** Shows the number of somebody, once she has said that she can talk. */
export async function showNumber(at: AtHome, home: Home, who: Who): Promise<Done> {
  const phone = await numberOf(at, listed(home, who));
  if (phone === undefined)
    return { says: home.say('is_closed', { number: String(who.number) }), to: { at: 'due' } };
  const words = await ownWordOf(at, who.memberId);
  return { to: { at: 'number', phone, ...(words !== undefined && { words }) } };
}

/**
 * The number of a member of hers, or of a request that she has accepted, for an entry of the audit log that is committed
 * with it. The database shows it to no one else, and this room asks again. @throws Unsealable
 */
export async function numberOf(
  { setting, tx, now, counsellor }: AtHome,
  one: Listed | undefined,
): Promise<string | undefined> {
  if (one === undefined || isNotCalled(one)) return undefined;
  if (!(await isHers(tx, counsellor.id, one))) return undefined;
  const phoneId = one.request?.phoneId ?? one.member?.phoneId;
  if (phoneId === undefined) return undefined;
  const phone = await withinAsStaff(tx, counsellor.id, () => phoneShown(tx, phoneId));
  if (phone === undefined) return undefined;
  const { keyring } = setting;
  const key = keyring.openKey(phoneId, phone.wrappedKey);
  const number = open(key, `phone.number:${phoneId}`, phone.numberSealed).toString('utf8');
  const actor = `counsellor ${counsellor.id}`;
  const detail = one.who.followUpId ?? one.who.memberId ?? '';
  await writeAudit(tx, auditEntry(keyring, { actor, action: 'number_shown', detail, now }), {
    now,
  });
  return number;
}

async function isHers(
  tx: AtHome['tx'],
  counsellorId: string,
  { request, who }: Listed,
): Promise<boolean> {
  if (request !== undefined && request.isWithHer && request.stage === 'accepted') return true;
  const isOwn = await ownMembers(tx, counsellorId);
  return isOwn(who);
}
