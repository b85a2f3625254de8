import { languageName } from '../../frame/language-names.ts';
import { CHOICES_MAX } from '../../../flow/definition.ts';
import { LABEL_MAX, TEXT_MAX } from '../../../flow/edit/edit-words.ts';
import { given, html, type Html, nothing } from '../../frame/html.ts';
import type { Ask } from '../../frame/route.ts';
import { besideAndMore, moreOf } from './each-language.ts';

type Asked = { language: string };
export type QuestionFields = {
  languages: readonly Asked[];
  typed: URLSearchParams;
  /** Where the length of what is typed is counted. */
  lengthPath?: string;
  /** A select for where an answer leads; undefined where answers lead nowhere yet. */
  target?: (number: number) => Html;
  /** Only something that is said. */
  isSay?: boolean;
};
/** The words of a new question and of its answers, each language beside the other. */
export function questionFields(ask: Ask, fields: QuestionFields): Html {
  const { w } = ask;
  const { languages, isSay = false } = fields;
  const [beside, more] = besideAndMore(languages);
  return html`<fieldset class="stack tight">
      <legend><h2>${isSay ? w('read.what_said') : w('read.what_asked')}</h2></legend>
      <p class="soft">${w('read.what_hint')}</p>
      ${wordRow(ask, fields, beside)}
      ${moreOf(ask, more, (some) => wordRow(ask, fields, some))}
    </fieldset>
    ${
      isSay
        ? nothing
        : html`<fieldset class="stack tight">
            <legend><h2>${w('read.what_answers')}</h2></legend>
            <p class="soft">${w('read.answers_hint')}</p>
            ${Array.from({ length: CHOICES_MAX }, (_, index) => answerRow(ask, fields, { number: index + 1, beside, more }))}
          </fieldset>`
    }`;
}

function wordRow({ w }: Ask, { typed, lengthPath }: QuestionFields, some: readonly Asked[]): Html {
  return html`<div class="grid2">
    ${some.map(
      ({ language }) =>
        html`<div class="field">
          <label for="words-${language}">${w('read.words_in_language', { language: languageName({ w }, language) })}</label>
          <textarea id="words-${language}" name="words-${language}" lang="${language}" rows="3" maxlength="${TEXT_MAX}">${typed.get(`words-${language}`) ?? ''}</textarea>
          ${given(lengthPath, (path) => html`<p class="length soft" data-length="${path}" data-lang="${language}" role="status" hidden></p>`)}
        </div>`,
    )}
  </div>`;
}

type Row = { number: number; beside: readonly Asked[]; more: readonly Asked[] };

function answerRow(ask: Ask, fields: QuestionFields, { number, beside, more }: Row): Html {
  const { w } = ask;
  return html`<fieldset class="choice">
    <legend><span class="digit" aria-hidden="true">${number}</span> ${w('read.answer_number_n', { digit: number })}</legend>
    <div class="grid3">
      ${beside.map((one) => labelField(ask, fields, one, number))} ${fields.target?.(number) ?? nothing}
    </div>
    ${moreOf(ask, more, (some) => html`<div class="grid3">${some.map((one) => labelField(ask, fields, one, number))}</div>`)}
  </fieldset>`;
}

function labelField(
  { w }: Ask,
  { typed }: QuestionFields,
  { language }: Asked,
  number: number,
): Html {
  const field = `label-${number}-${language}`;
  return html`<div class="field">
    <label for="${field}">${w('read.label_in', { language: languageName({ w }, language) })}<span class="unseen"> ${number}</span></label>
    <input id="${field}" name="${field}" lang="${language}" maxlength="${LABEL_MAX}" value="${typed.get(field) ?? ''}" />
  </div>`;
}
