import { accountNamed, passwordOf } from '../../store/staff-accounts.ts';
import { countProofs } from '../../store/staff-proofs.ts';
import { endSession } from '../../store/staff-sessions.ts';
import { bare, see, type Answer } from '../frame/answer.ts';
import { button, field, mistakes } from '../frame/forms.ts';
import { html, nothing } from '../frame/html.ts';
import type { Ask } from '../frame/route.ts';
import { atDoor } from './at-door.ts';
import { audited } from './audited.ts';
import { demoCards } from './demo.ts';
import { Busy, isPassword } from './password-hash.ts';
import { PASSWORD_MAX } from './password-rules.ts';
import { sessionOfAsk, withoutSession, withSession } from './session.ts';
import { tryFrom, waitWords } from './slowed.ts';

/** Units of what is typed as a password: those of the longest one, where each character takes two. */
const TYPED_MAX = 2 * PASSWORD_MAX;

type Shown = { name: string; wrong: string | undefined; status: number };

/** The door: name and password; in the demo one click. */
export function showSignIn(ask: Ask): Answer {
  return ask.signedIn === undefined
    ? signInPage(ask, { name: '', wrong: undefined, status: 200 })
    : see('/console');
}

function signInPage(ask: Ask, { name, wrong, status }: Shown): Answer {
  const { w, parts } = ask;
  const said = wrong === undefined ? [] : [{ name: 'name', says: wrong }];
  const form = html`<form method="post" action="/console/sign-in" class="card stack">
    <h2>${w('sign_in.with_password')}</h2>
    ${field({
      label: w('sign_in.name'),
      name: 'name',
      value: name,
      autocomplete: 'username',
      required: true,
      most: 60,
    })}
    ${field({
      label: w('sign_in.password'),
      name: 'password',
      kind: 'password',
      autocomplete: 'current-password',
      required: true,
      most: 128,
    })}
    ${button(w('sign_in.sign_in'))}
    <p class="hint">${w('sign_in.help')}</p>
  </form>`;
  return {
    ...bare({
      title: w('sign_in.title'),
      body: html`${atDoor(ask)}
        <h1>${w('sign_in.title')}</h1>
        ${mistakes(w, said)} ${parts.demo ? demoCards(ask) : nothing}
        ${
          parts.demo
            ? html`<details class="own" ${wrong === undefined ? nothing : html`open`}>
              <summary>${w('sign_in.own_account')}</summary>
              ${form}
            </details>`
            : form
        }`,
      status,
      styles: ['sign-in.css'],
      wide: parts.demo,
    }),
  };
}

/**
 * Takes name and password. Whoever has no such account hears the same after the same time: the slow part is done for
 * nobody too.
 */
export async function takePassword(ask: Ask): Promise<Answer> {
  const { w, form, parts } = ask;
  const name = (form.get('name') ?? '').trim().toLowerCase().slice(0, 60);
  const allowed = await tryFrom(ask, { kind: 'password', account: name });
  if (allowed.kind === 'wait')
    return signInPage(ask, { name, wrong: waitWords(ask, allowed.until), status: 429 });
  const account = await parts.pool.run((db) => accountNamed(db, name));
  const kept = await parts.pool.run((db) => passwordOf(db, account?.staffId));
  const hashed = kept && {
    hash: kept.hash,
    key: parts.keyring.openKey(kept.id, kept.wrappedKey),
  };
  // No password is longer; a long text takes long to make ready for the hash.
  const isRight = await fits((form.get('password') ?? '').slice(0, TYPED_MAX), hashed);
  if (isRight === 'busy') return signInPage(ask, { name, wrong: w('sign_in.busy'), status: 503 });
  if (!isRight || account?.state !== 'active' || account.forDemo !== null)
    return signInPage(ask, { name, wrong: w('sign_in.wrong'), status: 422 });
  await allowed.right();
  return afterPassword(ask, account.staffId);
}

/** The password was right, or has just been set: what is asked next. */
export async function afterPassword(ask: Ask, staffId: string): Promise<Answer> {
  const { pool, demo } = ask.parts;
  const before = await sessionOfAsk(ask);
  if (before !== undefined) await pool.run((db) => endSession(db, before.id, ask.now));
  const proofs = await pool.run((db) => countProofs(db, staffId));
  if (proofs > 0)
    return withSession(ask, { staffId, stage: 'half' }, see('/console/sign-in/second'));
  if (!demo) return withSession(ask, { staffId, stage: 'half' }, see('/console/sign-in/enrol'));
  await pool.transact((tx) => audited(ask, tx, { actor: staffId, action: 'signed_in' }));
  return withSession(ask, { staffId, stage: 'whole' }, see('/console'));
}

async function fits(
  password: string,
  kept: { hash: Buffer; key: Buffer } | undefined,
): Promise<boolean | 'busy'> {
  try {
    return await isPassword(password, kept);
  } catch (error) {
    if (error instanceof Busy) return 'busy';
    throw error;
  }
}

/** Ends the session of this browser. */
export async function signOut(ask: Ask): Promise<Answer> {
  const session = await sessionOfAsk(ask);
  if (session !== undefined)
    await ask.parts.pool.transact(async (tx) => {
      await endSession(tx, session.id, ask.now);
      await audited(ask, tx, { actor: session.staffId, action: 'signed_out' });
    });
  return withoutSession(see('/console/sign-in', 'sign_in.signed_out'));
}
