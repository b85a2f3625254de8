import { silenceOf } from '../../../flow/edit/near-silence.ts';
import type { Outline, OutlineStep } from '../../../flow/edit/outline.ts';
import { placesForAll, writtenSteps } from '../../../flow/edit/place-ways.ts';
import { blockOf } from '../../../flow/edit/step-block.ts';
import { followingOf, targetOf } from '../../../flow/edit/written-exits.ts';
import { button } from '../../frame/forms.ts';
import { html, type Html, nothing } from '../../frame/html.ts';
import { placeForAll } from './add-place.ts';
import { type Editing, typedIn } from './edit-form.ts';
import { silenceFields } from './silence-fields.ts';
import { targetField } from './targets.ts';
import { isUnheard } from './unheard.ts';
import { caseName } from '../names/guard-names.ts';
import { plain } from '../names/plain-names.ts';
import { exitName, stepName, targetName } from '../names/step-names.ts';

/** The field that says where a way leads that is no answer. */
export function wayName(exit: string): string {
  return `way-${exit}`;
}

/** Ways that are no answers: where it goes on, `0` back, cases. */
export function wayFields(editing: Editing, step: OutlineStep, form: string): Html {
  const { ask, telling } = editing;
  const ways = step.exits.filter(({ id, means }) => means === undefined && id !== 'silence');
  return html`${ways.map((exit) => {
    const name = wayName(exit.id);
    const isQuiet = !/^(?:to|case\.\d+)$/u.test(exit.id);
    return targetField(ask, telling, {
      id: `${name}-${step.id}`,
      name,
      label: caseName(telling, step, exit) ?? exitName(telling, exit),
      chosen: typedIn(editing, form, name, targetOf(exit)),
      step: step.id,
      isAnswer: !isQuiet,
      isQuiet,
    });
  })}`;
}

/** What happens when nobody answers. */
export function silencePart(editing: Editing, step: OutlineStep, form: string): Html {
  const { ask, telling } = editing;
  const { w } = ask;
  if (step.kind !== 'ask') return nothing;
  const now = silenceOf(step.written);
  const typed = editing.typed.get('form') === form ? editing.typed : new URLSearchParams();
  return html`<section class="stack tight">
    <h3>${w('read.silence')}</h3>
    ${silenceFields(ask, telling, { id: `silence-${step.id}`, now, typed, hint: w('read.silence_hint') })}
  </section>`;
}

type Place = { name: string; isNew: boolean; remove: Html };

/** Where a step stands, what it is called, and taking it out. */
export function placeFields(
  editing: Editing,
  step: OutlineStep,
  { name, isNew, remove }: Place,
): Html {
  const { w } = editing.ask;
  if (placesFor(editing.telling.outline, step).length === 0) return nothing;
  const called = plain(step.id);
  const typed = typedIn(editing, name, 'name', called);
  const before = typedIn(editing, name, 'before', '');
  const field = `place-${step.id}-name`;
  return html`<details ${isNew || before !== '' || typed !== called ? html`open` : nothing}>
    <summary>${w('read.place')}</summary>
    <div class="stack">
      ${moveFields(editing, step, before)}
      <div class="choice-row">
        <div class="field">
          <label for="${field}">${w('read.name')}</label>
          <input id="${field}" name="name" maxlength="60" value="${typed}" />
        </div>
        <p class="at-end">${button(w('read.rename'), 'quiet', SAVES)}</p>
      </div>
      ${remove}
    </div>
  </details>`;
}

const SAVES = { name: 'do', value: 'step' };

function moveFields({ ask, telling }: Editing, step: OutlineStep, chosen: string): Html {
  const { w } = ask;
  const { outline } = telling;
  if (blockOf(writtenSteps(outline), step.id) === undefined)
    return html`<p class="soft">${w('read.leads_apart')}</p>`;
  const id = `place-${step.id}-to`;
  const option = (value: string, label: string) =>
    html`<option value="${value}" ${value === chosen ? html`selected` : nothing}>${label}</option>`;
  return html`<div class="choice-row">
      <div class="field">
        <label for="${id}">${w('read.move_before')}</label>
        <select id="${id}" name="before">
          ${option('', w('read.move_stays'))}
          ${placesForAll(outline).map((place) => option(place, placeForAll(telling, place)))}
          ${placesFor(outline, step).map((one) => option(one.id, w('read.before_it', { step: stepName(telling, one.id) })))}
        </select>
      </div>
      <p class="at-end">${button(w('read.move'), 'quiet', SAVES)}</p>
    </div>
    <p class="hint">${w('read.move_hint')}</p>`;
}

export function removeFields(editing: Editing, step: OutlineStep, form: string): Html {
  const { ask, telling } = editing;
  const { w } = ask;
  const block = blockOf(writtenSteps(telling.outline), step.id);
  const usual = block?.onward ?? followingOf(step.id, step.written) ?? '';
  return html`<div class="choice-row">
    ${targetField(ask, telling, {
      id: `place-${step.id}-instead`,
      name: 'target',
      label: w('read.remove_instead'),
      chosen: typedIn(editing, form, 'target', usual),
      step: step.id,
      isAnswer: false,
      isQuiet: true,
    })}
    <p class="at-end">${button(w('read.remove_step', { step: targetName(telling, step.id) }), 'danger', { name: 'do', value: 'remove_step' })}</p>
  </div>`;
}

/** What is heard first, since a question is put among questions; forks behind it. */
function placesFor(outline: Outline, step: OutlineStep): OutlineStep[] {
  const others = [...outline.steps.values()].filter(({ id }) => id !== step.id);
  return [...others.filter((one) => !isUnheard(one)), ...others.filter(isUnheard)];
}
