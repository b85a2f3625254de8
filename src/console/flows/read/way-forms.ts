import { silenceOf } from '../../../flow/edit/near-silence.ts';
import type { Outline, OutlineStep } from '../../../flow/edit/outline.ts';
import { placesForAll, writtenSteps } from '../../../flow/edit/place-ways.ts';
import { blockOf } from '../../../flow/edit/step-block.ts';
import { followingOf, targetOf } from '../../../flow/edit/written-exits.ts';
import { button } from '../../frame/forms.ts';
import { html, type Html, nothing } from '../../frame/html.ts';
import { placeForAll } from './add-place.ts';
import { editForm, type Editing, typedIn } from './edit-form.ts';
import { silenceFields } from './silence-fields.ts';
import { targetField } from './targets.ts';
import { isUnheard } from './unheard.ts';
import { caseName } from '../names/guard-names.ts';
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
          label: caseName(telling, step, exit) ?? exitName(telling, exit),
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

/** What happens when nobody answers. */
export function silenceForm(editing: Editing, step: OutlineStep): Html {
  const { ask, telling } = editing;
  const { w } = ask;
  if (step.kind !== 'ask') return nothing;
  const name = `silence-${step.id}`;
  const now = silenceOf(step.written);
  const typed = editing.typed.get('form') === name ? editing.typed : new URLSearchParams();
  return html`<section class="stack tight">
    <h3>${w('read.silence')}</h3>
    ${editForm(
      editing,
      name,
      { do: 'silence', step: step.id },
      html`${silenceFields(ask, telling, { id: name, now, typed, hint: w('read.silence_hint') })}
        <p>${button(w('read.save_silence'), 'quiet')}</p>`,
    )}
  </section>`;
}

/** Where a step stands, what it is called, and taking it out. */
export function placeForms(editing: Editing, step: OutlineStep, isNew: boolean): Html {
  const { ask, telling } = editing;
  const { w } = ask;
  const others = placesFor(telling.outline, step);
  const { outline } = telling;
  const block = blockOf(writtenSteps(outline), step.id);
  if (others.length === 0) return nothing;
  const name = `place-${step.id}`;
  return html`<details ${isNew ? html`open` : nothing}>
    <summary>${w('read.place')}</summary>
    <div class="stack">
      ${
        block === undefined
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
                    ${placesForAll(outline).map((place) => html`<option value="${place}">${placeForAll(telling, place)}</option>`)}
                    ${others.map((one) => html`<option value="${one.id}">${w('read.before_it', { step: stepName(telling, one.id) })}</option>`)}
                  </select>
                </div>
                <p class="at-end">${button(w('read.move'), 'quiet')}</p>
              </div>
              <p class="hint">${w('read.move_hint')}</p>`,
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
            chosen: block?.onward ?? followingOf(step.id, step.written),
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

/** What is heard first, since a question is put among questions; forks behind it. */
function placesFor(outline: Outline, step: OutlineStep): OutlineStep[] {
  const others = [...outline.steps.values()].filter(({ id }) => id !== step.id);
  return [...others.filter((one) => !isUnheard(one)), ...others.filter(isUnheard)];
}
