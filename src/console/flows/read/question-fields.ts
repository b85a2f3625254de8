import { languageName } from '../../frame/language-names.ts';
import { CHOICES_MAX } from '../../../flow/definition.ts';
import { LABEL_MAX, TEXT_MAX } from '../../../flow/edit/edit-words.ts';
import { given, html, type Html, nothing } from '../../frame/html.ts';
import type { Ask } from '../../frame/route.ts';
import { besideAndMore, moreOf } from './each-language.ts';

/** So many rows for answers stand open; the others are one press away. */
const ROWS_OPEN = 3;

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
  /** Whether something can be said back to each answer. */
  replies?: boolean;
};
/** The words of a new question and of its answers, each language of the programme beside the other. */
export function questionFields(ask: Ask, fields: QuestionFields): Html {
  const { w } = ask;
  const { languages, isSay = false } = fields;
  const [beside, more] = besideAndMore(ask, languages);
  const numbers = Array.from({ length: isSay ? 0 : CHOICES_MAX }, (_, index) => index + 1);
  const isTyped = ({ language }: Asked) =>
    [...fields.typed].some(([key, said]) => key.endsWith(`-${language}`) && said.trim() !== '');
  const languageSet = (one: Asked) => html`<fieldset class="stack tight">
    <legend><h2>${languageName(ask, one.language)}</h2></legend>
    ${wordRow(ask, fields, [one])}
    <div class="grid3">${numbers.map((number) => labelField(ask, fields, one, number, true))}</div>
    ${fields.replies === true && !isSay ? foldedReplies(ask, fields, one, numbers) : nothing}
  </fieldset>`;
  return html`<fieldset class="stack tight">
      <legend><h2>${isSay ? w('read.what_said') : w('read.what_asked')}</h2></legend>
      <p class="soft">${w('read.what_hint')}</p>
      ${wordRow(ask, fields, beside)}
    </fieldset>
    ${
      isSay
        ? nothing
        : html`<fieldset class="stack tight">
            <legend><h2>${w('read.what_answers')}</h2></legend>
            <p class="soft">${w('read.answers_hint')}</p>
            ${numbers.slice(0, ROWS_OPEN).map((number) => answerRow(ask, fields, number, beside))}
            ${moreAnswers(ask, fields, numbers.slice(ROWS_OPEN), beside)}
          </fieldset>`
    }
    ${moreOf(ask, more, languageSet, more.some(isTyped))}`;
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

/** Rows that few questions need. */
function moreAnswers(
  ask: Ask,
  fields: QuestionFields,
  numbers: readonly number[],
  beside: readonly Asked[],
): Html {
  const isTyped = numbers.some((number) =>
    beside.some(({ language }) => (fields.typed.get(`label-${number}-${language}`) ?? '') !== ''),
  );
  return html`<details ${isTyped ? html`open` : nothing}>
    <summary>${ask.w('read.more_answers')}</summary>
    <div class="stack tight">${numbers.map((number) => answerRow(ask, fields, number, beside))}</div>
  </details>`;
}

function answerRow(
  ask: Ask,
  fields: QuestionFields,
  number: number,
  beside: readonly Asked[],
): Html {
  const { w } = ask;
  return html`<fieldset class="choice">
    <legend><span class="digit" aria-hidden="true">${number}</span> ${w('read.answer_number_n', { digit: number })}</legend>
    <div class="grid3">
      ${beside.map((one) => labelField(ask, fields, one, number))} ${fields.target?.(number) ?? nothing}
    </div>
    ${fields.replies === true ? replyFields(ask, fields, { number, beside }) : nothing}
  </fieldset>`;
}

type Row = { number: number; beside: readonly Asked[] };

/** What is said back to an answer: open, since an answer that hears no word about itself is met coldly. */
function replyFields(ask: Ask, fields: QuestionFields, { number, beside }: Row): Html {
  const { w } = ask;
  return html`<details open>
    <summary>${w('read.reply')}<span class="unseen"> ${number}</span></summary>
    ${number === 1 ? html`<p class="hint">${w('read.reply_hint')}</p>` : nothing}
    <div class="grid2">${beside.map((one) => replyField(ask, fields, one, number))}</div>
  </details>`;
}

/** The same in a language that few need. */
function foldedReplies(
  ask: Ask,
  fields: QuestionFields,
  one: Asked,
  numbers: readonly number[],
): Html {
  return html`<details>
    <summary>${ask.w('read.reply')}<span class="unseen"> ${languageName(ask, one.language)}</span></summary>
    <div class="grid3">${numbers.map((number) => replyField(ask, fields, one, number))}</div>
  </details>`;
}

function replyField(
  { w }: Ask,
  { typed }: QuestionFields,
  { language }: Asked,
  number: number,
): Html {
  const field = `reply-${number}-${language}`;
  const label = w('read.reply_in', { language: languageName({ w }, language) });
  return html`<div class="field">
    <label for="${field}">${label}<span class="unseen"> ${number}</span></label>
    <textarea id="${field}" name="${field}" lang="${language}" rows="2" maxlength="${TEXT_MAX}">${typed.get(field) ?? ''}</textarea>
  </div>`;
}

function labelField(
  { w }: Ask,
  { typed }: QuestionFields,
  { language }: Asked,
  number: number,
  isAlone = false,
): Html {
  const name = languageName({ w }, language);
  const label = isAlone
    ? w('read.answer_number_n', { digit: number })
    : w('read.label_in', { language: name });
  const field = `label-${number}-${language}`;
  return html`<div class="field">
    <label for="${field}">${label}<span class="unseen"> ${isAlone ? name : number}</span></label>
    <input id="${field}" name="${field}" lang="${language}" maxlength="${LABEL_MAX}" value="${typed.get(field) ?? ''}" />
  </div>`;
}
