import { BACK_LABEL } from '../../flow/check-texts.ts';
import type { OutlineStep } from '../../flow/edit/outline.ts';
import { html, type Html, nothing } from '../frame/html.ts';
import type { Ask } from '../frame/route.ts';
import { capital, plain } from './names/plain-names.ts';
import { answerName, textName } from './names/step-names.ts';
import { spokenOf, type Telling } from './names/telling.ts';
import type { Unit } from '../translate/units.ts';

type Line = { digit: number; label: string; language: string };

/** What the phone shows below a text that asks: its answers in the language that is read, each with its digit. */
export function heardAnswers(
  { parts }: Pick<Ask, 'parts'>,
  telling: Telling,
  { unit, language }: { unit: Unit; language: string },
): Html {
  if (unit.kind !== 'text') return nothing;
  const steps = [...telling.outline.steps.values()].filter(({ text }) => text === unit.name);
  const [lines = []] = steps
    .map((step) => linesOf(step, telling, { language, spoken: parts.programme.languages }))
    .filter(({ length }) => length > 0);
  if (lines.length === 0) return nothing;
  return html`<ul class="read-answers">
    ${lines.map((line) => html`<li lang="${line.language}">${line.digit} ${line.label}</li>`)}
  </ul>`;
}

type In = { language: string; spoken: readonly string[] };

function linesOf({ exits, written }: OutlineStep, telling: Telling, at: In): Line[] {
  const { outline } = telling;
  const { language } = at;
  const labels = spokenOf(outline, language)?.labels;
  const labelOf = (means: string) => labels?.get(means) ?? plain(means);
  const named = exits.flatMap(({ means }) =>
    means === undefined ? [] : [{ label: labelOf(means), language }],
  );
  const choices =
    written['choices'] === 'languages'
      ? at.spoken.map((one) => ({
          label: outline.spoken.find((own) => own.language === one)?.name ?? one,
          language: one,
        }))
      : named;
  const hasBack = exits.some(({ id }) => id === 'back');
  return [
    ...choices.map((choice, index) => ({ ...choice, digit: index + 1 })),
    ...(hasBack ? [{ digit: 0, label: labelOf(BACK_LABEL), language }] : []),
  ];
}

/** What a text is headed with: its own words are not said twice where they are the language that steps are named in. */
export function readHeading(telling: Telling, unit: Unit, language: string): Html {
  const { w, outline, spoken } = telling;
  const kind = w(`translate.kind_${unit.kind === 'text' ? unit.form : unit.kind}`);
  const name = unit.kind === 'text' ? textName(telling, unit.name) : answerName(telling, unit.name);
  const isApart = spoken.language !== language || unit.kind === 'answer';
  if (isApart || name === w('names.foot')) return html`${name} <small>${kind}</small>`;
  const step =
    unit.kind === 'text'
      ? [...outline.steps.values()].find(({ text }) => text === unit.name)
      : undefined;
  if (step?.number === undefined) return html`${capital(kind)}`;
  return html`${step.number} · ${capital(kind)}`;
}
