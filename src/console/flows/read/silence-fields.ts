import { END } from '../../../flow/definition.ts';
import type { Silence } from '../../../flow/edit/near-silence.ts';
import { html, type Html, nothing } from '../../frame/html.ts';
import type { Ask } from '../../frame/route.ts';
import type { Telling } from '../names/telling.ts';
import { targetField } from './targets.ts';

const UNITS = ['m', 'h', 'd'] as const;

type SilenceFields = {
  /** In front of the names of fields in the page. */
  id: string;
  /** What is so, or would be; undefined where nothing happens. */
  now: Silence | undefined;
  /** What was typed into a form that came back. */
  typed: URLSearchParams;
  hint?: string;
};

/** What happens when nobody answers: nothing, or something after a time. What is not set is never shown as if it were. */
export function silenceFields(ask: Ask, telling: Telling, fields: SilenceFields): Html {
  const { w } = ask;
  const { id, now, typed, hint } = fields;
  const [, number = '', unit = 'h'] = /^(\d+)([mhd])$/u.exec(now?.after ?? '') ?? [];
  const chosen = typed.get('silence') ?? (now === undefined ? 'none' : 'wait');
  const chosenUnit = typed.get('unit') ?? unit;
  const tick = (value: string, label: string) =>
    html`<label class="tick">
      <input type="radio" name="silence" value="${value}" ${value === chosen ? html`checked` : nothing} />
      <span>${label}</span>
    </label>`;
  return html`${hint === undefined ? nothing : html`<p class="hint">${hint}</p>`}
    ${tick('wait', w('read.silence_wait'))}
    <div class="choice-row">
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
        chosen: typed.get('silence-to') ?? now?.to ?? END,
        isAnswer: false,
        isQuiet: true,
      })}
    </div>
    <p class="hint">${w('read.silence_end')}</p>
    ${tick('none', w('read.silence_nothing'))}`;
}

/** What a form says of it; undefined: nothing happens. */
export function silenceIn(form: URLSearchParams): Silence | undefined {
  if (form.get('silence') !== 'wait') return undefined;
  const value = (name: string) => form.get(name) ?? '';
  return { after: `${value('after')}${value('unit')}`, to: form.get('silence-to') ?? END };
}
