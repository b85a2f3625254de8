import { CODES, codesAtWork } from '../counsellors/codes-at-work.ts';
import { languageName } from '../frame/language-names.ts';
import { type BoardGroup, listGroupBoard } from '../../store/group-board.ts';
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
import { momentOf } from '../frame/moments.ts';
import { ballotChip, codeLinks, comesWords, few, rhythmWords } from './list-page.ts';

/** Choices of a vote, and days for which it is open. */
export const BALLOT_OPTIONS = [2, 3, 4, 5, 6, 7, 8, 9] as const;
export const BALLOT_DAYS = [1, 2, 3, 5, 7, 14, 31] as const;

/** Which group the path names by its code. */
export async function groupOf({ parts, param, now }: Ask): Promise<BoardGroup | undefined> {
  const code = param('code');
  if (!/^\d{1,6}$/u.test(code)) return undefined;
  const found = await parts.pool.run((db) =>
    listGroupBoard(db, { search: code }, { page: 1, size: 50, now }),
  );
  return found.rows.find((one) => String(one.code) === code);
}

export function showGroup(ask: Ask): Promise<Answer> {
  return groupPage(ask, [], 200);
}

/** One group, and what staff can change of it. */
export async function groupPage(
  ask: Ask,
  wrong: readonly Mistake[],
  status: number,
): Promise<Answer> {
  const { w } = ask;
  const group = await groupOf(ask);
  if (group === undefined) return notFound();
  return page({
    styles: ['people.css'],
    title: group.name,
    status,
    body: html`<div class="row apart">
        <h1>${group.name}</h1>
        <span class="chip ${group.state === 'open' ? 'good' : ''}">${w(`groups.state_${group.state}`)}</span>
      </div>
      ${mistakes(w, wrong)}
      <section class="card stack">${facts(ask, group)}</section>
      ${group.state === 'open' ? deeds(ask, group, wrong) : nothing}`,
  });
}

function facts(ask: Ask, group: BoardGroup): Html {
  const { w } = ask;
  const { nextAt, moderatorCode, heads } = group;
  return html`<dl class="facts">
    <dt>${w('groups.code')}</dt>
    <dd>${group.code}</dd>
    <dt>${w('groups.language')}</dt>
    <dd>${languageName(ask, group.language)}</dd>
    <dt>${w('groups.rhythm')}</dt>
    <dd>${rhythmWords(ask, group)}</dd>
    <dt>${w('groups.next')}</dt>
    <dd>${nextAt === null ? w('groups.no_next') : momentOf(ask, nextAt)}</dd>
    <dt>${w('groups.comes')}</dt>
    <dd>${comesWords(ask, group) ?? w('groups.not_asked')}</dd>
    <dt>${w('groups.came')}</dt>
    <dd>${heads === null ? w('groups.not_counted') : few(ask, heads)}</dd>
    <dt>${w('groups.members')}</dt>
    <dd>${few(ask, group.members)}</dd>
    <dt>${w('groups.asked')}</dt>
    <dd>${few(ask, group.asked)}</dd>
    <dt>${w('groups.leads')}</dt>
    <dd>${codeLinks(ask, group.facilitators)}</dd>
    <dt>${w('groups.moderator')}</dt>
    <dd>
      ${moderatorCode === null ? nothing : html`<a href="/console/counsellors/${moderatorCode}">${moderatorCode}</a>`}
    </dd>
    <dt>${w('groups.changes')}</dt>
    <dd>${group.changes === 0 ? w('groups.no_changes') : w('groups.changes_wait', { count: group.changes })}</dd>
    <dt>${w('groups.ballot')}</dt>
    <dd>${ballotChip(ask, group) ?? w('groups.no_ballot')}</dd>
  </dl>`;
}

function deeds(ask: Ask, group: BoardGroup, wrong: readonly Mistake[]): Html {
  const { w } = ask;
  const path = `/console/groups/${group.code}`;
  return html`<div class="grid2">
      <form class="card stack" method="post" action="${path}/lead">
        <h2>${w('groups.lead')}</h2>
        ${codeField(ask, 'lead', w('groups.lead_who'), wrong)}
        <div class="row">${button(w('groups.lead_do'), 'quiet')}</div>
      </form>
      ${unleadCard(ask, group, path)}
      <form class="card stack" method="post" action="${path}/moderate">
        <h2>${w('groups.moderate')}</h2>
        <p>${w('groups.moderator_hint')}</p>
        ${codeField(ask, 'moderator', w('groups.moderator'), wrong)}
        <div class="row">${button(w('groups.moderate_do'), 'quiet')}</div>
      </form>
      ${ballotForm(ask, path)}
    </div>
    ${codesAtWork(ask)}
    <section class="card stack">
      <h2>${w('groups.join_code')}</h2>
      <p>${w('groups.join_code_hint')}</p>
      ${act(`${path}/code`, w('groups.code_show'), 'quiet')}
    </section>
    <details class="card" ${wrong.some(({ name }) => name === 'sure') ? html`open` : nothing}>
      <summary>${w('groups.close')}</summary>
      <form class="stack" method="post" action="${path}/close">
        <p>${w('groups.close_hint')}</p>
        ${choice({ legend: w('groups.sure_legend'), name: 'sure', kind: 'many', options: [{ value: 'yes', label: w('groups.sure') }], error: mistakeOf(wrong, 'sure') })}
        <div class="row">${button(w('groups.close_do'), 'danger')}</div>
      </form>
    </details>`;
}

function codeField({ form }: Ask, name: string, label: string, wrong: readonly Mistake[]): Html {
  return field({
    label,
    name,
    value: form.get(name) ?? '',
    error: mistakeOf(wrong, name),
    most: 6,
    offers: CODES,
  });
}

function unleadCard({ w }: Ask, { facilitators }: BoardGroup, path: string): Html {
  if (facilitators.length === 0) return nothing;
  return html`<section class="card stack">
    <h2>${w('groups.unlead')}</h2>
    <p>${w('groups.unlead_hint')}</p>
    <div class="row">
      ${facilitators.map((code) =>
        act(`${path}/unlead`, w('groups.unlead_do', { code: String(code) }), 'quiet', {
          who: String(code),
        }),
      )}
    </div>
  </section>`;
}

function ballotForm({ w, form }: Ask, path: string): Html {
  return html`<form class="card stack" method="post" action="${path}/ballot">
    <h2>${w('groups.vote')}</h2>
    <p>${w('groups.vote_hint')}</p>
    ${select({ legend: w('groups.vote_options'), name: 'options', chosen: form.get('options') ?? '2', options: BALLOT_OPTIONS.map((n) => ({ value: String(n), label: String(n) })) })}
    ${select({ legend: w('groups.vote_days'), name: 'days', chosen: form.get('days') ?? '7', options: BALLOT_DAYS.map((n) => ({ value: String(n), label: String(n) })) })}
    <div class="row">${button(w('groups.vote_do'), 'quiet')}</div>
  </form>`;
}
