import { holidays } from '../../store/groups.ts';
import { act, button, field, type Mistake, mistakeOf } from '../frame/forms.ts';
import { html, type Html } from '../frame/html.ts';
import { plainDay, todayOf } from '../frame/moments.ts';
import type { Ask } from '../frame/route.ts';

/** Days on which no group meets, those to come, with the way to add one and to take one back. */
export async function holidaysCard(ask: Ask, wrong: readonly Mistake[]): Promise<Html> {
  const { w, form, parts } = ask;
  const today = todayOf(ask);
  const days = (await parts.pool.run(holidays)).filter((day) => day >= today);
  return html`<section class="card stack" id="holidays">
    <h2>${w('groups.days_off')}</h2>
    <p>${w('groups.days_off_hint')}</p>
    ${
      days.length === 0
        ? html`<p class="empty">${w('groups.days_off_none')}</p>`
        : html`<ul class="plain-list">
          ${days.map(
            (day) =>
              html`<li class="row apart">
                <span>${plainDay(ask, day)}</span>
                ${act('/console/group-holidays/remove', w('groups.day_off_remove'), 'quiet', { day })}
              </li>`,
          )}
        </ul>`
    }
    <form class="row at-end" method="post" action="/console/group-holidays">
      ${field({ label: w('groups.day_off'), name: 'day', kind: 'date', value: form.get('day') ?? '', error: mistakeOf(wrong, 'day') })}
      ${button(w('groups.day_off_do'), 'quiet')}
    </form>
  </section>`;
}
