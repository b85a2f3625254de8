import { invitationText } from '../../engine/invite.ts';
import { INVITED_A_DAY, LIST_MIN } from '../../engine/invite-lists.ts';
import { localDate } from '../../engine/local-date.ts';
import { type InvitationList, listsGoOn, paceOf, readLists } from '../../store/invitation-lists.ts';
import { isSwitchedOn } from '../../store/programme-switches.ts';
import { csvFile, page, type Answer } from '../frame/answer.ts';
import { amountOf } from '../frame/amounts.ts';
import { act, button, field, type Mistake, mistakeOf, mistakes } from '../frame/forms.ts';
import { html, type Html, nothing } from '../frame/html.ts';
import { list, wanted, wantedForExport } from '../frame/list.ts';
import type { Ask } from '../frame/route.ts';
import { momentOf, plainDay } from '../frame/moments.ts';
import { forSecond } from '../people/for-second.ts';
import { NUMBERS_MAX } from './read-numbers.ts';

type Typed = { source: string; sourcedOn: string; mistakes: readonly Mistake[] };

/** The lists with how far each is, and the form for a new one with what was typed into it. */
export async function invitationsPage(ask: Ask, typed?: Typed): Promise<Answer> {
  const { w, now, parts } = ask;
  const today = localDate(now, parts.programme.timeZone);
  const { isOn, goesOn, pace, lists } = await parts.pool.run(async (db) => ({
    isOn: await isSwitchedOn(db, 'imports'),
    goesOn: await listsGoOn(db),
    pace: await paceOf(db, today),
    lists: await readLists(db, wanted(ask)),
  }));
  return page({
    title: w('invitations.title'),
    status: typed === undefined ? 200 : 422,
    styles: ['charts.css', 'people.css'],
    body: html`<h1>${w('invitations.title')}</h1>
      <p class="soft">${w('invitations.lead', { count: INVITED_A_DAY })}</p>
      ${isOn ? form(ask, typed) : off(ask)}
      ${textCard(ask)}
      <p>${w('invitations.today', { done: pace, most: INVITED_A_DAY })}</p>
      ${list(ask, {
        caption: w('invitations.title'),
        columns: [
          { label: w('invitations.source'), cell: (row: InvitationList) => row.source },
          { label: w('invitations.sourced_on'), cell: (row) => plainDay(ask, row.sourcedOn) },
          { label: w('invitations.entered_by'), cell: (row) => row.enteredName ?? undefined },
          { label: w('invitations.entered_at'), cell: (row) => momentOf(ask, row.enteredAt) },
          { label: w('invitations.progress'), cell: (row) => progress(ask, row) },
          { label: w('invitations.state'), cell: (row) => stateOf(ask, row, { isOn, goesOn }) },
        ],
        ...lists,
        searchLabel: w('invitations.search'),
        exportPath: '/console/invitations.csv',
        empty: w('invitations.none'),
      })}`,
  });
}

export async function listsCsv(ask: Ask): Promise<Answer> {
  const { w } = ask;
  const { rows } = await ask.parts.pool.run((db) => readLists(db, wantedForExport(ask)));
  return csvFile(
    'invitations',
    [
      w('invitations.source'),
      w('invitations.sourced_on'),
      w('invitations.entered_by'),
      w('invitations.entered_at'),
      w('invitations.state'),
      w('invitations.numbers'),
      w('invitations.progress'),
      w('invitations.put_aside'),
    ],
    rows.map((row) => [
      row.source,
      row.sourcedOn,
      row.enteredName ?? undefined,
      row.enteredAt.toISOString(),
      w(`invitations.state_${row.state}`),
      row.total,
      row.done,
      row.setAside.join(' '),
    ]),
  );
}

/** What goes out, so that whoever enters or confirms a list knows what she says yes to. */
function textCard({ w, parts }: Ask): Html {
  const { text } = invitationText(parts.setting);
  return html`<section class="card stack">
    <h2>${w('invitations.text')}</h2>
    <blockquote class="bare" lang="${parts.programme.defaultLanguage}">${text}</blockquote>
  </section>`;
}

/** The money that a list costs when each of its numbers is invited, and the days that this takes at least. */
function takes(ask: Ask, { total }: InvitationList): Html {
  const { w, parts } = ask;
  const { smsPrice } = parts.programme;
  const amount = total * invitationText(parts.setting).segments * smsPrice.amount;
  const days = Math.ceil(total / INVITED_A_DAY);
  return html`<p class="soft">
    ${w('invitations.takes', { count: days, money: amountOf(ask, { ...smsPrice, amount }) })}
  </p>`;
}

function off({ w }: Ask): Html {
  return html`<p class="note">
    ${w('invitations.is_off')} <a href="/console/settings#imports">${w('invitations.to_settings')}</a>
  </p>`;
}

function form({ w }: Ask, typed: Typed | undefined): Html {
  const wrong = typed?.mistakes ?? [];
  return html`<form class="card stack" method="post" action="/console/invitations" enctype="multipart/form-data">
    <h2>${w('invitations.new')}</h2>
    ${mistakes(w, wrong)}
    ${field({
      label: w('invitations.source'),
      name: 'source',
      value: typed?.source,
      hint: w('invitations.source_hint'),
      error: mistakeOf(wrong, 'source'),
      most: 200,
      required: true,
    })}
    ${field({
      label: w('invitations.sourced_on'),
      name: 'sourced_on',
      value: typed?.sourcedOn,
      kind: 'date',
      error: mistakeOf(wrong, 'sourced_on'),
      required: true,
    })}
    <div class="field">
      <label for="f-numbers">${w('invitations.file')}</label>
      <p class="hint" id="f-numbers-hint">${w('invitations.file_hint', { least: LIST_MIN, most: NUMBERS_MAX })}</p>
      <input
        type="file"
        id="f-numbers"
        name="numbers"
        accept=".csv,text/csv,text/plain"
        aria-describedby="f-numbers-hint"
        required
      />
    </div>
    <p>${button(w('invitations.enter'))}</p>
  </form>`;
}

function progress({ w }: Ask, { done, total, setAside }: InvitationList): Html {
  const through = done + setAside.length;
  return html`<div class="stack tight">
    <meter class="meter" min="0" max="${total}" value="${through}">${through}/${total}</meter>
    <span>${w('invitations.done_of', { done, total })}</span>
    ${
      setAside.length === 0
        ? nothing
        : html`<p class="note">
            ${w('invitations.set_aside', { count: setAside.length, places: setAside.join(', ') })}
          </p>`
    }
  </div>`;
}

function stateOf(
  ask: Ask,
  row: InvitationList,
  { isOn, goesOn }: { isOn: boolean; goesOn: boolean },
): Html {
  const { w, staff } = ask;
  const rests = row.state === 'running' && !goesOn;
  const why = isOn ? w('invitations.rests_quiet') : w('invitations.rests');
  const says = html`<span class="chip">${rests ? why : w(`invitations.state_${row.state}`)}</span>`;
  const decide = (to: string, label: string) =>
    act('/console/invitations/decide', label, 'quiet', { list: row.id, to });
  if (row.state === 'running')
    return html`<div class="stack tight">${says} ${decide('no', w('invitations.stop'))}</div>`;
  if (row.state !== 'waiting') return says;
  const mayConfirm = isOn && row.enteredBy !== staff.id;
  return html`<div class="stack tight">
    ${says} ${takes(ask, row)}
    <div class="row">
      ${
        mayConfirm
          ? forSecond(
              ask,
              row.enteredBy,
              decide('yes', w('invitations.confirm', { count: row.total })),
            )
          : nothing
      }
      ${decide('no', w('invitations.refuse'))}
    </div>
  </div>`;
}
