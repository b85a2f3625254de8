import type { ReviewComment } from '../../store/approvals.ts';
import { variablesOf } from '../../flow/variables.ts';
import { html, type Html, nothing } from '../frame/html.ts';
import type { Ask } from '../frame/route.ts';
import { markedWords } from '../flows/marked-words.ts';
import type { Together } from './check-words.ts';
import { answerName, textName } from '../flows/names/step-names.ts';
import type { Telling } from '../flows/names/telling.ts';
import { REMARK_MAX } from './save-words.ts';
import { type Said, sayRow } from './say-row.ts';
import type { Desk } from './open-desk.ts';
import type { Unit } from './units.ts';

export type RowParts = {
  ask: Ask;
  desk: Desk;
  unit: Unit;
  /** What was typed and could not be saved; else what stands there. */
  typed: string | undefined;
  names: ReadonlyMap<string, string>;
  mayWrite: boolean;
  /** All that was typed and waits, so that it is judged together. */
  together: Together;
  telling: Telling;
  number: number;
  /** How the original read when it was translated, where it has changed since. */
  before: string | undefined;
  /** What the proof says of the words as they are saved. */
  found: Html;
};

/** One text in both languages, what it takes, and what was said about it. */
export function unitRow(parts: RowParts): Html {
  const { ask, desk, unit, mayWrite, number, telling, before } = parts;
  const { w } = ask;
  const { languages } = desk;
  const id = `u${number}`;
  return html`<li class="unit ${unit.state}" id="unit-${unit.id}" data-unit="${unit.id}">
    <div class="row apart">
      <h2 id="${id}-name">${unitName(telling, unit)} <small>${kindWords(w, unit)}</small></h2>
      ${stateChip(w, unit)}
    </div>
    <div class="unit-pair">
      <div class="unit-source">
        <p class="unit-language">${desk.nameOf(languages.from)}</p>
        ${before === undefined ? html`<p lang="${languages.from}">${unit.source}</p>` : markedWords(languages.from, before, unit.source)}
        ${
          unit.isSourceCopy
            ? html`<p class="hint">${w('translate.source_copy', { language: desk.nameOf(languages.from) })}</p>`
            : nothing
        }
        ${variables(ask, unit)}
      </div>
      <div class="unit-target">
        <p class="unit-language" aria-hidden="${mayWrite ? 'true' : 'false'}">${desk.nameOf(languages.to)}</p>
        ${mayWrite ? writing(parts, id) : reading(parts, id)}</div>
    </div>
    ${remarks(parts)}
  </li>`;
}

function writing({ ask, desk, unit, typed, together, telling, found }: RowParts, id: string): Html {
  const { w } = ask;
  const { to } = desk.languages;
  const words = typed ?? unit.target ?? '';
  const said = sayRow(w, desk, { unit, words, together });
  return html`<label class="unseen" for="${id}"
      >${w('translate.into', { name: unitName(telling, unit), language: desk.nameOf(to) })}</label
    >
    <textarea
      id="${id}"
      name="t.${unit.id}"
      lang="${to}"
      rows="${Math.min(6, Math.max(2, Math.ceil(unit.source.length / 26)))}"
      aria-describedby="${id}-said"
    >
${words}</textarea
    >
    ${unit.kind === 'answer' ? html`<p class="hint">${w('translate.answer_hint')}</p>` : nothing}
    ${rowButtons(ask, unit)} ${saidList(said, `${id}-said`)} ${found}`;
}

/** Whoever may not write reads plain text: what looks like a field is one. */
function reading({ ask, desk, unit }: RowParts, id: string): Html {
  const { w } = ask;
  const words = unit.target ?? '';
  return html`${
    words === ''
      ? html`<p class="soft">${w('translate.nothing_yet')}</p>`
      : html`<p lang="${desk.languages.to}">${words}</p>`
  }
  ${saidList(sayRow(w, desk, { unit, words }), `${id}-said`)}`;
}

/** A text by the step that says it, an answer by its label. */
function unitName(telling: Telling, { kind, name }: Unit): string {
  return kind === 'text' ? textName(telling, name) : answerName(telling, name);
}

function kindWords(w: Ask['w'], { kind, form }: Unit): string {
  return kind === 'text' ? w(`translate.kind_${form}`) : w(`translate.kind_${kind}`);
}

function stateChip(w: Ask['w'], { state }: Unit): Html {
  const kind = state === 'done' ? 'good' : state === 'none' ? '' : 'warn';
  return html`<span class="chip ${kind}">${w(`translate.state_${state}`)}</span>`;
}

/** What is filled in when it is sent, to be kept as it is. */
function variables({ w }: Ask, unit: Unit): Html {
  const names = [...new Set(variablesOf(unit.source))];
  if (names.length === 0) return nothing;
  return html`<p class="hint">
    ${w('translate.keep')} ${names.map((name) => html`<code class="chip" data-put="{${name}}">{${name}}</code> `)}
  </p>`;
}

function saidList(said: readonly Said[], id: string): Html {
  return html`<ul class="unit-said" id="${id}" aria-live="polite">
    ${said.map(({ kind, text }) => html`<li class="${kind}">${text}</li>`)}
  </ul>`;
}

function rowButtons({ w }: Ask, unit: Unit): Html {
  return html`<p class="row">
    ${
      unit.state === 'changed'
        ? html`<button class="button" type="submit" name="act" value="right ${unit.id}">
            ${w('translate.still_right')}
          </button>`
        : nothing
    }
    <button class="button quiet" type="submit" name="act" value="one ${unit.id}">${w('translate.save_one')}</button>
  </p>`;
}

function remarks({ ask, desk, unit, names, number }: RowParts): Html {
  const { w } = ask;
  const all = desk.comments.get(unit.id) ?? [];
  const id = `c${number}`;
  return html`<details class="unit-remarks" ${all.length === 0 ? nothing : html`open`}>
    <summary>${w('translate.remarks', { count: all.length })}</summary>
    <ul>
      ${all.map((one) => remark(one, names))}
    </ul>
    <div class="field">
      <label for="${id}">${w('translate.remark')}</label>
      <textarea id="${id}" name="c.${unit.id}" rows="2" maxlength="${REMARK_MAX}"></textarea>
    </div>
    <button class="button quiet" type="submit" name="act" value="say ${unit.id}">
      ${w('translate.say')}
    </button>
  </details>`;
}

function remark({ words, by }: ReviewComment, names: ReadonlyMap<string, string>): Html {
  return html`<li><b>${names.get(by) ?? '–'}</b>: <span class="unit-words">${words}</span></li>`;
}
