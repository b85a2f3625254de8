import { ANY_WAY, BEFORE_WAY, FIRST_WAY } from '../../../flow/edit/edit-steps.ts';
import type { Outline, OutlineStep } from '../../../flow/edit/outline.ts';
import { placesForAll } from '../../../flow/edit/place-ways.ts';
import { placesOf, saidAfterAnswer } from '../../../flow/edit/safe-places.ts';
import { onwardOf } from '../../../flow/edit/written-exits.ts';
import { html, type Html, nothing } from '../../frame/html.ts';
import { targetName } from '../names/step-names.ts';
import type { Telling } from '../names/telling.ts';
import { addPath } from './edit-form.ts';

/** So many better places are named; more would be a list to read. */
const BETTER_MOST = 3;

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
  const link = (id: string, exit: string, says: string) =>
    html`<li><a href="${addPath({ telling }, id, exit, kind)}">${says}</a></li>`;
  const [first] = outline.steps.keys();
  const hasFirst = first !== undefined && placesForAll(outline).includes(FIRST_WAY);
  if (!hasFirst && better.length === 0)
    return html`<div class="note warn" role="status"><p>${w('read.too_early')}</p></div>`;
  return html`<div class="note warn" role="status">
    <p>${w('read.too_early')}</p>
    <p>${w('read.better')}</p>
    <ul>
      ${hasFirst ? link(first, FIRST_WAY, w('read.better_first')) : nothing}
      ${better.map((id) => link(id, BEFORE_WAY, w('read.better_before', { step: targetName(telling, id) })))}
    </ul>
  </div>`;
}
