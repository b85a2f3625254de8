import {
  accountOf,
  adminIds,
  endAccount,
  isAdmin,
  lockAdmins,
  saveRoles,
  type StaffAccount,
} from '../../store/staff-accounts.ts';
import { withdrawAllBy } from '../../store/staff-invites.ts';
import { countProofs } from '../../store/staff-proofs.ts';
import { endSessions } from '../../store/staff-sessions.ts';
import type { Tx } from '../../store/transact.ts';
import { notFound, page, refused, see, type Answer } from '../frame/answer.ts';
import { act, button } from '../frame/forms.ts';
import { html, type Html } from '../frame/html.ts';
import type { Ask } from '../frame/route.ts';
import { audited } from '../sign-in/audited.ts';
import { proveAgain } from '../sign-in/second-step.ts';
import { isProven } from '../sign-in/session.ts';
import { momentOf } from '../frame/moments.ts';
import { cameWords } from './for-second.ts';
import { leadChoice, rolesChoice, rolesOf } from './staff-invites.ts';
import { roleChips } from './staff-list.ts';

/** One colleague: what she may do, a new beginning, the end of her access. */
export async function showOneStaff(ask: Ask): Promise<Answer> {
  const { w, parts, staff } = ask;
  const person = await parts.pool.run((db) => accountOf(db, ask.param('staff')));
  if (person === undefined) return notFound();
  const proofs = await parts.pool.run((db) => countProofs(db, person.staffId));
  const body =
    person.state === 'ended'
      ? html`<p class="note">
          ${w('staff.ended_says', { when: momentOf(ask, person.endedAt ?? ask.now) })}
        </p>`
      : person.staffId === staff.id
        ? html`<p class="note">${w('staff.own_says')}</p>`
        : forms(ask, person);
  return page({
    title: person.displayName,
    body: html`<h1>${person.displayName}</h1>
      <div class="card stack">
        ${roleChips(ask, person)}
        <dl class="facts">
          <dt>${w('staff.sign_in_name')}</dt>
          <dd>${person.signInName}</dd>
          <dt>${w('staff.account')}</dt>
          <dd>${cameWords(ask, person)}</dd>
          <dt>${w('staff.proofs')}</dt>
          <dd>${proofs === 0 ? w('staff.proofs_none') : w('staff.proofs_some', { count: proofs })}</dd>
        </dl>
      </div>
      ${body}`,
  });
}

function forms(ask: Ask, person: StaffAccount): Html {
  const { w } = ask;
  const here = `/console/staff/${person.staffId}`;
  const { displayName: name } = person;
  return html`<form method="post" action="${here}/roles" class="card stack">
      <h2>${w('staff.roles_title')}</h2>
      <p class="hint">${w('staff.roles_hint')}</p>
      ${rolesChoice(ask, person.roles)} ${leadChoice(ask, person.isLead)}
      <div class="row">${button(w('staff.roles_save'))}</div>
    </form>
    <section class="card stack">
      <h2>${w('staff.recovery_title')}</h2>
      <p>${w('staff.recovery_says', { name })}</p>
      ${act(`${here}/recovery`, w('staff.recovery_ask'), 'quiet')}
    </section>
    <section class="card stack">
      <h2>${w('staff.end_title')}</h2>
      <p>${w('staff.end_says', { name })}</p>
      ${act(`${here}/end`, w('staff.end_go'), 'danger')}
    </section>`;
}

/** Says what somebody may do from now on. Her sessions end: what she may do is said at the door [rel P60]. */
export function changeRoles(ask: Ask): Promise<Answer> {
  const roles = rolesOf(ask);
  if (roles.length === 0)
    return Promise.resolve(see(`/console/staff/${ask.param('staff')}`, 'staff.roles_missing'));
  const isLead = ask.form.get('lead') === 'yes';
  return changed(ask, 'staff.roles_saved', async (tx, person) => {
    await saveRoles(tx, person.staffId, { roles, isLead, now: ask.now });
    if (!roles.includes('admin')) await withdrawAllBy(tx, person.staffId, ask.now);
    const detail = `${person.staffId} ${roles.join(' ')}${isLead ? ' lead' : ''}`;
    await audited(ask, tx, { actor: ask.staff.id, action: 'staff_roles_changed', detail });
  });
}

/** Ends somebody's access at once, on every process; what she did stays in the audit log. */
export function endAccess(ask: Ask): Promise<Answer> {
  return changed(ask, 'staff.ended', async (tx, person) => {
    await endAccount(tx, person.staffId, ask.now);
    await withdrawAllBy(tx, person.staffId, ask.now);
    const detail = person.staffId;
    await audited(ask, tx, { actor: ask.staff.id, action: 'staff_access_ended', detail });
  });
}

/** Nobody changes her own rights, and some admin is left whoever presses in the same moment. */
async function changed(
  ask: Ask,
  said: string,
  change: (tx: Tx, person: StaffAccount) => Promise<void>,
): Promise<Answer> {
  const { parts, staff, now } = ask;
  const here = `/console/staff/${ask.param('staff')}`;
  if (ask.param('staff') === staff.id) return refused(409, 'staff.not_oneself');
  if (!/^[\w-]+$/u.test(ask.param('staff'))) return notFound();
  if (!(await isProven(ask))) return proveAgain(here);
  const outcome = await parts.pool
    .transact(async (tx) => {
      await lockAdmins(tx);
      const person = await accountOf(tx, ask.param('staff'));
      if (person?.state !== 'active') return 'nobody';
      // Who lost her own rights while this waited changes nobody else's.
      if (!(await isAdmin(tx, staff.id))) return 'not_admin';
      await change(tx, person);
      if (!parts.demo && (await adminIds(tx)).length === 0) throw new LastAdmin();
      await endSessions(tx, person.staffId, { now });
      return 'done';
    })
    .catch((error: unknown) => {
      if (error instanceof LastAdmin) return 'last';
      throw error;
    });
  if (outcome === 'done') return see(here, said);
  return outcome === 'last' ? refused(409, 'staff.last_admin') : notFound();
}

class LastAdmin extends Error {
  override readonly name = 'LastAdmin';
}
