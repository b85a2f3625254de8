import { ANY_WAY, BEFORE_WAY, FIRST_WAY } from '../../../flow/edit/edit-steps.ts';
import type { Outline, OutlineStep } from '../../../flow/edit/outline.ts';
import { mainStep, mainSteps, placesForAll } from '../../../flow/edit/place-ways.ts';
import { placesOf } from '../../../flow/edit/safe-places.ts';
import { type Exit, onwardOf } from '../../../flow/edit/written-exits.ts';
import { choice } from '../../frame/forms.ts';
import { html, type Html, nothing } from '../../frame/html.ts';
import { caseName } from '../names/guard-names.ts';
import { exitName, stepGlimpse, targetName, writtenSpan } from '../names/step-names.ts';
import type { Telling } from '../names/telling.ts';
import { placeTold } from './place-told.ts';

/** What stands chosen when the page opens: for everybody where that can be, unless something else was asked for. */
export function chosenWay(outline: Outline, step: OutlineStep, exit: string): string {
  if (exit !== '') return exit;
  const [forAll] = mainSteps(outline).includes(step.id) ? placesForAll(outline) : [];
  if (forAll !== undefined) return forAll;
  return hasAnyWay(step) ? ANY_WAY : (step.exits[0]?.id ?? BEFORE_WAY);
}

function hasAnyWay({ written, exits }: OutlineStep): boolean {
  return (
    onwardOf(written) !== undefined && exits.filter(({ means }) => means !== undefined).length > 1
  );
}

type Chosen = { exit: string; firstCost: string };

/**
 * When it comes, with who comes by there: the places for everybody, or those at a step. The others are folded below, and any
 * other step is shown before anything is saved.
 */
export function placeFields(telling: Telling, step: OutlineStep, chosen: Chosen): Html {
  const { w, outline } = telling;
  const { exit, firstCost } = chosen;
  const option = (value: string, label: string) => ({
    value,
    label,
    lang: telling.spoken.language,
    hint: placeTold(telling, { step: step.id, exit: value }, firstCost),
  });
  const forAll = placesForAll(outline).map((one) => option(one, placeForAll(telling, one)));
  const own = placesAt(telling, step).map(([value, label]) => option(value, label));
  const isForAll = forAll.some(({ value }) => value === exit);
  const [near, more] = isForAll ? [forAll, own] : [[...forAll, ...own], []];
  const one = { name: 'exit', chosen: [exit] };
  return html`${choice({ ...one, legend: w('read.where'), options: near })}
    <details>
      <summary>${w('read.elsewhere')}</summary>
      ${more.length === 0 ? nothing : choice({ ...one, id: 'f-exit-more', legend: w('read.other_places'), options: more, hint: w('read.comes_legend') })}
      ${elsewhere(telling, step)}
    </details>`;
}

/** A place for everybody, in words. */
export function placeForAll(telling: Telling, exit: string): string {
  const { w, outline } = telling;
  const main = mainStep(outline);
  return exit === FIRST_WAY || main === undefined
    ? w('read.first_place')
    : w('read.after_all', { step: stepGlimpse(telling, main) });
}

/** The places at one step, each with its words. */
function placesAt(telling: Telling, step: OutlineStep): [string, string][] {
  const { w } = telling;
  const near = stepGlimpse(telling, step);
  const answers = step.exits.filter(({ means }) => means !== undefined);
  return [
    ...(hasAnyWay(step)
      ? [[ANY_WAY, w('read.after_any', { step: near })] as [string, string]]
      : []),
    ...step.exits.map((exit): [string, string] => {
      const digit = exit.means === undefined ? undefined : answers.indexOf(exit) + 1;
      return exit.means === undefined
        ? [exit.id, plainWay(telling, step, exit)]
        : [exit.id, w('read.after_answer', { answer: exitName(telling, exit, digit) })];
    }),
    [BEFORE_WAY, w('read.before_it', { step: near })],
  ];
}

function elsewhere(telling: Telling, step: OutlineStep): Html {
  const { w, outline } = telling;
  const others = placesOf(outline)
    .good.filter((id) => id !== step.id)
    .filter((id) => outline.steps.get(id)?.text !== undefined);
  if (others.length === 0) return nothing;
  return html`<div class="choice-row">
      <div class="field">
        <label for="elsewhere">${w('read.other_step')}</label>
        <select id="elsewhere" name="elsewhere">
          ${others.map((id) => html`<option value="${id}">${w('read.before_it', { step: targetName(telling, id) })}</option>`)}
        </select>
      </div>
      <p class="at-end"><button class="button" name="look" value="1">${w('read.look_there')}</button></p>
    </div>
    <p class="hint">${w('read.elsewhere_hint')}</p>`;
}

/** A way out that is no answer: as a whole phrase, since in a list nothing stands around it. */
function plainWay(telling: Telling, step: OutlineStep, exit: Exit): string {
  const { w } = telling;
  const [kind] = exit.id.split('.');
  if (kind === 'to') return w('read.after_it');
  // Unasked, to whoever was silent: that is to be known before it is chosen.
  if (kind === 'silence')
    return w('read.after_silence', {
      time: writtenSpan(w, exit.after),
      step: targetName(telling, exit.to),
    });
  if (kind !== 'case' && kind !== 'else') return exitName(telling, exit);
  const when = caseName(telling, step, exit) ?? exitName(telling, exit);
  return w('read.after_case', { when, step: targetName(telling, exit.to) });
}
