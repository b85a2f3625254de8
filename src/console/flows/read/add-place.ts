import { ANY_WAY, BEFORE_WAY, EVERYBODYS_WAY } from '../../../flow/edit/edit-steps.ts';
import type { Outline, OutlineStep } from '../../../flow/edit/outline.ts';
import {
  hasEverybodysWay,
  mainStep,
  mainSteps,
  waysAt,
  writtenSteps,
} from '../../../flow/edit/place-ways.ts';
import { placesOf, saidAfterAnswer } from '../../../flow/edit/safe-places.ts';
import { whoPasses } from '../../../flow/edit/who-passes.ts';
import { type Exit, onwardOf } from '../../../flow/edit/written-exits.ts';
import { isMapping } from '../../../flow/read-object.ts';
import { choice } from '../../frame/forms.ts';
import { html, type Html, nothing } from '../../frame/html.ts';
import { guardIn, guardName } from '../names/guard-names.ts';
import { answerName, exitName, stepGlimpse, targetName, writtenSpan } from '../names/step-names.ts';
import type { Telling } from '../names/telling.ts';
import { addPath } from './edit-form.ts';

/** So many better places are named; more would be a list to read. */
const BETTER_MOST = 3;

/** What stands chosen when the page opens: for everybody where that can be, unless something else was asked for. */
export function chosenWay(outline: Outline, step: OutlineStep, exit: string): string {
  if (exit !== '') return exit;
  const isMain = mainSteps(outline).includes(step.id);
  if (isMain && hasEverybodysWay(outline)) return EVERYBODYS_WAY;
  return hasAnyWay(step) ? ANY_WAY : (step.exits[0]?.id ?? BEFORE_WAY);
}

function hasAnyWay({ written, exits }: OutlineStep): boolean {
  return (
    onwardOf(written) !== undefined && exits.filter(({ means }) => means !== undefined).length > 1
  );
}

/** Whether a question there comes before the first question, past what plans and counts. */
export function isTooEarly(outline: Outline, step: OutlineStep, exit: string): boolean {
  const { opening } = placesOf(outline);
  if (!opening.has(step.id)) return false;
  if (exit === BEFORE_WAY) return true;
  if (step.kind === 'ask') return false;
  const next =
    exit === ANY_WAY ? onwardOf(step.written) : step.exits.find(({ id }) => id === exit)?.to;
  return next !== undefined && opening.has(next);
}

/** Says so before anything is saved, with places where it stands well. */
export function tooEarly(telling: Telling, kind: string): Html {
  const { w, outline } = telling;
  const { good } = placesOf(outline);
  const said = good.filter((id) => saidAfterAnswer(outline, id));
  const better = (said.length === 0 ? good : said).slice(0, BETTER_MOST);
  const link = (id: string) => html`<li>
    <a href="${addPath({ telling }, id, BEFORE_WAY, kind)}">${w('read.better_before', { step: targetName(telling, id) })}</a>
  </li>`;
  return html`<div class="note warn" role="status">
    <p>${w('read.too_early')}</p>
    ${better.length === 0 ? nothing : html`<p>${w('read.better')}</p><ul>${better.map(link)}</ul>`}
  </div>`;
}

/** When it comes, with who comes by there; and any other place, which is shown before anything is saved. */
export function placeFields(telling: Telling, step: OutlineStep, chosen: string): Html {
  const { w, outline } = telling;
  const near = stepGlimpse(telling, step);
  const main = mainStep(outline);
  const answers = step.exits.filter(({ means }) => means !== undefined);
  const option = (value: string, label: string) => ({
    value,
    label,
    lang: telling.spoken.language,
    hint: comesBy(telling, { step: step.id, exit: value }),
  });
  const options = [
    ...(main === undefined
      ? []
      : [option(EVERYBODYS_WAY, w('read.after_all', { step: stepGlimpse(telling, main) }))]),
    ...(hasAnyWay(step) ? [option(ANY_WAY, w('read.after_any', { step: near }))] : []),
    ...step.exits.map((exit) => {
      const digit = exit.means === undefined ? undefined : answers.indexOf(exit) + 1;
      const label =
        exit.means === undefined
          ? plainWay(telling, step, exit)
          : w('read.after_answer', { answer: exitName(telling, exit, digit) });
      return option(exit.id, label);
    }),
    option(BEFORE_WAY, w('read.before_it', { step: near })),
  ];
  const hint = options.some((one) => one.hint !== undefined) ? w('read.comes_legend') : undefined;
  return html`${choice({ legend: w('read.where'), name: 'exit', options, chosen: [chosen], hint })}
    ${elsewhere(telling, step)}`;
}

/** "Done, Not yet: yes · A new step: no": which answers to the main question bring somebody there. */
function comesBy(telling: Telling, at: { step: string; exit: string }): string | undefined {
  const { w, outline } = telling;
  const step = outline.steps.get(at.step);
  if (step !== undefined && isTooEarly(outline, step, at.exit)) return w('read.comes_first');
  const passes = whoPasses(writtenSteps(outline), outline.start ?? '', waysAt(outline, at));
  const told = COMES.flatMap((comes) => {
    const some = passes.filter((one) => one.comes === comes);
    const answers = some.map(({ means }) => answerName(telling, means)).join(', ');
    return some.length === 0 ? [] : [w(`read.comes_${comes}`, { answers })];
  });
  return told.length === 0 ? undefined : told.join(' · ');
}

const COMES = ['always', 'sometimes', 'never'] as const;

function elsewhere(telling: Telling, step: OutlineStep): Html {
  const { w, outline } = telling;
  const others = placesOf(outline)
    .good.filter((id) => id !== step.id)
    .filter((id) => outline.steps.get(id)?.text !== undefined);
  if (others.length === 0) return nothing;
  return html`<details>
    <summary>${w('read.elsewhere')}</summary>
    <div class="choice-row">
      <div class="field">
        <label for="elsewhere">${w('read.where')}</label>
        <select id="elsewhere" name="elsewhere">
          ${others.map((id) => html`<option value="${id}">${w('read.before_it', { step: targetName(telling, id) })}</option>`)}
        </select>
      </div>
      <p class="at-end"><button class="button" name="look" value="1">${w('read.look_there')}</button></p>
    </div>
    <p class="hint">${w('read.elsewhere_hint')}</p>
  </details>`;
}

/** A way out that is no answer: as a whole phrase, since in a list nothing stands around it. */
function plainWay(telling: Telling, step: OutlineStep, exit: Exit): string {
  const { w } = telling;
  const [kind, number] = exit.id.split('.');
  if (kind === 'to') return w('read.after_it');
  // Unasked, to whoever was silent: that is to be known before it is chosen.
  if (kind === 'silence')
    return w('read.after_silence', {
      time: writtenSpan(w, exit.after),
      step: targetName(telling, exit.to),
    });
  if (kind !== 'case' && kind !== 'else') return exitName(telling, exit);
  const cases: unknown = step.written['branch'];
  const one: unknown = Array.isArray(cases) ? cases[Number(number) - 1] : undefined;
  const when =
    kind === 'else'
      ? exitName(telling, exit)
      : guardName(telling, isMapping(one) ? guardIn(one['when']) : undefined);
  return w('read.after_case', { when, step: targetName(telling, exit.to) });
}
