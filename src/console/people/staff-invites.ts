import { newId, newSecret } from '../../base/ids.ts';
import { counsellorWithoutAccount, isAdmin, lockAdmins } from '../../store/staff-accounts.ts';
import { addInvite, withdrawInvite } from '../../store/staff-invites.ts';
import { notFound, page, see, type Answer } from '../frame/answer.ts';
import { button, choice, field, type Mistake, mistakeOf, mistakes } from '../frame/forms.ts';
import { CODES, codesAtWork } from '../counsellors/codes-at-work.ts';
import { html, type Html } from '../frame/html.ts';
import { ROLES, type Ask, type Role } from '../frame/route.ts';
import { isSmall, rolesOffered } from '../settings/is-shown.ts';
import { audited } from '../sign-in/audited.ts';
import { codeHash } from '../sign-in/link-code.ts';
import { proveAgain } from '../sign-in/second-step.ts';
import { isProven } from '../sign-in/session.ts';

const NEW = '/console/staff/new';
const DAY_MS = 24 * 3_600_000;
/** An invitation that nobody used within a week was lost on its way. */
const INVITE_MS = 7 * DAY_MS;

/** Asks what the new colleague may do. */
export async function showNewStaff(ask: Ask): Promise<Answer> {
  return (await isProven(ask)) ? newPage(ask, []) : proveAgain(NEW);
}

function newPage(ask: Ask, wrong: readonly Mistake[]): Answer {
  const { w, form } = ask;
  return page({
    title: w('staff.invite_title'),
    status: wrong.length === 0 ? 200 : 422,
    body: html`<h1>${w('staff.invite_title')}</h1>
      <p>${w('staff.invite_says')}</p>
      ${mistakes(w, wrong)}
      <form method="post" action="${NEW}" class="card stack">
        ${rolesChoice(ask, form.getAll('roles'), mistakeOf(wrong, 'roles'))}
        ${leadChoice(ask, form.get('lead') !== null)}
        ${field({
          label: w('staff.counsellor_code'),
          name: 'code',
          value: form.get('code') ?? '',
          hint: w('staff.counsellor_code_hint'),
          most: 9,
          offers: CODES,
          error: mistakeOf(wrong, 'code'),
        })}
        ${codesAtWork(ask)}
        <div class="row">
          ${button(w('staff.invite_go'))}
          <a class="button quiet" href="/console/staff">${w('staff.back')}</a>
        </div>
      </form>`,
  });
}

export async function rolesChoice(
  { w, parts }: Ask,
  chosen: readonly string[],
  error?: string,
): Promise<Html> {
  const offered = rolesOffered({ small: await isSmall(parts.pool) });
  // Who has a role that is not offered any more keeps it until it is taken away.
  const roles = ROLES.filter((role) => offered.includes(role) || chosen.includes(role));
  return choice({
    legend: w('staff.roles'),
    name: 'roles',
    kind: 'many',
    chosen,
    error,
    options: roles.map((role) => ({
      value: role,
      label: w(`staff.role_${role}`),
      hint: w(`staff.role_${role}_does`),
    })),
  });
}

export function leadChoice({ w }: Ask, isLead: boolean): Html {
  return choice({
    legend: w('staff.lead_legend'),
    name: 'lead',
    kind: 'many',
    chosen: isLead ? ['yes'] : [],
    options: [{ value: 'yes', label: w('staff.lead'), hint: w('staff.lead_hint') }],
  });
}

/** The roles that a form named, in the order of the console. */
export function rolesOf({ form }: Ask): Role[] {
  const named = form.getAll('roles');
  return ROLES.filter((role) => named.includes(role));
}

/** Makes a link and shows it, once: it is handed over by whoever asked for it, and kept by nobody. */
export async function inviteStaff(ask: Ask): Promise<Answer> {
  const { w, parts, form, now, staff } = ask;
  if (!(await isProven(ask))) return proveAgain(NEW);
  const roles = rolesOf(ask);
  const typed = (form.get('code') ?? '').trim();
  const counsellor = /^\d{1,9}$/u.test(typed)
    ? await parts.pool.run((db) => counsellorWithoutAccount(db, Number(typed)))
    : undefined;
  const wrong = [
    ...(roles.length === 0 ? [{ name: 'roles', says: w('staff.roles_missing') }] : []),
    ...(typed !== '' && counsellor === undefined
      ? [{ name: 'code', says: w('staff.counsellor_unknown') }]
      : []),
  ];
  if (wrong.length > 0) return newPage(ask, wrong);
  const [id, code] = [newId(now.getTime()), newSecret()];
  const expiresAt = new Date(now.getTime() + INVITE_MS);
  const isLead = form.get('lead') === 'yes';
  const isMade = await parts.pool.transact(async (tx) => {
    await lockAdmins(tx);
    if (!(await isAdmin(tx, staff.id))) return false;
    await addInvite(tx, {
      id,
      kind: 'join',
      staffId: counsellor ?? null,
      roles,
      isLead,
      madeBy: staff.id,
      madeAt: now,
      expiresAt,
      tokenHash: codeHash(code),
    });
    const detail = `${id} ${roles.join(' ')}${isLead ? ' lead' : ''}`;
    await audited(ask, tx, { actor: staff.id, action: 'staff_invited', detail });
    return true;
  });
  if (!isMade) return notFound();
  return linkPage(ask, { code, title: w('staff.link_title'), says: w('staff.link_says') });
}

/** A link that is shown this once. Its code stands behind "#", so that it comes into no log on its way. */
export function linkPage(
  ask: Ask,
  { code, title, says }: { code: string; title: string; says: string },
): Answer {
  const { w } = ask;
  const link = `${ask.secure ? 'https' : 'http'}://${ask.header('host') ?? ''}/console/invitation#${code}`;
  return page({
    title,
    scripts: ['sign-in.js'],
    styles: ['sign-in.css'],
    body: html`<h1>${title}</h1>
      <div class="card stack">
        <p>${says}</p>
        <label for="link">${w('staff.link_label')}</label>
        <input class="link-field" id="link" readonly value="${link}" />
        <div class="row">
          <button
            class="button main"
            type="button"
            data-copy="link"
            data-copied="${w('staff.link_copied')}"
            hidden
          >
            ${w('staff.link_copy')}
          </button>
          <a class="button quiet" href="/console/staff">${w('staff.back')}</a>
        </div>
        <p class="hint">${w('staff.link_once')}</p>
      </div>`,
  });
}

export async function withdrawStaffInvite(ask: Ask): Promise<Answer> {
  const id = ask.param('invite');
  const done = await ask.parts.pool.transact(async (tx) => {
    if (!(await withdrawInvite(tx, id, ask.now))) return false;
    await audited(ask, tx, { actor: ask.staff.id, action: 'staff_invite_withdrawn', detail: id });
    return true;
  });
  return done ? see('/console/staff', 'staff.invite_withdrawn') : notFound();
}
