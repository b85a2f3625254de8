import type { ReviewComment } from '../../store/approvals.ts';
import { type Question, questionCard } from '../translate/asked-card.ts';
import { placeOf } from '../translate/open-desk.ts';
import type { Unit } from '../translate/units.ts';
import { html, type Html, nothing } from '../frame/html.ts';
import { languageName } from '../frame/language-names.ts';
import { has, type Ask } from '../frame/route.ts';
import { hidden } from '../frame/forms.ts';
import { markedWords } from './marked-words.ts';
import { heardAnswers, readHeading } from './heard-answers.ts';
import type { Telling } from './names/telling.ts';
import { COMMENT_MAX, REVIEWS } from './place-comments.ts';

/** A text as it is read: what it was, and why it is looked at. Its words are the `source` of the unit. */
export type ReadText = {
  unit: Unit;
  was: string | undefined;
  state: 'asked' | 'new' | 'changed' | 'same';
  question: Question | undefined;
  /** A reviewer of its language has signed it, as it reads now. */
  isRead: boolean;
};

type Around = {
  flow: string;
  language: string;
  /** The language that it is made from, where it is made from one. */
  beside: string | undefined;
  telling: Telling;
  comments: readonly ReviewComment[];
  changePath: string;
};

/** One text to be read, with what was taken out and put in marked, and the original beside it. */
export function readingRow(ask: Ask, text: ReadText, around: Around): Html {
  const { unit, was, state, question } = text;
  const { flow, language, beside, telling, changePath } = around;
  const answers = heardAnswers(ask, telling, { unit, language });
  const original = beside === undefined || unit.target === unit.source ? undefined : unit.target;
  return html`<li class="card read-text ${state} ${unit.kind === 'choice' && question === undefined ? 'is-answer' : ''}" id="unit-${unit.id}" data-unit="${unit.id}">
    <div class="row apart">
      <h3>${readHeading(telling, unit, language)}</h3>
      ${chips(ask, text)}
    </div>
    ${
      question === undefined
        ? html`<div class="read-pair">
            <div>
              ${markedWords(language, state === 'changed' ? was : undefined, unit.source)}
              ${answers}
            </div>
            ${
              original === undefined || beside === undefined
                ? nothing
                : html`<div class="read-source">
                    <p class="soft">${languageName(ask, beside)}</p>
                    <p class="words" lang="${beside}">${original}</p>
                  </div>`
            }
          </div>`
        : html`${questionCard(ask, question, { flow, changePath, back: { lang: language } })} ${answers}`
    }
    ${remarks(ask, text, around)}
  </li>`;
}

function chips({ w }: Ask, { unit, state }: ReadText): Html {
  if (unit.isSourceCopy)
    return html`<span class="chip warn">${w('translate.state_missing')}</span>`;
  return state === 'same'
    ? nothing
    : html`<span class="chip ${state === 'asked' ? 'warn' : ''}">${w(`reading.is_${state}`)}</span>`;
}

function remarks(ask: Ask, { unit }: ReadText, { flow, language, comments }: Around): Html {
  const { w } = ask;
  const place = placeOf(language, unit.id);
  const own = comments.filter((one) => one.place === place);
  const may = has(ask.staff, REVIEWS);
  if (own.length === 0 && !may) return nothing;
  const id = `say-${unit.id}`;
  return html`<details ${own.length === 0 ? nothing : html`open`}>
    <summary>${own.length === 0 ? w('release.say') : w('release.said', { count: own.length })}</summary>
    <ul class="plain-list">
      ${own.map(({ words }) => html`<li class="said-words">${words}</li>`)}
    </ul>
    ${
      may
        ? html`<form method="post" action="/console/flows/${flow}/comments" class="stack tight" data-edit>
            ${hidden({ place, back: 'reading', lang: language })}
            <div class="field">
              <label for="${id}">${w('release.comment_words')}</label>
              <textarea id="${id}" name="words" rows="2" maxlength="${COMMENT_MAX}"></textarea>
            </div>
            <p><button class="button quiet" type="submit">${w('release.comment')}</button></p>
          </form>`
        : nothing
    }
  </details>`;
}
