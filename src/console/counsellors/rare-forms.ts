import { SHOWN_MAX } from '../../flow/formats.ts';
import type { BoardCounsellor } from '../../store/counsellor-board.ts';
import { act, button, choice, field, type Mistake, mistakeOf } from '../frame/forms.ts';
import { CODES, codesAtWork } from './codes-at-work.ts';
import { html, type Html, nothing } from '../frame/html.ts';
import type { Ask } from '../frame/route.ts';

/** What is done less often: her name, a code for her PIN, her list to somebody else. */
export function rareForms(ask: Ask, her: BoardCounsellor, wrong: readonly Mistake[]): Html {
  const path = `/console/counsellors/${her.code}`;
  const isAtWork = her.state === 'active' || her.state === 'away';
  return html`<div class="grid2">
      ${nameForm(ask, path, wrong)} ${isAtWork ? codeCard(ask, path) : nothing}
    </div>
    ${her.members === 0 ? nothing : moveForm(ask, her, path, wrong)}`;
}

function nameForm({ w, form }: Ask, path: string, wrong: readonly Mistake[]): Html {
  return html`<form class="card stack" method="post" action="${path}/name">
    <h2>${w('counsellors.name')}</h2>
    <p>${w('counsellors.name_hint')}</p>
    ${field({ label: w('counsellors.called'), name: 'called', value: form.get('called') ?? '', hint: w('counsellors.called_hint', { most: SHOWN_MAX }), error: mistakeOf(wrong, 'called'), most: SHOWN_MAX })}
    <div class="row">${button(w('counsellors.name_do'), 'quiet')}</div>
  </form>`;
}

function codeCard({ w }: Ask, path: string): Html {
  return html`<section class="card stack">
    <h2>${w('counsellors.pin')}</h2>
    <p>${w('counsellors.pin_hint')}</p>
    ${act(`${path}/code`, w('counsellors.pin_do'), 'quiet')}
  </section>`;
}

function moveForm(
  ask: Ask,
  { backupCode, members }: BoardCounsellor,
  path: string,
  wrong: readonly Mistake[],
): Html {
  const { w, form } = ask;
  const to = form.get('to_whom') ?? (backupCode === null ? '' : String(backupCode));
  return html`<details class="card" ${wrong.some(({ name }) => name === 'to_whom' || name === 'move_sure') ? html`open` : nothing}>
    <summary>${w('counsellors.move')}</summary>
    <form class="stack" method="post" action="${path}/move">
      <p>${w('counsellors.move_hint', { count: members })}</p>
      ${field({ label: w('counsellors.move_to'), name: 'to_whom', value: to, hint: w('counsellors.move_to_hint'), error: mistakeOf(wrong, 'to_whom'), most: 6, offers: CODES })}
      ${codesAtWork(ask)}
      ${choice({
        legend: w('counsellors.sure_legend'),
        name: 'move_sure',
        kind: 'many',
        options: [{ value: 'yes', label: w('counsellors.move_sure') }],
        error: mistakeOf(wrong, 'move_sure'),
      })}
      <div class="row">${button(w('counsellors.move_do'), 'danger')}</div>
    </form>
  </details>`;
}
