import { languageName } from '../../frame/language-names.ts';
import { languagesIn } from '../../../flow/edit/desk.ts';
import { BEFORE_WAY, FIRST_WAY } from '../../../flow/edit/edit-steps.ts';
import type { OutlineStep } from '../../../flow/edit/outline.ts';
import { mainStep, placesForAll } from '../../../flow/edit/place-ways.ts';
import { placesOf } from '../../../flow/edit/safe-places.ts';
import type { Draft } from '../../../store/drafts.ts';
import { type Answer, notFound, see } from '../../frame/answer.ts';
import { given, html, type Html, nothing } from '../../frame/html.ts';
import { type Ask, has } from '../../frame/route.ts';
import { openQuestions, type Question } from '../../translate/asked-card.ts';
import { editorPage } from '../editor-page.ts';
import { openDraft } from '../open-draft.ts';
import { knownName } from '../names/plain-names.ts';
import { stepGlimpse } from '../names/step-names.ts';
import { outlineWith, spokenOf, type Telling } from '../names/telling.ts';
import { waysIn } from '../names/way-names.ts';
import { commentsBeside, readComments, type Said } from '../place-comments.ts';
import { proofBeside } from '../proof-beside.ts';
import { addPath } from './edit-form.ts';
import { findForm, foundPath, foundTexts } from './find-text.ts';
import { languageBack, languageForm } from './language-form.ts';
import { noWayHere } from './no-way-here.ts';
import { askedBeside } from './asked-beside.ts';
import { examplesDone, examplesNote, goneNote } from './examples-note.ts';
import { stepForms } from './step-forms.ts';
import { stepId, stepView } from './step-view.ts';
import { undoButton } from './undo-button.ts';
import { inRuns, unheardLine } from './unheard.ts';
import { CHANGES } from './who-changes.ts';

/** What the page shows besides the flow: the step that is open, and what came back. */
export type Shown = {
  step?: string;
  isNew?: boolean;
  /** What is looked for. */
  find?: string;
  lang?: string;
  mistake?: string;
  typed?: URLSearchParams;
};

export async function readView(ask: Ask): Promise<Answer> {
  const draft = await openDraft(ask, ask.param('flow'));
  if (draft === undefined) return notFound();
  const { query } = ask;
  const [step, lang, find] = [query.get('step'), query.get('lang'), query.get('find')];
  return readPage(ask, draft, {
    ...(step === null ? {} : { step, isNew: query.has('new') }),
    ...(lang === null ? {} : { lang }),
    ...(find === null ? {} : { find }),
  });
}

/** The conversation as a person hears it, in one language. */
export async function readPage(ask: Ask, draft: Draft, shown: Shown): Promise<Answer> {
  const { w } = ask;
  const outline = outlineWith(ask, draft);
  const spoken = outline === undefined ? undefined : spokenOf(outline, shown.lang ?? ask.language);
  const beside = await proofBeside(ask, draft, shown.step);
  const frame = {
    ...beside,
    view: 'read' as const,
    draft,
    styles: ['read.css', 'reading.css', ...beside.styles],
    scripts: ['read.js', ...beside.scripts],
  };
  if (outline === undefined || spoken === undefined) {
    const isSilent = languagesIn(draft.files, draft.flow).length === 0;
    const says = isSilent ? w('read.no_language') : w('read.unreadable');
    const body = html`<p class="note warn">${says}</p>
      <p><a class="button" href="/console/flows/${draft.flow}/file">${w('read.to_file')}</a></p>`;
    return editorPage(ask, draft.flow, { ...frame, body });
  }
  const telling: Telling = { w, outline, spoken };
  const [only, ...others] = foundTexts(telling, shown.find ?? '');
  if (only !== undefined && others.length === 0) return see(foundPath(outline, only));
  const status = shown.mistake === undefined ? 200 : 422;
  const undo = await undoButton(ask, draft, spoken.language);
  const said = await readComments(ask, outline);
  const asked = await openQuestions(ask, draft);
  const body = told(ask, draft, telling, { shown, undo, said, asked });
  return editorPage(ask, draft.flow, { ...frame, status, body });
}

type Told = { shown: Shown; undo: Html; said: Said; asked: readonly Question[] };

function told(ask: Ask, draft: Draft, telling: Telling, { shown, undo, said, asked }: Told): Html {
  const { w } = ask;
  const { outline } = telling;
  const mayChange = has(ask.staff, CHANGES);
  const steps = [...outline.steps.values()];
  const reached = steps.filter(({ isReached }) => isReached);
  const left = steps.filter(({ isReached }) => !isReached);
  const good = new Set(mayChange ? placesOf(outline).good : []);
  const main = mayChange ? mainStep(outline) : undefined;
  const [forAll] = placesForAll(outline);
  const wayIn = waysIn(telling);
  const one = (step: OutlineStep) =>
    oneStep(ask, draft, telling, { step, shown, mayChange, said, asked, wayIn: wayIn(step) });
  const here = ({ id }: OutlineStep) => id === shown.step || said.byStep.has(id);
  const run = (some: readonly OutlineStep[]) => {
    const put = (step: OutlineStep) => (good.has(step.id) ? addHere(telling, step) : nothing);
    // A place before what nobody hears is folded with it.
    const inside = html`${some.map((step) => html`${put(step)}${one(step)}`)}`;
    return html`${unheardLine(telling, some, inside, some.some(here))}
`;
  };
  return html`${shown.mistake === undefined ? nothing : html`<div class="mistakes" role="alert" tabindex="-1"><p>${shown.mistake}</p></div>`}
    ${shown.step === undefined ? goneNote(telling, ask.query) : nothing}
    ${tools(ask, draft, telling, undo)}
    ${findForm(telling, shown.find ?? '')}
    ${noWayHere(ask, outline)}
    ${headLines(telling)}
    ${main !== undefined && forAll !== undefined ? addForAll(telling, main, forAll) : nothing}
    <div class="talk stack" data-revision="${draft.revision}">${inRuns(reached).map(run)}</div>
    ${
      left.length === 0
        ? nothing
        : html`<section class="stack">
            <h2>${w('read.nothing_leads')}</h2>
            <p class="soft">${w('read.nothing_leads_hint')}</p>
            ${left.map(one)}
          </section>`
    }`;
}

/** Puts a question where it stands on the page: before the step below it. */
function addHere(telling: Telling, step: OutlineStep): Html {
  const { w } = telling;
  const before = w('read.before_step', { step: stepGlimpse(telling, step) });
  return addLink(
    addPath({ telling }, step.id, BEFORE_WAY, 'question'),
    w('read.add_here'),
    before,
    telling.spoken.language,
  );
}

/** Puts a question where everybody comes by. */
function addForAll(telling: Telling, { id }: OutlineStep, exit: string): Html {
  const { w } = telling;
  const path = addPath({ telling }, id, exit, 'question');
  const where = exit === FIRST_WAY ? w('read.first_place') : w('read.after_all_place');
  return addLink(path, w('read.add_for_all'), where);
}

function addLink(path: string, what: string, where: string, lang?: string): Html {
  return html`<p class="add-here">
    <a class="button quiet" href="${path}"><span aria-hidden="true">+ </span><span>${what} <small ${given(lang, (one) => html`lang="${one}"`)}>${where}</small></span></a>
  </p>`;
}

type One = {
  step: OutlineStep;
  shown: Shown;
  mayChange: boolean;
  said: Said;
  asked: readonly Question[];
  wayIn: Html | undefined;
};

function oneStep(
  ask: Ask,
  draft: Draft,
  telling: Telling,
  { step, shown, mayChange, said, asked, wayIn }: One,
): Html {
  const { w } = ask;
  const isOpen = mayChange && shown.step === step.id;
  const base = `/console/flows/${draft.flow}/read?lang=${telling.spoken.language}`;
  const glimpse = html`<span class="unseen">: ${stepGlimpse(telling, step)}</span>`;
  const link = isOpen
    ? html`<a class="button quiet" href="${base}#${stepId(step.id)}">${w('read.close')}${glimpse}</a>`
    : html`<a class="button quiet" href="${base}&step=${step.id}#${stepId(step.id)}">${w('read.change')}${glimpse}</a>`;
  const typed = shown.typed ?? new URLSearchParams();
  const isNew = shown.isNew === true && shown.step === step.id;
  return stepView(telling, step, {
    isOpen,
    isNew,
    note: shown.step === step.id ? examplesNote(telling, step, examplesDone(ask.query)) : nothing,
    wayIn,
    comments: html`${askedBeside(ask, telling, step, asked)}
    ${commentsBeside(ask, said, {
      flow: draft.flow,
      step: step.id,
      lang: telling.spoken.language,
    })}`,
    change: html`<span class="row">${tryLink(draft, telling, step, glimpse)} ${mayChange ? link : nothing}</span>`,
    forms: isOpen
      ? stepForms({ ask, telling, revision: draft.revision, typed }, step, isNew)
      : nothing,
  });
}

/** Plays the draft from this step on, where it says something; a part is tried in the flows that use it. */
function tryLink({ flow }: Draft, { w, outline }: Telling, step: OutlineStep, glimpse: Html): Html {
  if (step.text === undefined || outline.isPart) return nothing;
  return html`<a class="button quiet" href="/console/flows/${flow}/try?from=${step.id}">${w('read.try_from')}${glimpse}</a>`;
}

/** Which language is read, one more language, and the way back. */
function tools(ask: Ask, draft: Draft, telling: Telling, undo: Html): Html {
  const { w } = ask;
  const { outline, spoken } = telling;
  const base = `/console/flows/${draft.flow}`;
  return html`<div class="tools row apart">
    <nav aria-label="${w('read.languages')}">
      <ul class="languages">
        ${outline.spoken.map(
          (one) =>
            html`<li>
              <a href="${base}/read?lang=${one.language}" ${one === spoken ? html`aria-current="true"` : nothing}
                >${languageName(ask, one.language)}</a
              >
              ${one.missing.size === 0 ? nothing : html`<a href="${base}/translate?language=${one.language}&show=missing"><small>${w('read.missing_count', { count: one.missing.size })}</small></a>`}
            </li>`,
        )}
      </ul>
    </nav>
    ${languageBack(ask, draft, telling)}
    ${undo}
  </div>
  ${has(ask.staff, CHANGES) ? languageForm(ask, draft, telling) : nothing}`;
}

/** For whom it is, and how it ends when nobody answers, in plain words. */
function headLines({ w, outline }: Telling): Html {
  const { written, isPart } = outline;
  const purpose = written['purpose'];
  const lines = [
    isPart ? w('read.is_part') : '',
    typeof purpose === 'string'
      ? w('read.for_purpose', { purpose: knownName(w, purpose) })
      : isPart
        ? ''
        : w('read.for_everybody'),
    written['session_only'] === true ? w('read.session_only') : '',
    written['after_stop'] === true ? w('read.after_stop') : '',
  ].filter((line) => line !== '');
  return html`<p class="soft">${lines.join(' ')}</p>`;
}
