import type { OutlineStep } from '../../../flow/edit/outline.ts';
import { changeBeside, type Question, questionCard } from '../../translate/asked-card.ts';
import { html, type Html, nothing } from '../../frame/html.ts';
import { has, type Ask } from '../../frame/route.ts';
import type { Telling } from '../names/telling.ts';
import { stepId } from './step-view.ts';
import { CHANGES } from './who-changes.ts';

/** A step whose words changed in one language asks beside it whether those of the others are still right. */
export function askedBeside(
  ask: Ask,
  { outline: { flow }, spoken }: Telling,
  { id, text, exits }: OutlineStep,
  all: readonly Question[],
): Html {
  const own = all.filter(({ unit: { kind, name } }) =>
    kind === 'text' ? name === text : exits.some(({ means }) => means === name),
  );
  if (own.length === 0) return nothing;
  return html`${own.map((one) =>
    questionCard(ask, one, {
      flow,
      // Whoever changes steps does it here, in the other language.
      changePath: has(ask.staff, CHANGES)
        ? `/console/flows/${flow}/read?lang=${one.to}&step=${id}#${stepId(id)}`
        : changeBeside(flow, one),
      back: { step: id, lang: spoken.language },
    }),
  )}`;
}
