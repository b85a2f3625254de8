import { languageName } from '../frame/language-names.ts';
import { parsePhoneNumber } from '../../base/phone-number.ts';
import { Refusal } from '../../base/refusal.ts';
import { enterCounsellor, type Entered, type NewWorker } from '../../followup/enter-counsellor.ts';
import { listCounsellorBoard } from '../../store/counsellor-board.ts';
import { MAIN_PLACE } from '../../store/counsellors.ts';
import { type Answer, page } from '../frame/answer.ts';
import { button, field, type Mistake, mistakeOf, mistakes, select } from '../frame/forms.ts';
import { CODES, codesAtWork } from './codes-at-work.ts';
import { html } from '../frame/html.ts';
import type { Ask } from '../frame/route.ts';
import { COUNSELLOR_ROLES } from '../../store/counsellors.ts';

const PLACE = /^[\p{L}\p{N} .'-]{1,30}$/u;

/** The form with which somebody is entered who is to work with members. */
export function askForCounsellor(ask: Ask): Answer {
  return formPage(ask, [], 200);
}

/** Enters her. Nothing of the work reaches her before her own yes from that phone. */
export async function takeCounsellor(ask: Ask): Promise<Answer> {
  const { w, parts, staff } = ask;
  const { who, wrong } = await readForm(ask);
  if (who === undefined) return formPage(ask, wrong, 422);
  try {
    return enteredPage(ask, await enterCounsellor(parts, who, staff.id));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return formPage(ask, [{ name: 'number', says: w('counsellors.works_already') }], 422);
  }
}

/** What the form says, or what is wrong with it. */
async function readForm(ask: Ask): Promise<{ who?: NewWorker; wrong: Mistake[] }> {
  const { w, form, parts } = ask;
  const wrong: Mistake[] = [];
  const given = <T>(value: T | undefined, name: string, says: string): value is T => {
    if (value === undefined) wrong.push({ name, says });
    return value !== undefined;
  };
  const number = parsePhoneNumber((form.get('number') ?? '').replaceAll(/[\s().-]/gu, ''));
  const role = COUNSELLOR_ROLES.find((one) => one === form.get('role'));
  const typed = (form.get('place') ?? '').trim() || MAIN_PLACE;
  const place = PLACE.test(typed) ? typed : undefined;
  const language = parts.programme.languages.find((one) => one === form.get('language'));
  const [backupId, supervisorId] = [await idOf(ask, 'backup'), await idOf(ask, 'supervisor')];
  const hasNumber = given(number, 'number', w('counsellors.wrong_number'));
  const hasRole = given(role, 'role', w('counsellors.wrong_role'));
  const hasLanguage = given(language, 'language', w('counsellors.wrong_language'));
  const hasPlace = given(place, 'place', w('counsellors.wrong_place'));
  const hasSupervisor = given(supervisorId, 'supervisor', w('counsellors.wrong_code'));
  const hasBackup = given(backupId, 'backup', w('counsellors.wrong_code'));
  if (!(hasNumber && hasRole && hasLanguage && hasPlace && hasSupervisor && hasBackup))
    return { wrong };
  const training = { trainedOn: null, refresherBy: null };
  return { who: { number, role, language, place, supervisorId, backupId, ...training }, wrong };
}

/** Null: nobody was named. Undefined: nobody has this code. */
async function idOf({ form, parts }: Ask, name: string): Promise<string | null | undefined> {
  const typed = (form.get(name) ?? '').trim();
  if (typed === '') return null;
  if (!/^\d{1,6}$/u.test(typed)) return undefined;
  const one = { page: 1, size: 1 };
  const found = await parts.pool.run((db) => listCounsellorBoard(db, { code: Number(typed) }, one));
  return found.rows[0]?.id;
}

function enteredPage(ask: Ask, { code, number, text }: Entered): Answer {
  const { w, parts } = ask;
  const { shortCode } = parts.programme;
  return page({
    styles: ['people.css'],
    title: w('counsellors.entered', { code: String(code) }),
    body: html`<section class="card stack">
      <h1>${w('counsellors.entered', { code: String(code) })}</h1>
      <p>${w(`counsellors.text_${text}`)}</p>
      <p>
        ${w('counsellors.answers', { yes: `${number}1`, no: `${number}2`, to: shortCode ?? '' })}
      </p>
      <p>
        <a class="button main" href="/console/counsellors/${code}">${w('counsellors.to_page')}</a>
      </p>
    </section>`,
  });
}

function formPage(ask: Ask, wrong: readonly Mistake[], status: number): Answer {
  const { w, form, parts } = ask;
  const { languages, defaultLanguage } = parts.programme;
  const typed = (name: string, usual = '') => form.get(name) ?? usual;
  const of = (name: string) => mistakeOf(wrong, name);
  return page({
    styles: ['people.css'],
    title: w('counsellors.enter'),
    status,
    body: html`<h1>${w('counsellors.enter')}</h1>
      <p class="hint">${w('counsellors.enter_hint')}</p>
      ${mistakes(w, wrong)}
      <form class="card stack" method="post" action="/console/counsellors/new" autocomplete="off">
        ${field({ label: w('counsellors.number'), name: 'number', kind: 'tel', value: typed('number'), hint: w('counsellors.number_hint'), error: of('number'), most: 30, required: true, autocomplete: 'off' })}
        ${select({
          legend: w('counsellors.role'),
          name: 'role',
          chosen: typed('role', 'counsellor'),
          options: COUNSELLOR_ROLES.map((value) => ({
            value,
            label: w(`counsellors.role_${value}`),
          })),
          error: of('role'),
        })}
        ${select({
          legend: w('counsellors.language'),
          name: 'language',
          chosen: typed('language', defaultLanguage),
          options: languages.map((value) => ({ value, label: languageName(ask, value) })),
          error: of('language'),
        })}
        ${field({ label: w('counsellors.place'), name: 'place', value: typed('place'), hint: w('counsellors.place_hint'), error: of('place'), most: 30 })}
        <div class="grid2">
          ${field({ label: w('counsellors.supervisor'), name: 'supervisor', value: typed('supervisor'), hint: w('counsellors.code_hint'), error: of('supervisor'), most: 6, offers: CODES })}
          ${field({ label: w('counsellors.backup'), name: 'backup', value: typed('backup'), hint: w('counsellors.code_hint'), error: of('backup'), most: 6, offers: CODES })}
          ${codesAtWork(ask)}
        </div>
        <div class="row">${button(w('counsellors.enter_do'))}</div>
      </form>`,
  });
}
