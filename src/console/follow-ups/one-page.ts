import { closeRequest } from '../../followup/close-request.ts';
import { handOn } from '../../followup/hand-on.ts';
import { lateBefore } from '../../followup/late-before.ts';
import { referenceOf } from '../../followup/request-reference.ts';
import {
  actsOf,
  type BoardAct,
  type BoardRequest,
  readBoardRequest,
} from '../../store/request-board.ts';
import { type Answer, notFound, page, refused, see } from '../frame/answer.ts';
import { act, button, type Mistake, mistakeOf, mistakes, select } from '../frame/forms.ts';
import { given, html, type Html, nothing } from '../frame/html.ts';
import type { Ask } from '../frame/route.ts';
import { memberLink } from '../members/list-page.ts';
import { labelOf, reasonLabel } from '../frame/labels.ts';
import { momentOf } from '../frame/moments.ts';
import { ageOf } from './age-of.ts';
import { rungOf, standing } from './list-page.ts';
import { noteRead } from './note-read.ts';

const ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/u;
/** Why a desk closes a request: a closed list, for counts. */
const WHY = ['met_elsewhere', 'not_needed', 'twice', 'cannot_be_reached', 'done_at_desk'] as const;

/** One request: who was asked, who has it, what was done; and what a supervisor can do about it. */
export function showFollowUp(ask: Ask): Promise<Answer> {
  return onePage(ask, [], 200);
}

async function onePage(ask: Ask, wrong: readonly Mistake[], status: number): Promise<Answer> {
  const { w, parts, now } = ask;
  const id = ask.param('request');
  if (!ID.test(id)) return notFound();
  const before = lateBefore(parts.programme, now);
  const found = await parts.pool.transact(async (tx) => {
    const one = await readBoardRequest(tx, id, before);
    if (one === undefined) return undefined;
    await noteRead(ask, tx, [one]);
    return { request: one, acts: await actsOf(tx, id) };
  });
  if (found === undefined) return notFound();
  const { request, acts } = found;
  const isOpen = request.state === 'open';
  const title = w('requests.one_title', { name: referenceOf(id) });
  return page({
    styles: ['people.css'],
    title,
    status,
    body: html`<div class="row apart">
        <h1>${title}</h1>
        <div class="row">${isOpen ? standing(ask, request) : nothing}</div>
      </div>
      ${mistakes(w, wrong)}
      <section class="card stack">${facts(ask, request)}</section>
      <section class="card stack">
        <h2>${w('requests.acts')}</h2>
        ${acts.length === 0 ? html`<p class="empty">${w('requests.acts_empty')}</p>` : actList(ask, acts)}
      </section>
      ${isOpen ? deeds(ask, request, wrong) : nothing}`,
  });
}

function facts(ask: Ask, request: BoardRequest): Html {
  const { w } = ask;
  const { memberId, counsellorCode: code, dueAt, windowFrom, windowTo, endedAt } = request;
  return html`<dl class="facts">
    <dt>${w('requests.reason')}</dt>
    <dd>${reasonLabel(ask, request.reason)}</dd>
    <dt>${w('requests.member')}</dt>
    <dd>${memberId === null ? w('requests.no_member') : memberLink(memberId)}</dd>
    <dt>${w('requests.opened')}</dt>
    <dd>${momentOf(ask, request.openedAt)} · ${ageOf(ask, request.openedAt)}</dd>
    ${given(
      windowFrom ?? undefined,
      (from) => html`<dt>${w('requests.window')}</dt>
      <dd>${momentOf(ask, from)}${windowTo === null ? '' : ` – ${momentOf(ask, windowTo)}`}</dd>`,
    )}
    <dt>${w('requests.rung')}</dt>
    <dd>${w(`requests.rung_${rungOf(request)}`)}</dd>
    <dt>${w('requests.with')}</dt>
    <dd>
      ${code === null ? w('requests.with_nobody') : html`<a href="/console/counsellors/${code}">${code}</a>`}
    </dd>
    ${given(
      dueAt ?? undefined,
      (at) => html`<dt>${w('requests.due')}</dt>
      <dd>${momentOf(ask, at)}</dd>`,
    )}
    ${
      endedAt === null
        ? nothing
        : html`<dt>${w('requests.ended')}</dt>
          <dd>${labelOf(w, 'requests.ended_', request.endedAs ?? 'closed')}, ${momentOf(ask, endedAt)}</dd>`
    }
    ${
      request.stopped
        ? html`<dt>${w('requests.note')}</dt>
      <dd>${w('requests.stopped')}</dd>`
        : nothing
    }
  </dl>`;
}

function actList(ask: Ask, acts: readonly BoardAct[]): Html {
  const { w } = ask;
  return html`<ol class="ledger">
    ${acts.map(
      ({ act: what, at, code }) =>
        html`<li>
          ${momentOf(ask, at)} · ${labelOf(w, 'requests.act_', what)}
          ${code === null ? nothing : html`· <a href="/console/counsellors/${code}">${code}</a>`}
        </li>`,
    )}
  </ol>`;
}

function deeds(ask: Ask, { id, counsellorCode }: BoardRequest, wrong: readonly Mistake[]): Html {
  const { w, form } = ask;
  const path = `/console/follow-ups/${id}`;
  return html`${
    counsellorCode === null
      ? nothing
      : html`<section class="card stack">
          <h2>${w('requests.hand_on')}</h2>
          <p>${w('requests.hand_on_hint', { code: String(counsellorCode) })}</p>
          ${act(`${path}/hand-on`, w('requests.hand_on'), 'quiet')}
        </section>`
  }
    <form class="card stack" method="post" action="${path}/close">
      <h2>${w('requests.close')}</h2>
      ${select({
        legend: w('requests.close_why'),
        name: 'why',
        chosen: form.get('why') ?? '',
        hint: w('requests.close_hint'),
        options: [
          { value: '', label: w('requests.choose') },
          ...WHY.map((value) => ({ value, label: w(`requests.why_${value}`) })),
        ],
        error: mistakeOf(wrong, 'why'),
      })}
      <div class="row">${button(w('requests.close'), 'quiet')}</div>
    </form>`;
}

/** A supervisor gives it to the next person. */
export async function handOnFollowUp(ask: Ask): Promise<Answer> {
  const { parts, staff, now } = ask;
  const id = ask.param('request');
  if (!ID.test(id)) return notFound();
  const { setting } = parts;
  const doing = { setting, now, actor: staff.id };
  const outcome = await parts.pool.transact((tx) => handOn({ ...doing, tx }, id));
  if (outcome === 'done') return see(`/console/follow-ups/${id}`, 'requests.was_handed_on');
  return refused(409, `requests.not_handed_${outcome}`);
}

/** It needs nobody any more, for a reason that is counted. */
export async function closeFollowUp(ask: Ask): Promise<Answer> {
  const { w, parts, staff, form } = ask;
  const id = ask.param('request');
  if (!ID.test(id)) return notFound();
  const why = WHY.find((one) => one === form.get('why'));
  if (why === undefined) return onePage(ask, [{ name: 'why', says: w('requests.no_reason') }], 422);
  const outcome = await closeRequest(parts, id, staff.id, why);
  if (outcome === 'done') return see('/console/follow-ups', 'requests.was_closed');
  return refused(409, 'requests.not_handed_closed');
}
