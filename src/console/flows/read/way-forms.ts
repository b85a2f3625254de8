import type { OutlineStep } from '../../../flow/edit/outline.ts';
import { followingOf, onwardOf, targetOf } from '../../../flow/edit/written-exits.ts';
import { button } from '../../frame/forms.ts';
import { html, type Html, nothing } from '../../frame/html.ts';
import { editForm, type Editing, typedIn } from './edit-form.ts';
import { targetField } from './targets.ts';
import { plain } from '../names/plain-names.ts';
import { exitName, stepName, targetName } from '../names/step-names.ts';

/** Ways that are no answers: where it goes on, `0` back, cases. */
export function wayForms(editing: Editing, step: OutlineStep): Html {
  const { ask, telling } = editing;
  const { w } = ask;
  const ways = step.exits.filter(({ id, means }) => means === undefined && id !== 'silence');
  return html`${ways.map((exit) => {
    const name = `way-${step.id}-${exit.id}`;
    const isQuiet = !/^(?:to|case\.\d+)$/u.test(exit.id);
    return editForm(
      editing,
      name,
      { do: 'target', step: step.id, exit: exit.id },
      html`
      <div class="choice-row">
        ${targetField(ask, telling, {
          id: name,
          name: 'target',
          label: exit.id.startsWith('case.')
            ? w('read.case_leads', { number: Number(exit.id.slice(5)) })
            : exitName(telling, exit),
          chosen: typedIn(editing, name, 'target', targetOf(exit)),
          step: step.id,
          isAnswer: !isQuiet,
          isQuiet,
        })}
        <p class="at-end">${button(w('read.save_way'), 'quiet')}</p>
      </div>`,
    );
  })}`;
}

const UNITS = ['m', 'h', 'd'] as const;

/** What happens when nobody answers. */
export function silenceForm(editing: Editing, step: OutlineStep): Html {
  const { ask, telling } = editing;
  const { w } = ask;
  if (step.kind !== 'ask') return nothing;
  const name = `silence-${step.id}`;
  const now = step.exits.find(({ id }) => id === 'silence');
  const [, number = '48', unit = 'h'] = /^(\d+)([mhd])$/u.exec(now?.after ?? '') ?? [];
  const chosenUnit = typedIn(editing, name, 'unit', unit);
  return html`<section class="stack tight">
    <h3>${w('read.silence')}</h3>
    ${editForm(
      editing,
      name,
      { step: step.id },
      html`
      <p class="soft">${now === undefined ? w('read.silence_none') : w('read.silence_hint')}</p>
      <div class="choice-row">
        <div class="field short">
          <label for="${name}-after">${w('read.silence_after')}</label>
          <input id="${name}-after" name="after" type="number" min="1" max="999" value="${typedIn(editing, name, 'after', number)}" />
        </div>
        <div class="field short">
          <label for="${name}-unit">${w('read.silence_unit')}</label>
          <select id="${name}-unit" name="unit">
            ${UNITS.map((one) => html`<option value="${one}" ${one === chosenUnit ? html`selected` : nothing}>${w(`read.unit_${one}`)}</option>`)}
          </select>
        </div>
        ${targetField(ask, telling, {
          id: `${name}-to`,
          name: 'target',
          label: w('read.leads'),
          chosen: typedIn(editing, name, 'target', now?.to ?? 'end'),
          isAnswer: false,
          isQuiet: true,
        })}
      </div>
      <p class="row">
        <button class="button" name="do" value="silence">${w('read.save_silence')}</button>
        ${now === undefined ? nothing : html`<button class="button quiet" name="do" value="no_silence">${w('read.no_silence')}</button>`}
      </p>`,
    )}
  </section>`;
}

/** Where a step stands, what it is called, and taking it out. */
export function placeForms(editing: Editing, step: OutlineStep): Html {
  const { ask, telling } = editing;
  const { w } = ask;
  const others = [...telling.outline.steps.values()].filter(({ id }) => id !== step.id);
  const onward = onwardOf(step.written);
  if (others.length === 0) return nothing;
  const name = `place-${step.id}`;
  return html`<details>
    <summary>${w('read.place')}</summary>
    <div class="stack">
      ${
        onward === undefined
          ? html`<p class="soft">${w('read.leads_apart')}</p>`
          : editForm(
              editing,
              `${name}-move`,
              { do: 'move', step: step.id },
              html`
              <div class="choice-row">
                <div class="field">
                  <label for="${name}-to">${w('read.move_before')}</label>
                  <select id="${name}-to" name="before">
                    ${others.map((one) => html`<option value="${one.id}">${stepName(telling, one.id)}</option>`)}
                  </select>
                </div>
                <p class="at-end">${button(w('read.move'), 'quiet')}</p>
              </div>`,
            )
      }
      ${editForm(
        editing,
        `${name}-name`,
        { do: 'rename', step: step.id },
        html`
        <div class="choice-row">
          <div class="field">
            <label for="${name}-name">${w('read.name')}</label>
            <input id="${name}-name" name="name" maxlength="60" value="${typedIn(editing, `${name}-name`, 'name', plain(step.id))}" />
          </div>
          <p class="at-end">${button(w('read.rename'), 'quiet')}</p>
        </div>`,
      )}
      ${editForm(
        editing,
        `${name}-remove`,
        { do: 'remove_step', step: step.id },
        html`
        <div class="choice-row">
          ${targetField(ask, telling, {
            id: `${name}-instead`,
            name: 'target',
            label: w('read.remove_instead'),
            chosen: followingOf(step.id, step.written),
            step: step.id,
            isAnswer: false,
            isQuiet: true,
          })}
          <p class="at-end">${button(w('read.remove_step', { step: targetName(telling, step.id) }), 'danger')}</p>
        </div>`,
      )}
    </div>
  </details>`;
}
