import { CHOICES_MAX } from '../../../flow/definition.ts';
import { LABEL_MAX } from '../../../flow/edit/edit-words.ts';
import type { OutlineStep } from '../../../flow/edit/outline.ts';
import { type Exit, targetOf } from '../../../flow/edit/written-exits.ts';
import { button } from '../../frame/forms.ts';
import { html, type Html, nothing } from '../../frame/html.ts';
import { addPath, editForm, type Editing, typedIn } from './edit-form.ts';
import { targetField } from './targets.ts';

/** The answers of a question: what each is called, where it leads, and in which order. */
export function choiceForms(editing: Editing, step: OutlineStep): Html {
  const { ask } = editing;
  const { w } = ask;
  const answers = step.exits.filter(({ means }) => means !== undefined);
  const isMenu =
    step.kind === 'ask' &&
    step.written['answer'] === undefined &&
    step.written['choices'] !== 'languages';
  if (!isMenu) return nothing;
  return html`<section class="stack tight">
    <h3>${w('read.answers')}</h3>
    ${answers.map((exit, index) => choiceForm(editing, step, { exit, digit: index + 1, of: answers.length }))}
    ${answers.length < CHOICES_MAX ? newChoice(editing, step) : html`<p class="soft">${w('read.five_answers')}</p>`}
  </section>`;
}

function choiceForm(
  editing: Editing,
  step: OutlineStep,
  { exit, digit, of }: { exit: Exit; digit: number; of: number },
): Html {
  const { ask, telling } = editing;
  const { w } = ask;
  const { spoken } = telling;
  const means = exit.means ?? '';
  const name = `choice-${step.id}-${digit}`;
  const label = spoken.labels.get(means) ?? '';
  const values = { step: step.id, exit: exit.id, number: String(digit), means };
  const move = (way: 'up' | 'down', isPossible: boolean) =>
    isPossible
      ? html`<button class="button quiet" name="do" value="move_${way}">
          <span aria-hidden="true">${way === 'up' ? w('read.up') : w('read.down')}</span
          ><span class="unseen">${w(`read.move_${way}`, { label })}</span>
        </button>`
      : nothing;
  return html`<fieldset class="choice">
    <legend class="unseen">${w('read.answer_number_n', { digit })}</legend>
    ${editForm(
      editing,
      name,
      values,
      html`
      <div class="choice-row">
        <span class="digit" aria-hidden="true">${digit}</span>
        <div class="field">
          <label for="${name}-label">${w('read.label')}</label>
          <input id="${name}-label" name="label" lang="${spoken.language}" maxlength="${LABEL_MAX}" value="${typedIn(editing, name, 'label', label)}" />
        </div>
        ${targetField(ask, telling, {
          id: `${name}-to`,
          name: 'target',
          label: w('read.leads'),
          chosen: typedIn(editing, name, 'target', targetOf(exit)),
          step: step.id,
          isAnswer: true,
        })}
      </div>
      <p class="row">
        <button class="button" name="do" value="choice">${w('read.save_answer')}</button>
        ${move('up', digit > 1)} ${move('down', digit < of)}
        <button class="button danger" name="do" value="remove_choice">
          ${w('read.remove')}<span class="unseen"> ${label}</span>
        </button>
        <a class="button quiet" href="${addPath(editing, step.id, exit.id, 'question')}">${w('read.question_after_answer')}</a>
      </p>`,
    )}
  </fieldset>`;
}

function newChoice(editing: Editing, step: OutlineStep): Html {
  const { ask, telling } = editing;
  const { w } = ask;
  const { outline, spoken } = telling;
  const name = `new-${step.id}`;
  const first = [spoken, ...outline.spoken.filter((one) => one !== spoken)];
  return html`<details ${editing.typed.get('form') === name ? html`open` : nothing}>
    <summary>${w('read.add_answer')}</summary>
    ${editForm(
      editing,
      name,
      { do: 'add_choice', step: step.id },
      html`
      <div class="grid3">
        ${first.map(
          ({ language, name: called }) =>
            html`<div class="field">
              <label for="${name}-${language}">${w('read.label_in', { language: called })}</label>
              <input id="${name}-${language}" name="label-${language}" lang="${language}" maxlength="${LABEL_MAX}" value="${typedIn(editing, name, `label-${language}`, '')}" />
            </div>`,
        )}
      </div>
      ${targetField(ask, telling, {
        id: `${name}-to`,
        name: 'target',
        label: w('read.leads'),
        chosen: typedIn(editing, name, 'target', 'end'),
        step: step.id,
        isAnswer: true,
      })}
      <p>${button(w('read.add_answer'), 'main')}</p>`,
    )}
  </details>`;
}
