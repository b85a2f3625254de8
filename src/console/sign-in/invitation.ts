import { newId } from '../../base/ids.ts';
import { accountOf, makeAccount, type StaffAccount } from '../../store/staff-accounts.ts';
import { inviteOf, useInvite, type StaffInvite } from '../../store/staff-invites.ts';
import { deletePasskeys, deleteTotp } from '../../store/staff-proofs.ts';
import { endSessions } from '../../store/staff-sessions.ts';
import type { Tx } from '../../store/transact.ts';
import { bare, type Answer } from '../frame/answer.ts';
import { button, field, hidden, type Mistake, mistakeOf, mistakes } from '../frame/forms.ts';
import { html } from '../frame/html.ts';
import type { Ask } from '../frame/route.ts';
import { atDoor } from './at-door.ts';
import { audited } from './audited.ts';
import { codeHash } from './link-code.ts';
import { makePassword, passwordFields, passwordMistakes } from './new-password.ts';
import { Busy } from './password-hash.ts';
import { afterPassword } from './password-step.ts';
import { networkAddress } from './network-address.ts';
import { tryFrom, waitWords } from './slowed.ts';

const HERE = '/console/invitation';

/** Where a link leads. Its code stands behind "#": a script puts it into the form; without one it is pasted. */
export function showInvitation(ask: Ask): Answer {
  return codePage(ask, { code: '', wrong: undefined, status: 200 });
}

function codePage(
  ask: Ask,
  { code, wrong, status }: { code: string; wrong: string | undefined; status: number },
): Answer {
  const { w } = ask;
  return bare({
    title: w('sign_in.invitation_title'),
    status,
    scripts: ['sign-in.js'],
    styles: ['sign-in.css'],
    body: html`${atDoor(ask)}
      <h1>${w('sign_in.invitation_title')}</h1>
      ${mistakes(w, wrong === undefined ? [] : [{ name: 'code', says: wrong }])}
      <form method="post" action="${HERE}" class="card stack" ${status === 200 ? html`data-link` : ''}>
        ${field({
          label: w('sign_in.link_code'),
          name: 'code',
          value: code,
          hint: w('sign_in.link_code_hint'),
          autocomplete: 'off',
          required: true,
          most: 100,
        })}
        ${button(w('sign_in.link_go'))}
      </form>`,
  });
}

/** The invitation of the code that came, or the page that says what is wrong with it. */
async function invited(ask: Ask): Promise<StaffInvite | Answer> {
  const { w, form, parts } = ask;
  const code = (form.get('code') ?? '').trim();
  const allowed = await tryFrom(ask, { kind: 'link', account: `link from ${networkAddress(ask)}` });
  if (allowed.kind === 'wait')
    return codePage(ask, { code, wrong: waitWords(ask, allowed.until), status: 429 });
  const invite = await parts.pool.run((db) =>
    inviteOf(db, codeHash(code), { now: ask.now, demo: parts.demo }),
  );
  if (invite === undefined)
    return codePage(ask, { code, wrong: w('sign_in.link_wrong'), status: 422 });
  await allowed.right();
  return invite;
}

/** Asks whoever has a good link how she wants to sign in. */
export async function openInvitation(ask: Ask): Promise<Answer> {
  const invite = await invited(ask);
  return 'roles' in invite ? acceptPage(ask, invite, { wrong: [], status: 200 }) : invite;
}

async function acceptPage(
  ask: Ask,
  invite: StaffInvite,
  { wrong, status }: { wrong: readonly Mistake[]; status: number },
): Promise<Answer> {
  const { w, form } = ask;
  const known = await recovered(ask, invite);
  const title =
    known === undefined
      ? w('sign_in.accept_title')
      : w('sign_in.recover_title', { name: known.displayName });
  const named = (name: string, parts: { label: string; hint: string; autocomplete: string }) =>
    field({
      ...parts,
      name,
      value: form.get(name) ?? '',
      required: true,
      most: 60,
      error: mistakeOf(wrong, name),
    });
  return bare({
    title,
    status,
    styles: ['sign-in.css'],
    body: html`${atDoor(ask)}
      <h1>${title}</h1>
      <p>${known === undefined ? w('sign_in.accept_says') : w('sign_in.recover_says')}</p>
      ${mistakes(w, wrong)}
      <form method="post" action="${HERE}/accept" class="card stack">
        ${hidden({ code: form.get('code') ?? '' })}
        ${
          known === undefined
            ? html`${named('called', {
                label: w('sign_in.called'),
                hint: w('sign_in.called_hint'),
                autocomplete: 'name',
              })}
              ${named('name', {
                label: w('sign_in.new_name'),
                hint: w('sign_in.new_name_hint'),
                autocomplete: 'username',
              })}`
            : html`<p>${w('sign_in.your_name_is')} <strong>${known.signInName}</strong></p>`
        }
        ${passwordFields(ask, wrong)} ${button(w('sign_in.accept_go'))}
      </form>`,
  });
}

function recovered(ask: Ask, { kind, staffId }: StaffInvite): Promise<StaffAccount | undefined> {
  return kind === 'recover' && staffId !== null
    ? ask.parts.pool.run((db) => accountOf(db, staffId))
    : Promise.resolve(undefined);
}

export async function acceptInvitation(ask: Ask): Promise<Answer> {
  const { w, form, parts } = ask;
  const invite = await invited(ask);
  if (!('roles' in invite)) return invite;
  const known = await recovered(ask, invite);
  const called = (form.get('called') ?? '').trim().slice(0, 60);
  const name = (form.get('name') ?? '').trim().toLowerCase();
  const own = known === undefined ? [called, name] : [known.displayName, known.signInName];
  const wrong = [
    ...(known === undefined ? namesMistakes(ask, { called, name }) : []),
    ...passwordMistakes(ask, own),
  ];
  if (wrong.length > 0) return acceptPage(ask, invite, { wrong, status: 422 });
  const staffId = known?.staffId ?? invite.staffId ?? newId(ask.now.getTime());
  const taken = { wrong: [{ name: 'name', says: w('sign_in.name_taken') }], status: 422 };
  try {
    const password = await makePassword(ask, staffId);
    const done = await parts.pool.transact(async (tx) => {
      const isMade =
        known === undefined
          ? await join(ask, tx, { invite, staffId, called, name })
          : await beginAnew(ask, tx, known);
      if (!isMade) return 'taken';
      if (!(await useInvite(tx, invite.id, { now: ask.now, demo: parts.demo }))) throw new Used();
      await password.save(tx);
      return 'done';
    });
    return done === 'taken'
      ? await acceptPage(ask, invite, taken)
      : await afterPassword(ask, staffId);
  } catch (error) {
    if (error instanceof Used)
      return codePage(ask, { code: '', wrong: w('sign_in.link_wrong'), status: 422 });
    if (!(error instanceof Busy)) throw error;
    const busy = [{ name: 'new', says: w('sign_in.busy') }];
    return acceptPage(ask, invite, { wrong: busy, status: 503 });
  }
}

/** Somebody used the same link in this moment: what was begun is undone. */
class Used extends Error {
  override readonly name = 'Used';
}

/** Makes the account that an invitation is for. False where its name is taken. */
async function join(
  ask: Ask,
  tx: Tx,
  one: { invite: StaffInvite; staffId: string; called: string; name: string },
): Promise<boolean> {
  const { invite, staffId } = one;
  const isMade = await makeAccount(tx, {
    staffId,
    isStaff: invite.staffId !== null,
    invitedBy: invite.madeBy ?? undefined,
    signInName: one.name,
    displayName: one.called,
    language: ask.language,
    isLead: invite.isLead,
    roles: invite.roles,
    now: ask.now,
  });
  if (isMade) {
    const by = invite.madeBy === null ? '' : ` invited by ${invite.madeBy}`;
    const detail = `${invite.id} ${invite.roles.join(' ')}${invite.isLead ? ' lead' : ''}${by}`;
    await audited(ask, tx, { actor: staffId, action: 'staff_joined', detail });
  }
  return isMade;
}

/** Whatever opened this account before opens it no longer. */
async function beginAnew(ask: Ask, tx: Tx, { staffId, state }: StaffAccount): Promise<boolean> {
  if (state !== 'active') throw new Used();
  await deleteTotp(tx, staffId);
  await deletePasskeys(tx, staffId);
  await endSessions(tx, staffId, { now: ask.now });
  await audited(ask, tx, { actor: staffId, action: 'recovered' });
  return true;
}

function namesMistakes(
  { w }: Ask,
  { called, name }: { called: string; name: string },
): readonly Mistake[] {
  return [
    ...(called === '' ? [{ name: 'called', says: w('sign_in.called_missing') }] : []),
    ...(/^[\p{Ll}\p{N}][\p{Ll}\p{N}._@+-]{2,59}$/u.test(name)
      ? []
      : [{ name: 'name', says: w('sign_in.name_wrong') }]),
  ];
}
