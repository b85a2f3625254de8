import { parsePhoneNumber } from '../../base/phone-number.ts';
import { auditEntry } from '../../engine/audit-entry.ts';
import { writeAudit } from '../../store/audit.ts';
import { listMembers } from '../../store/member-list.ts';
import { lockLookups, lookupsSince, phoneOfIndexes } from '../../store/member-page.ts';
import { type Answer, page, refused, see } from '../frame/answer.ts';
import { button, field, type Mistake, mistakeOf, mistakes, select } from '../frame/forms.ts';
import { html, type Html, nothing } from '../frame/html.ts';
import type { Ask } from '../frame/route.ts';
import { memberLink } from './list-page.ts';

/** Why somebody looks for the person behind a number: a closed list, since the audit log keeps it. */
const WHY = ['she_is_here', 'she_called', 'clinic_asks', 'complaint'] as const;

/** A desk sees that many people in a day; whoever looks for neighbours and famous people asks for more. */
const LOOKUPS_A_DAY = 20;
const DAY_MS = 24 * 3_600_000;

/** A form for a number, sent and never written into an address: those stay in histories and logs. */
export function askForNumber(ask: Ask): Answer {
  return formPage(ask, [], nothing, 200);
}

/** Looks the number up by its keyed index, for an entry of the audit log, also where nobody is found. */
export async function findByNumber(ask: Ask): Promise<Answer> {
  const { w, form, parts, staff, now } = ask;
  const number = parsePhoneNumber((form.get('number') ?? '').replaceAll(/[\s().-]/gu, ''));
  const why = WHY.find((one) => one === form.get('why'));
  const wrong: Mistake[] = [
    ...(number === undefined ? [{ name: 'number', says: w('members.find_wrong') }] : []),
    ...(why === undefined ? [{ name: 'why', says: w('members.find_no_reason') }] : []),
  ];
  if (number === undefined || why === undefined) return formPage(ask, wrong, nothing, 422);
  const { keyring } = parts;
  const since = new Date(now.getTime() - DAY_MS);
  const indexes = [keyring.numberIndex(number), ...keyring.formerIndexes(number)];
  const rows = await parts.pool.transact(async (tx) => {
    await lockLookups(tx, staff.id);
    if ((await lookupsSince(tx, staff.id, since)) >= LOOKUPS_A_DAY) return 'enough';
    const phone = await phoneOfIndexes(tx, indexes);
    const found =
      phone === undefined
        ? []
        : (await listMembers(tx, { phoneId: phone.id }, { page: 1, size: 4, now })).rows;
    const detail = `${why} ${found.length}`;
    const entry = { actor: staff.id, action: 'member_looked_up', detail, now } as const;
    const about = phone && { numberIndex: phone.numberIndex };
    await writeAudit(tx, auditEntry(keyring, { ...entry, ...about }), {
      now,
      ...(phone && { phoneId: phone.id }),
    });
    return found;
  });
  if (rows === 'enough') return refused(429, 'members.find_enough');
  const [only, another] = rows;
  if (only !== undefined && another === undefined) return see(`/console/members/${only.id}`);
  const said =
    only === undefined
      ? html`<p class="note" role="status">${w('members.find_nobody')}</p>`
      : html`<div class="note" role="status">
          <p>${w('members.find_several', { count: rows.length })}</p>
          <ul>
            ${rows.map(({ id }) => html`<li>${memberLink(id)}</li>`)}
          </ul>
        </div>`;
  return formPage(ask, [], said, 200);
}

/** What was typed stays only where it has to be put right. */
function formPage(ask: Ask, wrong: readonly Mistake[], said: Html, status: number): Answer {
  const { w, form } = ask;
  const again = wrong.length > 0;
  return page({
    styles: ['people.css'],
    title: w('members.find'),
    status,
    body: html`<h1>${w('members.find')}</h1>
      ${mistakes(w, wrong)} ${said}
      <form class="card stack" method="post" action="/console/members/find" autocomplete="off">
        ${field({
          label: w('members.number'),
          name: 'number',
          kind: 'tel',
          value: again ? (form.get('number') ?? '') : '',
          hint: w('members.number_hint'),
          error: mistakeOf(wrong, 'number'),
          most: 30,
          autocomplete: 'off',
          required: true,
        })}
        ${select({
          legend: w('members.find_why'),
          name: 'why',
          options: [
            { value: '', label: w('members.find_choose') },
            ...WHY.map((value) => ({ value, label: w(`members.find_${value}`) })),
          ],
          ...(again && { chosen: form.get('why') ?? '' }),
          hint: w('members.find_hint'),
          error: mistakeOf(wrong, 'why'),
        })}
        <div class="row">${button(w('members.find_do'))}</div>
      </form>`,
  });
}
