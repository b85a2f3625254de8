import { saveProfile } from '../../store/staff-accounts.ts';
import { passkeysOf, totpOf } from '../../store/staff-proofs.ts';
import { openSessions } from '../../store/staff-sessions.ts';
import { page, see, type Answer } from '../frame/answer.ts';
import { act, button, field, type Mistake, mistakeOf, mistakes, select } from '../frame/forms.ts';
import { html, type Html, nothing } from '../frame/html.ts';
import type { Ask } from '../frame/route.ts';
import { isLanguage, LANGUAGES } from '../frame/words.ts';
import { momentOf } from '../frame/moments.ts';
import { passwordFields } from '../sign-in/new-password.ts';
import { IDLE_MS, WHOLE_MS } from '../sign-in/session.ts';

const NAME_CHARS = 60;
const THEMES = ['auto', 'light', 'dark'] as const;
/** Each language calls itself by its own name. */
const OWN_NAMES = { en: 'English', pt: 'Português', es: 'Español', fr: 'Français' } as const;

/** What somebody may say about herself: how the console looks, how she gets in, where she is signed in. */
export function showOwnAccount(ask: Ask): Promise<Answer> {
  return accountPage(ask, []);
}

export async function accountPage(ask: Ask, wrong: readonly Mistake[]): Promise<Answer> {
  const { w } = ask;
  return page({
    title: w('me.title'),
    styles: ['sign-in.css'],
    status: wrong.length === 0 ? 200 : 422,
    body: html`<h1>${w('me.title')}</h1>
      ${mistakes(w, wrong)}
      <div class="grid2">${lookCard(ask, wrong)} ${await proofsCard(ask)}</div>
      <div class="grid2">${passwordCard(ask, wrong)} ${await sessionsCard(ask)}</div>`,
  });
}

function lookCard(ask: Ask, wrong: readonly Mistake[]): Html {
  const { w, staff, form } = ask;
  return html`<form method="post" action="/console/me/look" class="card stack">
    <h2>${w('me.look')}</h2>
    ${field({
      label: w('sign_in.called'),
      name: 'called',
      value: form.get('called') ?? staff.name,
      required: true,
      most: NAME_CHARS,
      error: mistakeOf(wrong, 'called'),
    })}
    ${select({
      legend: w('me.language'),
      name: 'language',
      chosen: staff.language,
      options: LANGUAGES.map((value) => ({ value, label: OWN_NAMES[value] })),
    })}
    ${select({
      legend: w('me.theme'),
      name: 'theme',
      chosen: staff.theme,
      options: THEMES.map((value) => ({ value, label: w(`me.theme_${value}`) })),
    })}
    <div class="row">${button(w('me.save'))}</div>
  </form>`;
}

export async function saveLook(ask: Ask): Promise<Answer> {
  const { w, form, staff, parts } = ask;
  const displayName = (form.get('called') ?? '').trim().slice(0, NAME_CHARS);
  if (displayName === '')
    return accountPage(ask, [{ name: 'called', says: w('sign_in.called_missing') }]);
  const language = form.get('language') ?? '';
  const theme = THEMES.find((each) => each === form.get('theme')) ?? staff.theme;
  await parts.pool.run((db) =>
    saveProfile(db, staff.id, {
      displayName,
      language: isLanguage(language) ? language : staff.language,
      theme,
    }),
  );
  return see('/console/me', 'me.saved');
}

async function proofsCard(ask: Ask): Promise<Html> {
  const { w, staff, parts } = ask;
  const app = await parts.pool.run((db) => totpOf(db, staff.id, 'confirmed'));
  const passkeys = await parts.pool.run((db) => passkeysOf(db, staff.id));
  const isNone = app === undefined && passkeys.length === 0;
  return html`<section class="card stack">
    <h2>${w('me.proofs')}</h2>
    ${isNone ? html`<p class="note">${w(parts.demo ? 'me.proofs_demo' : 'me.proofs_none')}</p>` : nothing}
    <ul class="stack plain">
      ${
        app === undefined
          ? nothing
          : html`<li class="row apart">
            <span>${w('sign_in.app')}</span>
            ${act('/console/me/proofs/remove', w('me.remove'), 'quiet', { proof: 'app' })}
          </li>`
      }
      ${passkeys.map(
        (one) =>
          html`<li class="row apart">
            <span>
              ${w('sign_in.passkey')} · ${one.device === 'other' ? w('me.device_other') : one.device}
              <small>${w('me.made', { when: momentOf(ask, one.madeAt) })}</small>
            </span>
            ${act('/console/me/proofs/remove', w('me.remove'), 'quiet', { proof: one.id })}
          </li>`,
      )}
    </ul>
    <p><a class="button quiet" href="/console/sign-in/enrol">${w('me.add_proof')}</a></p>
  </section>`;
}

function passwordCard(ask: Ask, wrong: readonly Mistake[]): Html {
  const { w } = ask;
  return html`<form method="post" action="/console/me/password" class="card stack">
    <h2>${w('me.password')}</h2>
    ${field({
      label: w('me.password_now'),
      name: 'now',
      kind: 'password',
      autocomplete: 'current-password',
      most: 128,
      error: mistakeOf(wrong, 'now'),
    })}
    ${passwordFields(ask, wrong)}
    <div class="row">${button(w('me.password_save'), 'quiet')}</div>
    <p class="hint">${w('me.password_hint')}</p>
  </form>`;
}

async function sessionsCard(ask: Ask): Promise<Html> {
  const { w, staff, parts, now } = ask;
  const since = (ms: number) => new Date(now.getTime() - ms);
  const sessions = await parts.pool.run((db) =>
    openSessions(db, staff.id, { seenAfter: since(IDLE_MS), begunAfter: since(WHOLE_MS) }),
  );
  return html`<section class="card stack">
    <h2>${w('me.sessions')}</h2>
    <p class="hint">${w('me.sessions_hint')}</p>
    <ul class="stack plain">
      ${sessions.map(
        (one) =>
          html`<li>
            ${one.device === 'other' ? w('me.device_other') : one.device}
            ${one.id === staff.sessionId ? html`<span class="chip good">${w('me.this_one')}</span>` : nothing}
            <small>${w('me.seen', { when: momentOf(ask, one.seenAt) })}</small>
          </li>`,
      )}
    </ul>
    ${act('/console/me/sessions/end', w('me.end_sessions'), 'danger')}
  </section>`;
}
