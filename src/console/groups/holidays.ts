import { dropHoliday, keepHolidays } from '../../groups/set-holidays.ts';
import { holidays } from '../../store/groups.ts';
import { type Answer, see } from '../frame/answer.ts';
import { act, button, field, type Mistake, mistakeOf } from '../frame/forms.ts';
import { html, type Html } from '../frame/html.ts';
import { plainDay, todayOf } from '../frame/moments.ts';
import type { Ask } from '../frame/route.ts';
import { groupsPage } from './list-page.ts';

const DAY = /^\d{4}-\d{2}-\d{2}$/u;
/** Years ahead: holidays of one year are known when the next begins. */
const YEARS_AHEAD = 2;

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
    <form class="row end" method="post" action="/console/group-holidays">
      ${field({ label: w('groups.day_off'), name: 'day', kind: 'date', value: form.get('day') ?? '', error: mistakeOf(wrong, 'day') })}
      ${button(w('groups.day_off_do'), 'quiet')}
    </form>
  </section>`;
}

export async function addHoliday(ask: Ask): Promise<Answer> {
  const { w, parts, staff, now } = ask;
  const day = ask.form.get('day') ?? '';
  if (!isToCome(ask, day))
    return groupsPage(ask, [{ name: 'day', says: w('groups.wrong_day_off') }], 422);
  const { setting, pool } = parts;
  await pool.transact((tx) => keepHolidays({ setting, tx, now, actor: staff.id }, [day]));
  return see('/console/groups#holidays', 'groups.did_day_off');
}

export async function endHoliday(ask: Ask): Promise<Answer> {
  const { parts, staff, now } = ask;
  const day = ask.form.get('day') ?? '';
  const { setting, pool } = parts;
  if (isToCome(ask, day))
    await pool.transact((tx) => dropHoliday({ setting, tx, now, actor: staff.id }, day));
  return see('/console/groups#holidays', 'groups.did_day_on');
}

function isToCome(ask: Ask, day: string): boolean {
  if (!DAY.test(day)) return false;
  try {
    const asked = Temporal.PlainDate.from(day, { overflow: 'reject' });
    const today = Temporal.PlainDate.from(todayOf(ask));
    const isAhead = Temporal.PlainDate.compare(asked, today) >= 0;
    return isAhead && Temporal.PlainDate.compare(asked, today.add({ years: YEARS_AHEAD })) <= 0;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
