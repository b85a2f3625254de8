import { pseudonymOf } from '../../base/pseudonym.ts';
import { askReveal } from '../../followup/ask-reveal.ts';
import { NOTE_MAX, NOTE_MIN, REVEAL_REASONS } from '../../followup/reveal-rules.ts';
import { wordedRequests } from '../../store/reveals.ts';
import { type Answer, page, refused, see } from '../frame/answer.ts';
import {
  button,
  choice,
  field,
  type Mistake,
  mistakeOf,
  mistakes,
  select,
} from '../frame/forms.ts';
import { html } from '../frame/html.ts';
import type { Ask } from '../frame/route.ts';
import { reasonLabel } from '../frame/labels.ts';
import { momentOf } from '../frame/moments.ts';
import { revealActor } from './actor.ts';

const NUMBER = 'number';

/** The form in which the safeguarding lead asks. */
export function askForReveal(ask: Ask): Promise<Answer> {
  return formPage(ask, [], 200);
}

/** Takes the form. */
export async function takeReveal(ask: Ask): Promise<Answer> {
  const { w, form, parts, staff } = ask;
  if (!staff.isLead) return refused(403, 'reveals.only_lead');
  const note = (form.get('note') ?? '').trim();
  const reason = REVEAL_REASONS.find((one) => one === form.get('reason'));
  const what = form.get('what') ?? '';
  const wrong: Mistake[] = [
    ...(reason === undefined ? [{ name: 'reason', says: w('reveals.no_reason') }] : []),
    ...(note.length < NOTE_MIN || note.length > NOTE_MAX
      ? [{ name: 'note', says: w('reveals.note_length', { least: NOTE_MIN, most: NOTE_MAX }) }]
      : []),
  ];
  if (reason === undefined || wrong.length > 0) return formPage(ask, wrong, 422);
  const memberId = ask.param('member');
  const requests = await parts.pool.run((db) => wordedRequests(db, memberId));
  const aboutId = requests.find(({ id }) => id === what)?.id;
  if (what !== NUMBER && aboutId === undefined) return refused(409, 'reveals.no_words');
  const asked = await askReveal(parts, { memberId, reason, note, aboutId }, revealActor(staff));
  return asked.kind === 'asked'
    ? see(`/console/reveals/${asked.id}`, 'reveals.was_asked')
    : REFUSED[asked.kind];
}

const REFUSED = {
  waiting: refused(409, 'reveals.waiting_already'),
  no_words: refused(409, 'reveals.no_words'),
  gone: refused(409, 'reveals.gone'),
  not_allowed: refused(403, 'reveals.only_lead'),
} as const;

async function formPage(ask: Ask, wrong: readonly Mistake[], status: number): Promise<Answer> {
  const { w, form, parts, staff } = ask;
  if (!staff.isLead) return refused(403, 'reveals.only_lead');
  const id = ask.param('member');
  const requests = await parts.pool.run((db) => wordedRequests(db, id));
  const name = pseudonymOf(id);
  return page({
    styles: ['people.css'],
    title: w('reveals.ask_title', { name }),
    status,
    body: html`<h1>${w('reveals.ask_title', { name })}</h1>
      <p class="note">${w('reveals.ask_hint')}</p>
      ${mistakes(w, wrong)}
      <form class="card stack" method="post" action="/console/members/${id}/reveal">
        ${choice({
          legend: w('reveals.what'),
          name: 'what',
          chosen: [form.get('what') ?? NUMBER],
          options: [
            { value: NUMBER, label: w('reveals.what_number') },
            ...requests.map((one) => ({
              value: one.id,
              label: w('reveals.what_words'),
              hint: `${reasonLabel(ask, one.reason)}, ${momentOf(ask, one.openedAt)}`,
            })),
          ],
        })}
        ${select({
          legend: w('reveals.reason'),
          name: 'reason',
          chosen: form.get('reason') ?? '',
          options: [
            { value: '', label: w('reveals.choose') },
            ...REVEAL_REASONS.map((value) => ({ value, label: w(`reveals.reason_${value}`) })),
          ],
          error: mistakeOf(wrong, 'reason'),
        })}
        ${field({
          label: w('reveals.note'),
          name: 'note',
          kind: 'long',
          value: form.get('note') ?? '',
          hint: w('reveals.note_hint'),
          error: mistakeOf(wrong, 'note'),
          most: NOTE_MAX,
          required: true,
        })}
        <div class="row">
          ${button(w('reveals.ask'))}
          <a class="button quiet" href="/console/members/${id}">${w('reveals.not_now')}</a>
        </div>
      </form>`,
  });
}
