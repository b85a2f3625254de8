import { CODES, codesAtWork } from '../counsellors/codes-at-work.ts';
import { button, choice, field, type Mistake, mistakeOf } from '../frame/forms.ts';
import { html, type Html, nothing } from '../frame/html.ts';
import type { Ask } from '../frame/route.ts';

/** Somebody could be her counsellor: each of the two is asked, and nothing changes before both have said yes. */
export function assignCard(ask: Ask, id: string, wrong: readonly Mistake[]): Html {
  const { w, form } = ask;
  const isOpen = wrong.some(({ name }) => name === 'counsellor' || name === 'knows');
  return html`<details class="card" ${isOpen ? html`open` : nothing}>
    <summary>${w('members.assign')}</summary>
    <form class="stack" method="post" action="/console/members/${id}/assign">
      <p>${w('members.assign_hint')}</p>
      ${field({ label: w('members.assign_who'), name: 'counsellor', value: form.get('counsellor') ?? '', hint: w('members.assign_who_hint'), error: mistakeOf(wrong, 'counsellor'), most: 6, offers: CODES })}
      ${codesAtWork(ask)}
      ${choice({
        legend: w('members.assign_knows_legend'),
        name: 'knows',
        kind: 'many',
        options: [{ value: 'yes', label: w('members.assign_knows') }],
        error: mistakeOf(wrong, 'knows'),
      })}
      <div class="row">${button(w('members.assign_do'), 'quiet')}</div>
    </form>
  </details>`;
}
