import { given, html, type Html, nothing } from './html.ts';
import type { Words } from './words.ts';

/** Characters of a field that names no other limit. */
const FIELD_CHARS = 2_000;

/** What is wrong with a field, in words; `name` is the field's. */
export type Mistake = { name: string; says: string };

type FieldParts = {
  label: string;
  name: string;
  value?: string | undefined;
  /** What helps to fill it in, under its label. */
  hint?: string | undefined;
  error?: string | undefined;
  kind?:
    | 'text'
    | 'password'
    | 'email'
    | 'number'
    | 'date'
    | 'datetime-local'
    | 'search'
    | 'tel'
    | 'long';
  autocomplete?: string;
  required?: boolean;
  /** Characters at most. */
  most?: number;
  rows?: number;
  /** The id of the form that it belongs to, where it stands outside of it. */
  form?: string;
  /** Language of what is written in it, for screen readers and spelling. */
  lang?: string;
  /** The id of a `datalist` with what may be typed. */
  offers?: string;
};

/** A labelled field with its hint and what is wrong with it. */
export function field(parts: FieldParts): Html {
  const { label, name, value = '', kind = 'text', hint, error } = parts;
  const id = `f-${name}`;
  const shared = attributes(parts, id);
  return html`<div class="${fieldClass(error)}">
    <label for="${id}">${label}</label>
    ${given(hint, (says) => html`<p class="hint" id="${id}-hint">${says}</p>`)}
    ${given(error, (says) => html`<p class="error" id="${id}-error">${says}</p>`)}
    ${
      kind === 'long'
        ? html`<textarea ${shared} rows="${parts.rows ?? 4}">${value}</textarea>`
        : html`<input type="${kind}" value="${value}" ${shared} />`
    }
  </div>`;
}

function attributes({ name, hint, error, ...parts }: FieldParts, id: string): Html {
  const told = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ');
  return html`id="${id}" name="${name}" maxlength="${parts.most ?? FIELD_CHARS}"
  ${told === '' ? nothing : html`aria-describedby="${told}"`}
  ${given(error, () => html`aria-invalid="true"`)}
  ${parts.required === true ? html`required` : nothing}
  ${given(parts.form, (form) => html`form="${form}"`)}
  ${given(parts.lang, (lang) => html`lang="${lang}"`)}
  ${given(parts.offers, (list) => html`list="${list}"`)}
  ${given(parts.autocomplete, (how) => html`autocomplete="${how}"`)}`;
}

function fieldClass(error: string | undefined): string {
  return error === undefined ? 'field' : 'field wrong';
}

/** `lang`: the language of words that it quotes, where most of it is quoted. */
type Option = { value: string; label: string; hint?: string | undefined; lang?: string };
type ChoiceParts = {
  /** Where one name stands on a page twice. */
  id?: string;
  legend: string;
  name: string;
  options: readonly Option[];
  chosen?: readonly string[];
  kind?: 'one' | 'many';
  hint?: string | undefined;
  error?: string | undefined;
};

/** Radio buttons, or boxes to tick. */
export function choice(parts: ChoiceParts): Html {
  const { legend, name, options, chosen = [], kind = 'one', hint, error } = parts;
  const { id = `f-${name}` } = parts;
  return html`<fieldset class="${fieldClass(error)}" id="${id}">
    <legend>${legend}</legend>
    ${given(hint, (says) => html`<p class="hint">${says}</p>`)}
    ${given(error, (says) => html`<p class="error">${says}</p>`)}
    ${options.map(
      (option) =>
        html`<label class="tick">
          <input
            type="${kind === 'one' ? 'radio' : 'checkbox'}"
            name="${name}"
            value="${option.value}"
            ${chosen.includes(option.value) ? html`checked` : nothing}
          />
          <span ${given(option.lang, (lang) => html`lang="${lang}"`)}
            >${option.label}
            ${option.hint === undefined ? nothing : html`<small>${option.hint}</small>`}</span
          >
        </label>`,
    )}
  </fieldset>`;
}

/** One of many, folded. */
export function select(parts: Omit<ChoiceParts, 'chosen' | 'kind'> & { chosen?: string }): Html {
  const { legend, name, options, chosen, hint, error } = parts;
  const id = `f-${name}`;
  return html`<div class="${fieldClass(error)}">
    <label for="${id}">${legend}</label>
    ${given(hint, (says) => html`<p class="hint" id="${id}-hint">${says}</p>`)}
    ${given(error, (says) => html`<p class="error" id="${id}-error">${says}</p>`)}
    <select id="${id}" name="${name}" ${hint === undefined ? nothing : html`aria-describedby="${id}-hint"`}>
      ${options.map(
        (option) =>
          html`<option value="${option.value}" ${option.value === chosen ? html`selected` : nothing}>
            ${option.label}
          </option>`,
      )}
    </select>
  </div>`;
}

type ButtonKind = 'main' | 'quiet' | 'danger';

/** Sends the form it stands in. Of `main` there is one on a page. */
export function button(
  label: string,
  kind: ButtonKind = 'main',
  sent?: { name: string; value: string },
): Html {
  return html`<button
    class="button ${kind}"
    type="submit"
    ${sent === undefined ? nothing : html`name="${sent.name}" value="${sent.value}"`}
  >
    ${label}
  </button>`;
}

/** A button that is a form of its own. */
export function act(
  action: string,
  label: string,
  kind: ButtonKind = 'main',
  values: Readonly<Record<string, string>> = {},
): Html {
  return html`<form method="post" action="${action}" class="act">
    ${hidden(values)} ${button(label, kind)}
  </form>`;
}

export function hidden(values: Readonly<Record<string, string>>): Html {
  return html`${Object.entries(values).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`,
  )}`;
}

/** What is to be put right, on top of a form that came back, each leading to its field. */
export function mistakes(w: Words, all: readonly Mistake[]): Html {
  if (all.length === 0) return nothing;
  return html`<div class="mistakes" role="alert" tabindex="-1">
    <h2>${w('frame.mistakes', { count: all.length })}</h2>
    <ul>
      ${all.map(({ name, says }) => html`<li><a href="#f-${name}">${says}</a></li>`)}
    </ul>
  </div>`;
}

/** The words for one field among the mistakes. */
export function mistakeOf(all: readonly Mistake[], name: string): string | undefined {
  return all.find((one) => one.name === name)?.says;
}
