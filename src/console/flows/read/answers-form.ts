import { languageName } from '../../frame/language-names.ts';
import { CHOICES_MAX, END } from '../../../flow/definition.ts';
import { LABEL_MAX } from '../../../flow/edit/edit-words.ts';
import { asksForPerson } from '../../../flow/edit/main-question.ts';
import type { OutlineStep, Spoken } from '../../../flow/edit/outline.ts';
import { opensUnasked } from '../../../flow/edit/person-ways.ts';
import { writtenSteps } from '../../../flow/edit/place-ways.ts';
import { type Exit, targetOf } from '../../../flow/edit/written-exits.ts';
import { html, type Html, nothing } from '../../frame/html.ts';
import { besideAndMore } from './each-language.ts';
import { addPath, type Editing, typedIn } from './edit-form.ts';
import { NEW_ANSWER } from './step-edits.ts';
import { targetField } from './targets.ts';
import { translatedTick } from './translated-tick.ts';

/** The form that they stand in, and the languages in which they are called. */
type In = { name: string; languages: readonly Spoken[] };

/** The answers of a question: what each is called, where it leads, in which order, and one more. */
export function answersForm(editing: Editing, step: OutlineStep, of: In): Html {
  const { ask } = editing;
  const { w } = ask;
  if (!isMenu(step)) return nothing;
  const answers = answersOf(step);
  return html`<section class="stack tight">
    <h3>${w('read.answers')}</h3>
    ${answers.map((exit, index) => answerRow(editing, step, of, { exit, number: index + 1, count: answers.length }))}
    ${answers.length < CHOICES_MAX ? newAnswer(editing, step, of) : html`<p class="soft">${w('read.five_answers')}</p>`}
  </section>`;
}

function isMenu({ kind, written }: OutlineStep): boolean {
  return kind === 'ask' && written['answer'] === undefined && written['choices'] !== 'languages';
}

function answersOf({ exits }: OutlineStep): Exit[] {
  return exits.filter(({ means }) => means !== undefined);
}

type Row = { exit: Exit; number: number; count: number };

function answerRow(
  editing: Editing,
  step: OutlineStep,
  of: In,
  { exit, number, count }: Row,
): Html {
  const { ask, telling } = editing;
  const { w } = ask;
  const means = exit.means ?? '';
  const called = telling.spoken.labels.get(means) ?? '';
  const move = (way: 'up' | 'down', isPossible: boolean) =>
    isPossible
      ? html`<button class="button quiet" name="act" value="${way}-${number}">
          <span aria-hidden="true">${way === 'up' ? w('read.up') : w('read.down')}</span
          ><span class="unseen">${w(`read.move_${way}`, { label: called })}</span>
        </button>`
      : nothing;
  return html`<fieldset class="choice">
    <legend><span class="digit" aria-hidden="true">${number}</span> ${w('read.answer_number_n', { digit: number })}</legend>
    <input type="hidden" name="means-${number}" value="${means}" />
    ${labelFields(editing, of, { key: String(number), now: (one) => one.labels.get(means) ?? '', copied: (one) => one.missing.has(`choices.${means}`), target: leadsField(editing, step, of, { key: String(number), now: targetOf(exit) }) })}
    ${requestNote(editing, step, { exit, number, called })}
    <p class="row">
      ${move('up', number > 1)} ${move('down', number < count)}
      <button class="button quiet" name="act" value="remove-${number}">
        ${w('read.remove')}<span class="unseen"> ${called}</span>
      </button>
      <a class="button quiet" href="${addPath(editing, step.id, exit.id, 'question')}">${w('read.question_after_answer')}</a>
    </p>
  </fieldset>`;
}

type Named = { exit: Exit; number: number; called: string };

/** Says that an answer opens a request by itself; where it leads to something else, that can be taken away. */
function requestNote({ ask, telling }: Editing, step: OutlineStep, row: Named): Html {
  const { exit, number, called } = row;
  const { w } = ask;
  if (!asksForPerson(exit)) return nothing;
  if (!opensUnasked(writtenSteps(telling.outline), step.id, exit))
    return html`<p class="hint">${w('read.opens_at_once')}</p>`;
  return html`<p class="row">
    <span class="chip warn">${w('read.opens_at_once')}</span>
    <button class="button quiet" name="act" value="unask-${number}">
      ${w('read.open_none')}<span class="unseen"> ${called}</span>
    </button>
  </p>`;
}

function newAnswer(editing: Editing, step: OutlineStep, of: In): Html {
  const { ask, typed } = editing;
  const isTyped = [...typed].some(
    ([key, said]) => key.startsWith(`label-${NEW_ANSWER}-`) && said.trim() !== '',
  );
  return html`<details ${isTyped ? html`open` : nothing}>
    <summary>${ask.w('read.add_answer')}</summary>
    ${labelFields(editing, of, { key: NEW_ANSWER, now: () => '', copied: () => false, target: leadsField(editing, step, of, { key: NEW_ANSWER, now: END }) })}
  </details>`;
}

type Labels = {
  key: string;
  now: (spoken: Spoken) => string;
  copied: (spoken: Spoken) => boolean;
  target: Html;
};

/** What an answer is called, the languages beside each other, and where it leads. */
function labelFields(editing: Editing, of: In, { key, now, copied, target }: Labels): Html {
  const [beside] = besideAndMore(editing.ask, of.languages);
  const called = (one: Spoken) =>
    editing.ask.w('read.label_in', { language: languageName(editing.ask, one.language) });
  return html`<div class="grid3">
    ${beside.map((one) => labelField(editing, of.name, one, { id: `label-${key}-${one.language}`, says: called(one), now: now(one), isCopy: copied(one) }))}
    ${target}
  </div>`;
}

/** What the answers are called in one more language. */
export function otherLabels(editing: Editing, step: OutlineStep, name: string, one: Spoken): Html {
  const answers = isMenu(step) ? answersOf(step) : [];
  const says = (digit: number) => editing.ask.w('read.answer_number_n', { digit });
  return html`<div class="grid3">
    ${answers.map(({ means = '' }, index) =>
      labelField(editing, name, one, {
        id: `label-${index + 1}-${one.language}`,
        says: says(index + 1),
        now: one.labels.get(means) ?? '',
        isCopy: one.missing.has(`choices.${means}`),
      }),
    )}
  </div>`;
}

type Label = { id: string; says: string; now: string; isCopy: boolean };

function labelField(editing: Editing, name: string, { language }: Spoken, label: Label): Html {
  const { id, says, now, isCopy } = label;
  const { w } = editing.ask;
  return html`<div class="field">
    <label for="${id}">${says}${isCopy ? html` <span class="chip warn">${w('read.missing_words')}</span>` : nothing}</label>
    <input id="${id}" name="${id}" lang="${language}" maxlength="${LABEL_MAX}" value="${typedIn(editing, name, id, now)}" />
    ${isCopy ? translatedTick(editing, name, id, says) : nothing}
  </div>`;
}

function leadsField(
  editing: Editing,
  step: OutlineStep,
  { name }: In,
  { key, now }: { key: string; now: string },
): Html {
  const { ask, telling } = editing;
  return targetField(ask, telling, {
    id: `target-${key}`,
    name: `target-${key}`,
    label: ask.w('read.leads'),
    chosen: typedIn(editing, name, `target-${key}`, now),
    step: step.id,
    isAnswer: true,
    isFirst: key === '1',
  });
}
