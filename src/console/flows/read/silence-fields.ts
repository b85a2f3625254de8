import { END } from '../../../flow/definition.ts';
import type { Silence } from '../../../flow/edit/near-silence.ts';
import { given, html, type Html, nothing } from '../../frame/html.ts';
import type { Ask } from '../../frame/route.ts';
import type { Telling } from '../names/telling.ts';
import { targetField, targetIn } from './targets.ts';

const UNITS = ['m', 'h', 'd'] as const;

type SilenceFields = {
  /** In front of the names of fields in the page. */
  id: string;
  /** What is so, or would be; undefined where nothing happens. */
  now: Silence | undefined;
  /** What was typed into a form that came back. */
  typed: URLSearchParams;
  hint?: string;
  /** Of a new question: it follows its place, unless something else is set below. */
  isNew?: boolean;
};

/** Stands for what silence does at the place that is chosen. */
export const AS_PLACE = 'place';

/** What happens when nobody answers: nothing, or something after a time. What is not set is never shown as if it were. */
export function silenceFields(ask: Ask, telling: Telling, fields: SilenceFields): Html {
  const { w } = ask;
  const { hint, isNew = false } = fields;
  const chosen = fields.typed.get('silence') ?? usualOf(fields);
  const tick = (value: string, label: string) =>
    html`<label class="tick">
      <input type="radio" name="silence" value="${value}" ${value === chosen ? html`checked` : nothing} />
      <span>${label}</span>
    </label>`;
  const waits = html`${tick('wait', w('read.silence_wait'))} ${waitFields(ask, telling, fields)}
    <p class="hint">${w('read.silence_end')}</p>
    ${tick('none', w('read.silence_nothing'))}`;
  if (!isNew) return html`${given(hint, (says) => html`<p class="hint">${says}</p>`)} ${waits}`;
  return html`${tick(AS_PLACE, w('read.silence_place'))}
    <details ${chosen === AS_PLACE ? nothing : html`open`}>
      <summary>${w('read.silence_other')}</summary>
      <div class="stack tight">${waits}</div>
    </details>`;
}

/** After how long, and where it leads. */
function waitFields(
  ask: Ask,
  telling: Telling,
  { id, now, typed, isNew = false }: SilenceFields,
): Html {
  const { w } = ask;
  const [, number = '', unit = 'h'] = /^(\d+)([mhd])$/u.exec(now?.after ?? '') ?? [];
  const chosenUnit = typed.get('unit') ?? unit;
  return html`<div class="choice-row">
    <div class="field short">
      <label for="${id}-after">${w('read.silence_after')}</label>
      <input id="${id}-after" name="after" type="number" min="1" max="999" value="${typed.get('after') ?? number}" />
    </div>
    <div class="field short">
      <label for="${id}-unit">${w('read.silence_unit')}</label>
      <select id="${id}-unit" name="unit">
        ${UNITS.map((one) => html`<option value="${one}" ${one === chosenUnit ? html`selected` : nothing}>${w(`read.unit_${one}`)}</option>`)}
      </select>
    </div>
    ${targetField(ask, telling, {
      id: `${id}-to`,
      name: 'silence-to',
      label: w('read.leads'),
      chosen: targetIn(typed, 'silence-to') ?? now?.to ?? END,
      ...(isNew && { onward: w('read.as_before') }),
      isAnswer: false,
      isQuiet: true,
    })}
  </div>`;
}

function usualOf({ now, isNew = false }: SilenceFields): string {
  if (isNew) return AS_PLACE;
  return now === undefined ? 'none' : 'wait';
}

/** What a form says of it; undefined: nothing happens. */
export function silenceIn(form: URLSearchParams): Silence | undefined {
  if (form.get('silence') !== 'wait') return undefined;
  const value = (name: string) => form.get(name) ?? '';
  return { after: `${value('after')}${value('unit')}`, to: targetIn(form, 'silence-to') ?? END };
}
