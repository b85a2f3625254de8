import { ANY_WAY, BEFORE_WAY } from '../../../flow/edit/edit-steps.ts';
import type { Outline, OutlineStep } from '../../../flow/edit/outline.ts';
import { placesOf, saidAfterAnswer } from '../../../flow/edit/safe-places.ts';
import { type Exit, onwardOf } from '../../../flow/edit/written-exits.ts';
import { isMapping } from '../../../flow/read-object.ts';
import { html, type Html, nothing } from '../../frame/html.ts';
import { guardIn, guardName } from '../names/guard-names.ts';
import { exitName, stepGlimpse, targetName, writtenSpan } from '../names/step-names.ts';
import type { Telling } from '../names/telling.ts';
import { addPath } from './edit-form.ts';

/** So many better places are named; more would be a list to read. */
const BETTER_MOST = 3;

/** What stands chosen in the field when the page opens: the first, unless something else was asked for. */
export function chosenWay(step: OutlineStep, exit: string): string {
  if (exit !== '') return exit;
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

/** After which answer it comes: the ways out of a step in words. */
export function wayField(telling: Telling, step: OutlineStep, chosen: string): Html {
  const { w } = telling;
  const answers = step.exits.filter(({ means }) => means !== undefined);
  const option = (value: string, label: string) =>
    html`<option value="${value}" ${value === chosen ? html`selected` : nothing}>${label}</option>`;
  return html`<div class="field">
    <label for="exit">${w('read.where', { step: stepGlimpse(telling, step) })}</label>
    <select id="exit" name="exit">
      ${hasAnyWay(step) ? option(ANY_WAY, w('read.after_any')) : nothing}
      ${step.exits.map((exit) => {
        const digit = exit.means === undefined ? undefined : answers.indexOf(exit) + 1;
        const name = exitName(telling, exit, digit);
        return option(
          exit.id,
          exit.means === undefined
            ? plainWay(telling, step, exit)
            : w('read.after_answer', { answer: name }),
        );
      })}
      ${option(BEFORE_WAY, w('read.before_it'))}
    </select>
  </div>`;
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
