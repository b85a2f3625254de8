import { languageName } from '../frame/language-names.ts';
import { GROUP_NAME_MAX, PLACE_MAX, PLACES_MAX } from '../../flow/peer-group.ts';
import { createGroup } from '../../groups/create-group.ts';
import { isNameTaken } from '../../store/groups.ts';
import { type Answer, page } from '../frame/answer.ts';
import {
  button,
  choice,
  field,
  type Mistake,
  mistakeOf,
  mistakes,
  select,
} from '../frame/forms.ts';
import { CODES, codesAtWork } from '../counsellors/codes-at-work.ts';
import { html } from '../frame/html.ts';
import type { Ask } from '../frame/route.ts';
import { todayOf } from '../frame/moments.ts';
import { counsellorIds } from './counsellor-ids.ts';
import { readGroupForm } from './read-group-form.ts';

/** The form for a new group. */
export function askForGroup(ask: Ask): Answer {
  return formPage(ask, [], 200);
}

/** Makes it. Its code to join stands on the page that answers, to be said by mouth. */
export async function takeGroup(ask: Ask): Promise<Answer> {
  const { w, parts, staff, now } = ask;
  const { wanted, wrong } = readGroupForm(ask);
  const people = await readPeople(ask, wrong);
  const isTaken = wanted && (await parts.pool.run((db) => isNameTaken(db, wanted.name)));
  if (isTaken === true) wrong.push({ name: 'name', says: w('groups.name_taken') });
  if (wanted === undefined || people === undefined || wrong.length > 0)
    return formPage(ask, wrong, 422);
  const { setting, pool } = parts;
  const made = await pool.transact((tx) =>
    createGroup({ setting, tx, now, actor: staff.id }, { ...wanted, ...people }),
  );
  const title = w('groups.made', { name: wanted.name });
  return page({
    styles: ['people.css'],
    title,
    body: html`<section class="card stack">
      <h1>${title}</h1>
      <p>${w('groups.join_code')}</p>
      <p class="figure">${spaced(made.joinCode)}</p>
      <p class="note">${w('groups.join_code_hint')}</p>
      <p><a class="button main" href="/console/groups/${made.code}">${w('groups.to_page')}</a></p>
    </section>`,
  });
}

/** Who leads it, and who hears what is reported, who is none of them. */
async function readPeople(ask: Ask, wrong: Mistake[]) {
  const { w, form } = ask;
  const [moderatorId, ...others] = (await counsellorIds(ask, form.get('moderator') ?? '')) ?? [];
  const facilitatorIds = (await counsellorIds(ask, form.get('facilitators') ?? '')) ?? [];
  if (facilitatorIds.length === 0)
    wrong.push({ name: 'facilitators', says: w('groups.wrong_facilitators') });
  if (moderatorId === undefined || others.length > 0) {
    wrong.push({ name: 'moderator', says: w('groups.wrong_moderator') });
    return undefined;
  }
  if (facilitatorIds.includes(moderatorId))
    wrong.push({ name: 'moderator', says: w('groups.moderator_leads') });
  return { moderatorId, facilitatorIds };
}

/** Ten digits in two halves, as they are said. */
export function spaced(code: string): string {
  return `${code.slice(0, code.length / 2)} ${code.slice(code.length / 2)}`;
}

function formPage(ask: Ask, wrong: readonly Mistake[], status: number): Answer {
  const { w, form, parts } = ask;
  const { languages, defaultLanguage } = parts.programme;
  const typed = (name: string, usual = '') => form.get(name) ?? usual;
  const of = (name: string) => mistakeOf(wrong, name);
  const plain = (
    name: string,
    label: string,
    more: { hint?: string; most?: number; offers?: string } = {},
  ) => field({ label, name, value: typed(name), error: of(name), ...more });
  return page({
    styles: ['people.css'],
    title: w('groups.make'),
    status,
    body: html`<h1>${w('groups.make')}</h1>
      <p class="hint">${w('groups.make_hint')}</p>
      ${mistakes(w, wrong)}
      <form class="stack" method="post" action="/console/groups/new">
        <section class="card stack">
          ${plain('name', w('groups.name'), { hint: w('groups.name_hint'), most: GROUP_NAME_MAX })}
          ${select({ legend: w('groups.language'), name: 'language', chosen: typed('language', defaultLanguage), options: languages.map((value) => ({ value, label: languageName(ask, value) })), error: of('language') })}
          ${Array.from({ length: PLACES_MAX }, (_, at) =>
            plain(
              `place${at + 1}`,
              w('groups.place', { n: at + 1 }),
              at === 0 ? { hint: w('groups.place_hint'), most: PLACE_MAX } : { most: PLACE_MAX },
            ),
          )}
        </section>
        <section class="card stack">
          ${choice({
            legend: w('groups.rhythm'),
            name: 'every',
            chosen: [typed('every', 'weeks')],
            options: (['weeks', 'months', 'dates'] as const).map((value) => ({
              value,
              label: w(`groups.rhythm_${value}`),
            })),
          })}
          <div class="grid2">
            ${field({ label: w('groups.many'), name: 'many', value: typed('many', '1'), hint: w('groups.many_hint'), error: of('many'), most: 2 })}
            ${field({ label: w('groups.from'), name: 'from', kind: 'date', value: typed('from', todayOf(ask)), hint: w('groups.from_hint'), error: of('from') })}
          </div>
          ${plain('dates', w('groups.dates'), { hint: w('groups.dates_hint') })}
          <div class="grid2">
            ${field({ label: w('groups.at'), name: 'at', value: typed('at', '14:00'), hint: w('groups.at_hint'), error: of('at'), most: 5 })}
            ${select({
              legend: w('groups.holidays'),
              name: 'holidays',
              chosen: typed('holidays', 'skip'),
              options: [
                { value: 'skip', label: w('groups.holidays_skip') },
                { value: 'later', label: w('groups.holidays_later') },
              ],
            })}
            ${select({ legend: w('groups.remind_days'), name: 'days', chosen: typed('days', '1'), options: [0, 1, 2, 3].map((days) => ({ value: String(days), label: w('groups.days_before', { count: days }) })) })}
            ${field({ label: w('groups.remind_at'), name: 'remind_at', value: typed('remind_at', '16:00'), hint: w('groups.at_hint'), error: of('remind_at'), most: 5 })}
          </div>
        </section>
        <section class="card stack">
          ${plain('facilitators', w('groups.facilitators'), { hint: w('groups.facilitators_hint'), offers: CODES })}
          ${plain('moderator', w('groups.moderator'), { hint: w('groups.moderator_hint'), most: 6, offers: CODES })}
          ${codesAtWork(ask)}
        </section>
        <div class="row">${button(w('groups.make_do'))}</div>
      </form>`,
  });
}
