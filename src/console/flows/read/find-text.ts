import type { Outline, OutlineStep, Spoken } from '../../../flow/edit/outline.ts';
import { button, hidden } from '../../frame/forms.ts';
import { html, type Html, nothing } from '../../frame/html.ts';
import { folded } from '../list/fold.ts';
import { stepName } from '../names/step-names.ts';
import type { Telling } from '../names/telling.ts';
import { stepId } from './step-view.ts';

/** Characters of what is looked for, and places that are listed; more is another search. */
const FIND_MAX = 100;
const SHOWN_MAX = 12;

/** A step that says or can be answered with some words, in the first language that has them there. */
export type FoundText = { step: OutlineStep; language: string };

/** Where a flow has these words, small or large and with or without accents; first in the language that is read. */
export function foundTexts({ outline, spoken }: Telling, find: string): FoundText[] {
  const words = folded(find.slice(0, FIND_MAX)).trim();
  if (words === '') return [];
  const languages = [spoken, ...outline.spoken.filter((one) => one !== spoken)];
  return [...outline.steps.values()].flatMap((step) => {
    const language = languages.find((one) =>
      wordsOf(one, step).some((said) => folded(said).includes(words)),
    );
    return language === undefined ? [] : [{ step, language: language.language }];
  });
}

function wordsOf({ texts, labels }: Spoken, { text, exits }: OutlineStep): string[] {
  const said = text === undefined ? undefined : texts.get(text);
  const called = exits.flatMap(({ means }) =>
    means === undefined ? [] : (labels.get(means) ?? []),
  );
  return [...(said === undefined ? [] : [said.sms, said.ussd]), ...called];
}

/** Where a found step is read. */
export function foundPath({ flow }: Outline, { step, language }: FoundText): string {
  return `/console/flows/${flow}/read?lang=${language}#${stepId(step.id)}`;
}

/** The field, and below it what it led to. */
export function findForm(telling: Telling, find: string): Html {
  const { w, outline, spoken } = telling;
  const found = foundTexts(telling, find);
  const more = found.length - SHOWN_MAX;
  return html`<form method="get" action="/console/flows/${outline.flow}/read" class="find-text row" role="search">
      ${hidden({ lang: spoken.language })}
      <label class="unseen" for="find">${w('read.find')}</label>
      <input type="search" id="find" name="find" maxlength="${FIND_MAX}" placeholder="${w('read.find')}" value="${find}" />
      ${button(w('frame.find'), 'quiet')}
    </form>
    ${
      find.trim() === ''
        ? nothing
        : html`<div class="note" role="status">
            <p>${found.length === 0 ? w('read.found_none') : w('read.found', { count: found.length })}</p>
            <ul>
              ${found.slice(0, SHOWN_MAX).map((one) => html`<li><a href="${foundPath(outline, one)}">${stepName(telling, one.step.id)}</a></li>`)}
            </ul>
            ${more > 0 ? html`<p>${w('read.found_more', { count: more })}</p>` : nothing}
          </div>`
    }`;
}
