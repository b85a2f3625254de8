import { languageName } from '../frame/language-names.ts';
import type { Outline, OutlineStep } from '../../flow/edit/outline.ts';
import { type ReviewComment, reviewComments } from '../../store/approvals.ts';
import { staffNames } from '../../store/staff-accounts.ts';
import { act, hidden } from '../frame/forms.ts';
import { html, type Html, nothing } from '../frame/html.ts';
import { momentOf } from '../frame/moments.ts';
import { has, type Ask } from '../frame/route.ts';
import { answerName, stepName, textName } from './names/step-names.ts';
import { readingPath } from './language-next.ts';
import type { Telling } from './names/telling.ts';
import { stepId } from './read/step-view.ts';

/** Whoever has something to say about a flow. */
export const REVIEWS = ['admin', 'editor', 'translator', 'reviewer', 'peer_reviewer'] as const;
/** Characters of a comment. */
export const COMMENT_MAX = 1_000;

/** What a comment is about: a step, or a text, answer or its words in a language. */
type CommentPlace =
  | { kind: 'step'; step: string }
  | { kind: 'words'; language: string; section: string; name: string }
  | { kind: 'other' };

const WORDS = /^text\/([a-z]{2,3}(?:-[A-Z]{2})?)\/(texts|choices|answers)\.([a-z0-9_]+)/u;
const STEP = /^(?:step\/)?([a-z][a-z0-9_]*)$/u;

/** `step/how` or `how`; `text/sn/texts.small_step`, as Translate names it. */
function placeOfComment(place: string): CommentPlace {
  const [, language, section, words] = WORDS.exec(place) ?? [];
  if (language !== undefined && section !== undefined && words !== undefined)
    return { kind: 'words', language, section, name: words };
  const step = STEP.exec(place)?.[1];
  return step === undefined ? { kind: 'other' } : { kind: 'step', step };
}

/** Open comments by the step at which they are read: what several steps say is read at the first. */
function commentsByStep(
  { steps }: Pick<Outline, 'steps'>,
  comments: readonly ReviewComment[],
): ReadonlyMap<string, readonly ReviewComment[]> {
  const placed = comments.toReversed().flatMap((comment) => {
    const place = placeOfComment(comment.place);
    const step = [...steps.values()].find((one) => isAt(one, place));
    return comment.settledAt !== null || step === undefined ? [] : [{ step: step.id, comment }];
  });
  const groups = Map.groupBy(placed, ({ step }) => step);
  return new Map([...groups].map(([step, all]) => [step, all.map(({ comment }) => comment)]));
}

function isAt(step: OutlineStep, place: CommentPlace): boolean {
  if (place.kind === 'other') return false;
  if (place.kind === 'step') return place.step === step.id || place.step === step.text;
  if (place.section === 'texts') return place.name === step.text;
  return step.exits.some(({ means }) => means === place.name);
}

export type Said = {
  byStep: ReadonlyMap<string, readonly ReviewComment[]>;
  names: ReadonlyMap<string, string>;
};

/** What is said of each step of a draft. */
export async function readComments(ask: Ask, outline: Outline): Promise<Said> {
  const { pool } = ask.parts;
  const byStep = commentsByStep(outline, await pool.run((db) => reviewComments(db, outline.flow)));
  const ids = [...byStep.values()].flatMap((all) => all.map(({ by }) => by));
  const names =
    ids.length === 0
      ? new Map<string, string>()
      : await pool.run((db) => staffNames(db, [...new Set(ids)]));
  return { byStep, names };
}

type At = { flow: string; step: string; lang: string };

/** What was said of a step, beside it, to be answered and settled there. */
export function commentsBeside(ask: Ask, { byStep, names }: Said, at: At): Html {
  const { w } = ask;
  const all = byStep.get(at.step) ?? [];
  const may = has(ask.staff, REVIEWS);
  if (all.length === 0 && !may) return nothing;
  const threads = [...Map.groupBy(all, ({ place }) => place)];
  const summary = all.length === 0 ? w('release.say') : w('release.said', { count: all.length });
  return html`<details class="step-comments" ${all.length === 0 ? nothing : html`open`}>
    <summary>${summary}</summary>
    ${threads.map(([place, thread], index) => oneThread(ask, { at, names, may }, { place, thread, index }))}
    ${all.length === 0 ? sayForm(ask, at, `step/${at.step}`, 0) : nothing}
  </details>`;
}

type Around = { at: At; names: Said['names']; may: boolean };
type Thread = { place: string; thread: readonly ReviewComment[]; index: number };

function oneThread(ask: Ask, { at, names, may }: Around, { place, thread, index }: Thread): Html {
  const { w } = ask;
  const to = `/console/flows/${at.flow}/comments`;
  return html`<div class="stack tight thread">
    <ul class="plain-list">
      ${thread.map(
        ({ id, by, at: when, words }) =>
          html`<li class="stack tight">
            <p>
              <strong>${names.get(by) ?? w('drafts.somebody')}</strong>
              <small>${momentOf(ask, when)} ${placeName(ask, place)}</small>
            </p>
            <p class="said-words">${words}</p>
            ${may ? act(`${to}/${id}/settle`, w('release.settle'), 'quiet', backTo(at)) : nothing}
          </li>`,
      )}
    </ul>
    ${may ? sayForm(ask, at, place, index) : nothing}
  </div>`;
}

/** A comment, or an answer to what stands there. */
function sayForm({ w }: Ask, at: At, place: string, index: number): Html {
  const id = `say-${at.step}-${index}`;
  return html`<form method="post" action="/console/flows/${at.flow}/comments" class="stack tight" data-edit>
    ${hidden({ place, ...backTo(at) })}
    <div class="field">
      <label for="${id}">${w('release.comment_words')}</label>
      <textarea id="${id}" name="words" rows="2" maxlength="${COMMENT_MAX}"></textarea>
    </div>
    <p><button class="button quiet" type="submit">${w('release.comment')}</button></p>
  </form>`;
}

function backTo({ step, lang }: At): Record<string, string> {
  return { back: 'read', step, lang };
}

/** In which language, where it is about words. */
function placeName(ask: Ask, place: string): string {
  const at = placeOfComment(place);
  return at.kind === 'words' ? `· ${languageName(ask, at.language)}` : '';
}

/** A link to what a comment of a flow is about; as it was typed where nothing of that name is known. */
export function placeLinked(ask: Ask, telling: Telling, place: string): Html {
  const at = placeOfComment(place);
  const base = `/console/flows/${telling.outline.flow}`;
  if (at.kind === 'other') return html`<span>${place}</span>`;
  if (at.kind === 'step')
    return html`<a href="${base}/read?step=${at.step}#${stepId(at.step)}">${stepName(telling, at.step)}</a>`;
  const { section, name: id } = at;
  const called = section === 'texts' ? textName(telling, id) : answerName(telling, id);
  const name = `${called} (${languageName(ask, at.language)})`;
  return html`<a href="${base}/translate?language=${at.language}&show=remarks">${name}</a>`;
}

/** Where somebody wrote or settled a comment, and goes on. */
export function commentsBack({ form }: Pick<Ask, 'form'>, flow: string): string {
  const [step, lang] = [form.get('step') ?? '', form.get('lang') ?? ''];
  const isStep = form.get('back') === 'read' && /^[a-z][a-z0-9_]*$/u.test(step);
  const isLanguage = /^[a-z]{2,3}(?:-[A-Z]{2})?$/u.test(lang);
  if (form.get('back') === 'reading' && isLanguage) return readingPath(flow, lang);
  if (!isStep || !isLanguage) return `/console/flows/${flow}/release#comments`;
  return `/console/flows/${flow}/read?lang=${lang}#${stepId(step)}`;
}
