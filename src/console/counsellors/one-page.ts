import { languageName } from '../frame/language-names.ts';
import { placeLabel } from '../frame/labels.ts';
import { open } from '../../base/seal.ts';
import { dutyWindow } from '../../flow/duty-window.ts';
import {
  type BoardCounsellor,
  listCounsellorBoard,
  sealedNumberOf,
} from '../../store/counsellor-board.ts';
import { type Answer, notFound, page } from '../frame/answer.ts';
import {
  act,
  button,
  choice,
  field,
  type Mistake,
  mistakeOf,
  mistakes,
  select,
} from '../frame/forms.ts';
import { html, type Html, nothing } from '../frame/html.ts';
import type { Ask } from '../frame/route.ts';
import { dayOf, todayOf } from '../frame/moments.ts';
import { dutyOf, stateOf, trainingOf } from './counsellor-words.ts';
import { rareForms } from './rare-forms.ts';

/** How many digits of her number are shown: to know which of two phones is meant, and to call nobody. */
const LAST_DIGITS = 3;
/** How her work can end, for a while or for good. */
export const ENDS = ['suspended', 'lost_phone', 'left', 'died'] as const;

/** Whom the path names by her code. */
export async function counsellorOf({ parts, param }: Ask): Promise<BoardCounsellor | undefined> {
  const code = param('code');
  if (!/^\d{1,6}$/u.test(code)) return undefined;
  const one = { page: 1, size: 1 };
  const found = await parts.pool.run((db) => listCounsellorBoard(db, { code: Number(code) }, one));
  return found.rows[0];
}

export function showCounsellor(ask: Ask): Promise<Answer> {
  return counsellorPage(ask, [], 200);
}

/** Her dates and load, and what staff can set for her. */
export async function counsellorPage(
  ask: Ask,
  wrong: readonly Mistake[],
  status: number,
): Promise<Answer> {
  const { w } = ask;
  const her = await counsellorOf(ask);
  if (her === undefined) return notFound();
  const title = w('counsellors.one_title', { code: String(her.code) });
  const isGone = her.state === 'left' || her.state === 'dead';
  return page({
    styles: ['people.css'],
    title,
    status,
    body: html`<div class="row apart">
        <h1>${title}</h1>
        ${stateOf(ask, her)}
      </div>
      ${mistakes(w, wrong)}
      <section class="card stack">${await facts(ask, her)}</section>
      ${isGone ? nothing : deeds(ask, her, wrong)}`,
  });
}

async function facts(ask: Ask, her: BoardCounsellor): Promise<Html> {
  const { w } = ask;
  const other = (code: number | null) =>
    code === null
      ? w('counsellors.nobody')
      : html`<a href="/console/counsellors/${code}">${code}</a>`;
  return html`<dl class="facts">
    <dt>${w('counsellors.role')}</dt>
    <dd>${w(`counsellors.role_${her.role}`)}</dd>
    <dt>${w('counsellors.place')}</dt>
    <dd>${placeLabel(ask, her.place)}</dd>
    <dt>${w('counsellors.language')}</dt>
    <dd>${languageName(ask, her.language)}</dd>
    <dt>${w('counsellors.phone')}</dt>
    <dd>${w('counsellors.ends_with', { digits: await lastDigits(ask, her.id) })}</dd>
    <dt>${w('counsellors.agreed')}</dt>
    <dd>${her.agreedAt === null ? w('counsellors.not_agreed') : dayOf(ask, her.agreedAt)}</dd>
    <dt>${w('counsellors.training')}</dt>
    <dd>${trainingOf(ask, her)}</dd>
    <dt>${w('counsellors.duty')}</dt>
    <dd>${dutyOf(ask, her.duty) ?? w('counsellors.no_duty')}</dd>
    <dt>${w('counsellors.supervisor')}</dt>
    <dd>${other(her.supervisorCode)}</dd>
    <dt>${w('counsellors.backup')}</dt>
    <dd>${other(her.backupCode)}</dd>
    <dt>${w('counsellors.members')}</dt>
    <dd>${her.members}</dd>
    <dt>${w('counsellors.waiting')}</dt>
    <dd>
      ${her.waiting === 0 ? '0' : html`<a href="/console/follow-ups?q=${her.code}">${her.waiting}</a>`}
    </dd>
    <dt>${w('counsellors.answered')}</dt>
    <dd>${her.lastKeyAt === null ? w('counsellors.never') : dayOf(ask, her.lastKeyAt)}</dd>
  </dl>`;
}

async function lastDigits({ parts }: Ask, id: string): Promise<string> {
  const sealed = await parts.pool.run((db) => sealedNumberOf(db, id));
  if (sealed === undefined) return '';
  const { phoneId, wrappedKey, numberSealed } = sealed;
  const key = parts.keyring.openKey(phoneId, wrappedKey);
  return open(key, `phone.number:${phoneId}`, numberSealed).toString('utf8').slice(-LAST_DIGITS);
}

function deeds(ask: Ask, her: BoardCounsellor, wrong: readonly Mistake[]): Html {
  const { w } = ask;
  const path = `/console/counsellors/${her.code}`;
  return html`${
    her.state === 'invited'
      ? html`<section class="card stack">
          <h2>${w('counsellors.agree')}</h2>
          <p>${w('counsellors.agree_hint')}</p>
          ${act(`${path}/agree`, w('counsellors.agree_do'))}
        </section>`
      : nothing
  }
    ${her.state === 'away' || her.state === 'suspended' || her.state === 'stopped' ? backForm(ask, path) : nothing}
    <div class="grid2">
      ${trainForm(ask, path, wrong)}
      ${her.state === 'away' ? nothing : awayForm(ask, path, wrong)}
    </div>
    ${dutyForm(ask, her, path, wrong)} ${rareForms(ask, her, wrong)} ${endForm(ask, path, wrong)}`;
}

function backForm({ w }: Ask, path: string): Html {
  return html`<section class="card stack">
    <h2>${w('counsellors.back')}</h2>
    <p>${w('counsellors.back_hint')}</p>
    ${act(`${path}/back`, w('counsellors.back'), 'quiet')}
  </section>`;
}

function trainForm(ask: Ask, path: string, wrong: readonly Mistake[]): Html {
  const { w, form } = ask;
  return html`<form class="card stack" method="post" action="${path}/train">
    <h2>${w('counsellors.train')}</h2>
    ${field({ label: w('counsellors.trained_on'), name: 'trained_on', kind: 'date', value: form.get('trained_on') ?? todayOf(ask), error: mistakeOf(wrong, 'trained_on') })}
    ${field({ label: w('counsellors.refresher_by'), name: 'refresher_by', kind: 'date', value: form.get('refresher_by') ?? '', hint: w('counsellors.refresher_hint'), error: mistakeOf(wrong, 'refresher_by') })}
    <div class="row">${button(w('counsellors.train_do'), 'quiet')}</div>
  </form>`;
}

function awayForm({ w, form }: Ask, path: string, wrong: readonly Mistake[]): Html {
  return html`<form class="card stack" method="post" action="${path}/away">
    <h2>${w('counsellors.away')}</h2>
    <p>${w('counsellors.away_hint')}</p>
    ${field({ label: w('counsellors.back_on'), name: 'back_on', kind: 'date', value: form.get('back_on') ?? '', hint: w('counsellors.back_on_hint'), error: mistakeOf(wrong, 'back_on') })}
    <div class="row">${button(w('counsellors.away_do'), 'quiet')}</div>
  </form>`;
}

function dutyForm(ask: Ask, her: BoardCounsellor, path: string, wrong: readonly Mistake[]): Html {
  const { w, form, parts } = ask;
  const window = dutyWindow(parts.programme);
  const now = her.duty.find(({ place }) => place === her.place);
  const days = form.has('from') ? form.getAll('days') : (now?.days ?? window.days);
  return html`<form class="card stack" method="post" action="${path}/duty">
    <h2>${w('counsellors.duty')}</h2>
    <p>${w('counsellors.duty_hint', { from: window.from, to: window.to })}</p>
    ${choice({
      legend: w('counsellors.days'),
      name: 'days',
      kind: 'many',
      chosen: days,
      options: window.days.map((value) => ({ value, label: w(`counsellors.day_${value}`) })),
      error: mistakeOf(wrong, 'days'),
    })}
    <div class="grid2">
      ${field({ label: w('counsellors.from'), name: 'from', value: form.get('from') ?? now?.from ?? window.from, hint: w('counsellors.time_hint'), error: mistakeOf(wrong, 'from'), most: 5 })}
      ${field({ label: w('counsellors.to'), name: 'to', value: form.get('to') ?? now?.to ?? window.to, hint: w('counsellors.time_hint'), error: mistakeOf(wrong, 'to'), most: 5 })}
    </div>
    <div class="row">${button(w('counsellors.duty_do'), 'quiet')}</div>
  </form>`;
}

function endForm({ w, form }: Ask, path: string, wrong: readonly Mistake[]): Html {
  return html`<details class="card" ${wrong.some(({ name }) => name === 'ends_as' || name === 'sure') ? html`open` : nothing}>
    <summary>${w('counsellors.end')}</summary>
    <form class="stack" method="post" action="${path}/end">
      <p>${w('counsellors.end_hint')}</p>
      ${select({
        legend: w('counsellors.end_why'),
        name: 'ends_as',
        chosen: form.get('ends_as') ?? '',
        options: [
          { value: '', label: w('counsellors.choose') },
          ...ENDS.map((value) => ({ value, label: w(`counsellors.end_${value}`) })),
        ],
        error: mistakeOf(wrong, 'ends_as'),
      })}
      ${choice({
        legend: w('counsellors.sure_legend'),
        name: 'sure',
        kind: 'many',
        options: [{ value: 'yes', label: w('counsellors.sure') }],
        error: mistakeOf(wrong, 'sure'),
      })}
      <div class="row">${button(w('counsellors.end_do'), 'danger')}</div>
    </form>
  </details>`;
}
