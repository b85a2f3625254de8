import { newId, newSecret } from '../../base/ids.ts';
import { areTwoPeople, readNewcomers } from '../../engine/second-person.ts';
import { accountOf, isAdmin, lockAdmins } from '../../store/staff-accounts.ts';
import {
  addInvite,
  askRecovery,
  confirmRecovery,
  lockRecovery,
  refuseRecovery,
  withdrawInvites,
} from '../../store/staff-invites.ts';
import { notFound, refused, see, type Answer } from '../frame/answer.ts';
import type { Ask } from '../frame/route.ts';
import { audited } from '../sign-in/audited.ts';
import { codeHash } from '../sign-in/link-code.ts';
import { proveAgain } from '../sign-in/second-step.ts';
import { isProven } from '../sign-in/session.ts';
import { linkPage } from './staff-invites.ts';

const DAY_MS = 24 * 3_600_000;
/** What nobody confirmed for a week is asked for anew. */
export const RECOVERY_MS = 7 * DAY_MS;
/** Who gets such a link stands beside, or is on the phone: a day is enough. */
const LINK_MS = DAY_MS;

/** One admin asks that somebody may begin anew; nothing changes until another confirms it [rel P61]. */
export async function askForRecovery(ask: Ask): Promise<Answer> {
  const { parts, now, staff } = ask;
  const person = await parts.pool.run((db) => accountOf(db, ask.param('staff')));
  if (person?.state !== 'active') return notFound();
  if (person.staffId === staff.id) return refused(409, 'staff.not_oneself');
  if (!(await isProven(ask))) return proveAgain(`/console/staff/${person.staffId}`);
  const { staffId } = person;
  const isAsked = await parts.pool.transact(async (tx) => {
    await lockAdmins(tx);
    if (!(await isAdmin(tx, staff.id))) return false;
    const askedBefore = new Date(now.getTime() - RECOVERY_MS);
    await refuseRecovery(tx, { staffId, askedBefore }, now);
    const id = newId(now.getTime());
    if (!(await askRecovery(tx, { id, staffId, askedBy: staff.id, now }))) return false;
    await audited(ask, tx, { actor: staff.id, action: 'recovery_asked', detail: staffId });
    return true;
  });
  return see('/console/staff', isAsked ? 'staff.recovery_asked' : 'staff.recovery_is_asked');
}

/** Another admin confirms it and gets the link to hand over. Until it is used, what opened the account still does. */
export async function confirmStaffRecovery(ask: Ask): Promise<Answer> {
  const { w, parts, now, staff } = ask;
  if (!(await isProven(ask))) return proveAgain('/console/staff');
  const id = ask.param('recovery');
  const code = newSecret();
  const person = await parts.pool.transact(async (tx) => {
    await lockAdmins(tx);
    const asked = await lockRecovery(tx, id);
    const isOver = asked === undefined || now.getTime() - asked.askedAt.getTime() > RECOVERY_MS;
    const found = isOver ? undefined : await accountOf(tx, asked.staffId);
    if (asked === undefined || found?.state !== 'active') return undefined;
    if (staff.id === asked.askedBy || staff.id === asked.staffId) return 'same';
    const newcomers = await readNewcomers(tx, { now, demo: parts.demo });
    if (!areTwoPeople(newcomers, asked.askedBy, staff.id)) return 'one';
    // Two who are admins now: what somebody asked who is none any more is not half of it.
    if (!(await isAdmin(tx, staff.id)) || !(await isAdmin(tx, asked.askedBy))) return undefined;
    const { staffId } = asked;
    await confirmRecovery(tx, id, { by: staff.id, now });
    await withdrawInvites(tx, { kind: 'recover', staffId }, now);
    await addInvite(tx, {
      id: newId(now.getTime()),
      kind: 'recover',
      staffId,
      roles: [],
      isLead: false,
      madeBy: staff.id,
      madeAt: now,
      expiresAt: new Date(now.getTime() + LINK_MS),
      tokenHash: codeHash(code),
    });
    await audited(ask, tx, { actor: staff.id, action: 'recovery_confirmed', detail: staffId });
    return found;
  });
  if (person === undefined) return notFound();
  if (person === 'same') return refused(409, 'staff.second_admin');
  if (person === 'one') return refused(409, 'staff.counts_as_one');
  const name = person.displayName;
  const title = w('staff.recovery_link_title', { name });
  return linkPage(ask, { code, title, says: w('staff.recovery_link_says', { name }) });
}

/** Any admin may say no, and whoever asked may think better of it. */
export async function refuseStaffRecovery(ask: Ask): Promise<Answer> {
  const { parts, now, staff } = ask;
  const id = ask.param('recovery');
  const isDone = await parts.pool.transact(async (tx) => {
    const asked = await lockRecovery(tx, id);
    if (asked === undefined || asked.staffId === staff.id) return false;
    await refuseRecovery(tx, { id }, now);
    const detail = asked.staffId;
    await audited(ask, tx, { actor: staff.id, action: 'recovery_refused', detail });
    return true;
  });
  return isDone ? see('/console/staff', 'staff.recovery_refused') : notFound();
}
