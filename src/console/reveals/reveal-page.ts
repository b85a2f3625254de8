import { pseudonymOf } from '../../base/pseudonym.ts';
import { notePlace } from '../../followup/ask-reveal.ts';
import { readNewcomers } from '../../engine/second-person.ts';
import { decideReveal, noPlace, type RevealDecision } from '../../followup/decide-reveal.ts';
import {
  hindersDecision,
  hindersShowing,
  NOTE_MAX,
  NOTE_MIN,
} from '../../followup/reveal-rules.ts';
import { showReveal } from '../../followup/show-reveal.ts';
import { open } from '../../base/seal.ts';
import { readReveal, type Reveal, revealKeysOf } from '../../store/reveals.ts';
import { type Answer, bare, notFound, page, refused, see } from '../frame/answer.ts';
import { act, button, field, mistakeOf, type Mistake, mistakes } from '../frame/forms.ts';
import { given, html, type Html, nothing } from '../frame/html.ts';
import type { Ask } from '../frame/route.ts';
import { momentOf, timeOf } from '../frame/moments.ts';
import { memberLink } from '../members/list-page.ts';
import { audited } from '../sign-in/audited.ts';
import { forSecond } from '../people/for-second.ts';
import { revealActor } from './actor.ts';
import { stateWords } from './reveals-card.ts';

const ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/u;

/** One wish to see a number: who may, decides here; who asked, opens it here. */
export function showRevealPage(ask: Ask): Promise<Answer> {
  return revealPage(ask, [], 200);
}

async function revealPage(ask: Ask, wrong: readonly Mistake[], status: number): Promise<Answer> {
  const { w, parts, staff, now } = ask;
  const id = ask.param('reveal');
  if (!ID.test(id)) return notFound();
  const reveal = await parts.pool.transact(async (tx) => {
    const found = await readReveal(tx, id);
    if (found === undefined) return undefined;
    // The lead's reason says something of her in words: who reads it is written down before it is shown.
    const detail = `${id} ${found.memberId}`;
    await audited(ask, tx, { actor: staff.id, action: 'reveal_read', detail });
    return found;
  });
  if (reveal === undefined) return notFound();
  const keys = await parts.pool.run((db) => revealKeysOf(db, reveal.memberId));
  const key = keys && parts.keyring.openKey(reveal.memberId, keys.memberKey);
  const opened = (place: string, sealed: Buffer | null) =>
    key === undefined || sealed === null ? undefined : open(key, place, sealed).toString('utf8');
  const by = revealActor(staff);
  const newcomers = await parts.pool.run((db) => readNewcomers(db, { now, demo: parts.demo }));
  const hinders = hindersDecision(reveal, by, { now, newcomers });
  const mayDecide = (hinders ?? 'counts_as_one') === 'counts_as_one' && keys !== undefined;
  const mayOpen = hindersShowing(reveal, by, now) === undefined && keys !== undefined;
  return page({
    styles: ['people.css'],
    title: w('reveals.title_one'),
    status,
    body: html`<h1>${w('reveals.title_one')}</h1>
      ${mistakes(w, wrong)}
      <section class="card stack">
        <dl class="facts">
          <dt>${w('reveals.member')}</dt>
          <dd>${memberLink(reveal.memberId)}</dd>
          <dt>${w('reveals.what')}</dt>
          <dd>${w(`reveals.what_${reveal.what}`)}</dd>
          <dt>${w('reveals.asked')}</dt>
          <dd>${momentOf(ask, reveal.askedAt)} · ${askerWords(ask, reveal)}</dd>
          <dt>${w('reveals.reason')}</dt>
          <dd>${w(`reveals.reason_${reveal.reason}`)}</dd>
          ${given(
            opened(notePlace(id), reveal.noteSealed),
            (note) => html`<dt>${w('reveals.note_said')}</dt>
            <dd>${note}</dd>`,
          )}
          <dt>${w('reveals.state')}</dt>
          <dd>${stateWords(ask, reveal)}${reveal.decidedByName === null ? '' : ` · ${reveal.decidedByName}`}</dd>
          ${given(
            opened(noPlace(id), reveal.noSealed),
            (no) => html`<dt>${w('reveals.why_not')}</dt>
            <dd>${no}</dd>`,
          )}
        </dl>
        ${mayOpen ? openForm(ask, reveal) : nothing}
        ${reveal.state === 'asked' && !mayDecide ? html`<p class="note">${w('reveals.waits')}</p>` : nothing}
      </section>
      ${mayDecide ? decideForms(ask, reveal, wrong) : nothing}`,
  });
}

function askerWords({ w, staff }: Ask, { askedBy: by, askedByName }: Reveal): string {
  return by === staff.id ? w('reveals.by_you') : (askedByName ?? w('reveals.by_lead'));
}

function openForm(ask: Ask, { id, until }: Reveal): Html {
  const { w } = ask;
  return html`<div class="note warn">
    <p>${w('reveals.open_hint', { until: until === null ? '' : timeOf(ask, until) })}</p>
    ${act(`/console/reveals/${id}/show`, w('reveals.open'))}
  </div>`;
}

/** Yes and no look different and stand apart, so that neither is pressed for the other. */
function decideForms(ask: Ask, { id, askedBy }: Reveal, wrong: readonly Mistake[]): Html {
  const { w, form } = ask;
  return html`<section class="card stack">
      <h2>${w('reveals.decide')}</h2>
      <p>${w('reveals.decide_hint')}</p>
      ${forSecond(ask, askedBy, act(`/console/reveals/${id}/agree`, w('reveals.agree')))}
    </section>
    <form class="card stack" method="post" action="/console/reveals/${id}/decline">
      ${field({
        label: w('reveals.why_not'),
        name: 'no',
        kind: 'long',
        rows: 2,
        value: form.get('no') ?? '',
        hint: w('reveals.why_not_hint'),
        error: mistakeOf(wrong, 'no'),
        most: NOTE_MAX,
        required: true,
      })}
      <div class="row">${button(w('reveals.decline'), 'quiet')}</div>
    </form>`;
}

/** "I agree." */
export function agreeToReveal(ask: Ask): Promise<Answer> {
  return decide(ask, { agrees: true });
}

/** "I do not agree", with why. */
export async function declineToReveal(ask: Ask): Promise<Answer> {
  const { w, form } = ask;
  const no = (form.get('no') ?? '').trim();
  if (no.length >= NOTE_MIN && no.length <= NOTE_MAX) return decide(ask, { agrees: false, no });
  const says = w('reveals.note_length', { least: NOTE_MIN, most: NOTE_MAX });
  return revealPage(ask, [{ name: 'no', says }], 422);
}

async function decide(ask: Ask, decision: RevealDecision): Promise<Answer> {
  const id = ask.param('reveal');
  if (!ID.test(id)) return notFound();
  const outcome = await decideReveal(ask.parts, id, decision, revealActor(ask.staff));
  switch (outcome) {
    case 'agreed':
      return see(`/console/reveals/${id}`, 'reveals.was_agreed');
    case 'declined':
      return see(`/console/reveals/${id}`, 'reveals.was_declined');
    case 'own':
      return refused(403, 'reveals.not_own');
    case 'counts_as_one':
      return refused(409, 'staff.counts_as_one');
    case 'over':
      return refused(409, 'reveals.over');
    case 'gone':
      return refused(409, 'reveals.gone');
    case 'not_allowed':
      return refused(403, 'reveals.not_allowed');
  }
}

/** The one page on which it stands, once. */
export async function openReveal(ask: Ask): Promise<Answer> {
  const { w, parts, staff } = ask;
  const id = ask.param('reveal');
  if (!ID.test(id)) return notFound();
  const shown = await showReveal(parts, id, revealActor(staff));
  if (shown.kind !== 'number' && shown.kind !== 'words')
    return refused(shown.kind === 'not_yours' ? 403 : 409, `reveals.not_shown_${shown.kind}`);
  const name = pseudonymOf(shown.memberId);
  return bare({
    styles: ['people.css'],
    title: w('reveals.shown_title', { name }),
    body: html`<section class="card stack">
      <h1>${w('reveals.shown_title', { name })}</h1>
      <p class="figure" id="shown">${shown.text}</p>
      <p class="note warn">${w('reveals.shown_hint')}</p>
      <p><a class="button quiet" href="/console/members/${shown.memberId}">${w('reveals.close')}</a></p>
    </section>`,
  });
}
