import type { SessionOfStaff } from '../../store/staff-sessions.ts';
import { countProofs } from '../../store/staff-proofs.ts';
import { bare, see, type Answer } from '../frame/answer.ts';
import { button, field, hidden, mistakes } from '../frame/forms.ts';
import { html, nothing } from '../frame/html.ts';
import type { Ask } from '../frame/route.ts';
import { atDoor } from './at-door.ts';
import { audited } from './audited.ts';
import { appToAdd, confirmApp } from './one-time-codes.ts';
import { askToCreate, keepPasskey } from './passkeys.ts';
import { isProven, sessionOfAsk, withProof } from './session.ts';
import { proveAgain } from './second-step.ts';
import { tryFrom, waitWords } from './slowed.ts';

const HERE = '/console/sign-in/enrol';

/** Sets up a second proof: the first, between password and console, or one more. */
export async function showEnrol(ask: Ask): Promise<Answer> {
  const session = await mayEnrol(ask);
  return 'kind' in session ? session : enrolPage(ask, session, { wrong: undefined, status: 200 });
}

/**
 * Who has a second proof shows it before she adds another: a stolen password alone, or a screen that was left open, must not
 * add one.
 */
async function mayEnrol(ask: Ask): Promise<SessionOfStaff | Answer> {
  const session = await sessionOfAsk(ask);
  if (session === undefined) return see('/console/sign-in', 'sign_in.begin_again');
  const proofs = await ask.parts.pool.run((db) => countProofs(db, session.staffId));
  if (session.stage === 'half') return proofs === 0 ? session : see('/console/sign-in/second');
  return proofs === 0 || (await isProven(ask)) ? session : proveAgain(HERE);
}

async function enrolPage(
  ask: Ask,
  session: SessionOfStaff,
  { wrong, status }: { wrong: string | undefined; status: number },
): Promise<Answer> {
  const { w, now } = ask;
  const options = await askToCreate(ask, session);
  const app = await appToAdd(ask.parts, {
    staffId: session.staffId,
    now,
    label: session.signInName,
    issuer: 'Mazano',
  });
  const isFirst = session.stage === 'half';
  const title = w(isFirst ? 'sign_in.enrol_title' : 'sign_in.enrol_more_title');
  return bare({
    title,
    status,
    scripts: ['sign-in.js'],
    styles: ['sign-in.css'],
    body: html`${atDoor(ask)}
      <h1>${title}</h1>
      <p>${w(isFirst ? 'sign_in.enrol_says' : 'sign_in.enrol_more_says')}</p>
      ${mistakes(w, wrong === undefined ? [] : [{ name: 'code', says: wrong }])}
      ${
        options === undefined
          ? html`<p class="note">${w('sign_in.passkey_not_here')}</p>`
          : html`<form
              method="post"
              action="${HERE}"
              class="card stack"
              data-passkey="create"
              data-options="${options}"
            >
              <h2>${w('sign_in.passkey')}</h2>
              <p>${w('sign_in.passkey_says')}</p>
              <p class="error" data-failed hidden>${w('sign_in.passkey_failed')}</p>
              ${hidden({ kind: 'passkey', answer: '' })} ${button(w('sign_in.passkey_make'))}
            </form>
            <p class="note" data-no-passkey hidden>${w('sign_in.passkey_no_browser')}</p>`
      }
      <form method="post" action="${HERE}" class="card stack">
        <h2>${w('sign_in.app')}</h2>
        <ol class="steps">
          <li>${w('sign_in.app_1')}</li>
          <li>
            ${w('sign_in.app_2')}
            <img class="code-picture" src="${app.picture}" alt="${w('sign_in.app_picture')}" />
            <p class="hint">${w('sign_in.app_letters')} <code>${app.letters}</code></p>
          </li>
          <li>${w('sign_in.app_3')}</li>
        </ol>
        ${field({
          label: w('sign_in.code'),
          name: 'code',
          autocomplete: 'one-time-code',
          required: true,
          most: 12,
        })}
        ${hidden({ kind: 'code' })}
        ${button(w('sign_in.app_done'), options === undefined ? 'main' : 'quiet')}
      </form>
      ${isFirst ? nothing : html`<p><a href="/console/me">${w('sign_in.enrol_back')}</a></p>`}`,
  });
}

export async function takeEnrol(ask: Ask): Promise<Answer> {
  const { w, form, parts } = ask;
  const session = await mayEnrol(ask);
  if ('kind' in session) return session;
  const again = (wrong: string, status: number) => enrolPage(ask, session, { wrong, status });
  const { staffId } = session;
  const allowed = await tryFrom(ask, { kind: 'code', account: staffId });
  if (allowed.kind === 'wait') return again(waitWords(ask, allowed.until), 429);
  const kind = form.get('kind') === 'passkey' ? 'passkey' : 'app';
  const isKept =
    kind === 'passkey'
      ? await keepPasskey(ask, session, form.get('answer') ?? '')
      : await confirmApp(parts, { staffId, now: ask.now, code: form.get('code') ?? '' });
  if (!isKept)
    return again(w(kind === 'app' ? 'sign_in.wrong_first_code' : 'sign_in.passkey_failed'), 422);
  await allowed.right();
  const isFirst = session.stage === 'half';
  const went = await withProof(
    ask,
    session,
    isFirst ? see('/console', 'sign_in.welcome') : see('/console/me', 'sign_in.proof_added'),
  );
  await parts.pool.transact(async (tx) => {
    await audited(ask, tx, { actor: staffId, action: 'proof_added', detail: kind });
    if (isFirst) await audited(ask, tx, { actor: staffId, action: 'signed_in' });
  });
  return went ?? see('/console/sign-in', 'sign_in.begin_again');
}
