import { countProofs, totpOf } from '../../store/staff-proofs.ts';
import type { SessionOfStaff } from '../../store/staff-sessions.ts';
import { bare, see, type Answer } from '../frame/answer.ts';
import { button, field, hidden, mistakes } from '../frame/forms.ts';
import { given, html, nothing } from '../frame/html.ts';
import type { Ask } from '../frame/route.ts';
import { atDoor } from './at-door.ts';
import { audited } from './audited.ts';
import { isCode } from './one-time-codes.ts';
import { askToProve, isProof } from './passkeys.ts';
import { sessionOfAsk, withProof } from './session.ts';
import { tryFrom, waitWords } from './slowed.ts';

/** Asks for the second proof: after the password, and again before grave acts, for which `to` says where she goes on. */
export async function showSecond(ask: Ask): Promise<Answer> {
  const session = await sessionOfAsk(ask);
  return session === undefined
    ? see('/console/sign-in', 'sign_in.begin_again')
    : secondPage(ask, session, { wrong: undefined, status: 200 });
}

async function secondPage(
  ask: Ask,
  session: SessionOfStaff,
  { wrong, status }: { wrong: string | undefined; status: number },
): Promise<Answer> {
  const { w } = ask;
  const app = await ask.parts.pool.run((db) => totpOf(db, session.staffId, 'confirmed'));
  const options = await askToProve(ask, session);
  if (app === undefined && options === undefined) return noProofHere(ask, session);
  const to = wayOn(ask);
  const title = w(session.stage === 'half' ? 'sign_in.second_title' : 'sign_in.again_title');
  return bare({
    title,
    status,
    scripts: ['sign-in.js'],
    styles: ['sign-in.css'],
    body: html`${atDoor(ask)}
      <h1>${title}</h1>
      ${mistakes(w, wrong === undefined ? [] : [{ name: 'code', says: wrong }])}
      ${given(
        options,
        (asked) =>
          html`<form
            method="post"
            action="/console/sign-in/second"
            class="card stack"
            data-passkey="get"
            data-options="${asked}"
          >
            <h2>${w('sign_in.passkey')}</h2>
            <p>${w('sign_in.passkey_prove')}</p>
            <p class="error" data-failed hidden>${w('sign_in.passkey_failed')}</p>
            ${hidden({ kind: 'passkey', answer: '', to })} ${button(w('sign_in.passkey_use'))}
          </form>`,
      )}
      ${
        app === undefined
          ? nothing
          : html`<form method="post" action="/console/sign-in/second" class="card stack">
            <h2>${w('sign_in.app')}</h2>
            ${field({
              label: w('sign_in.code'),
              name: 'code',
              hint: w('sign_in.code_hint'),
              autocomplete: 'one-time-code',
              required: true,
              most: 12,
            })}
            ${hidden({ kind: 'code', to })}
            ${button(w('sign_in.code_go'), options === undefined ? 'main' : 'quiet')}
          </form>`
      }
      <p class="hint">${w('sign_in.lost')}</p>`,
  });
}

/** A passkey is bound to the address at which it was made; who has no proof at all sets one up. */
async function noProofHere(ask: Ask, session: SessionOfStaff): Promise<Answer> {
  const { w } = ask;
  const proofs = await ask.parts.pool.run((db) => countProofs(db, session.staffId));
  if (proofs === 0) return see('/console/sign-in/enrol');
  return bare({
    title: w('sign_in.second_title'),
    styles: ['sign-in.css'],
    body: html`${atDoor(ask)}
      <h1>${w('sign_in.second_title')}</h1>
      <p class="note">${w('sign_in.no_proof_here')}</p>`,
  });
}

export async function takeSecond(ask: Ask): Promise<Answer> {
  const { w, form, parts } = ask;
  const session = await sessionOfAsk(ask);
  if (session === undefined) return see('/console/sign-in', 'sign_in.begin_again');
  const again = (wrong: string, status: number) => secondPage(ask, session, { wrong, status });
  const allowed = await tryFrom(ask, { kind: 'code', account: session.staffId });
  if (allowed.kind === 'wait') return again(waitWords(ask, allowed.until), 429);
  const { staffId } = session;
  const isRight =
    form.get('kind') === 'passkey'
      ? await isProof(ask, session, form.get('answer') ?? '')
      : await isCode(parts, { staffId, now: ask.now, code: form.get('code') ?? '' });
  if (!isRight) return again(w('sign_in.wrong_proof'), 422);
  await allowed.right();
  const went = await withProof(ask, session, see(wayOn(ask)));
  if (went === undefined) return see('/console/sign-in', 'sign_in.begin_again');
  if (session.stage === 'half')
    await parts.pool.transact((tx) => audited(ask, tx, { actor: staffId, action: 'signed_in' }));
  return went;
}

/** Where she goes on: a page of the console and nowhere else. */
function wayOn(ask: Ask): string {
  const asked = ask.form.get('to') ?? ask.query.get('to') ?? '';
  return /^\/console(?:\/[\w-]+)*$/u.test(asked) ? asked : '/console';
}

/** Leads to the second proof, and from there back to this page. */
export function proveAgain(to: string): Answer {
  return see(`/console/sign-in/second?to=${encodeURIComponent(to)}`, 'sign_in.again_says');
}
