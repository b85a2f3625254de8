import { CHOICES_MAX, END } from '../../../flow/definition.ts';
import { type Edit, editFlow } from '../../../flow/edit/edit-flow.ts';
import { BEFORE_WAY } from '../../../flow/edit/edit-steps.ts';
import { type NewChoice, ONWARD } from '../../../flow/edit/new-answer.ts';
import type { OutlineStep } from '../../../flow/edit/outline.ts';
import { silenceAt } from '../../../flow/edit/place-ways.ts';
import type { Silence } from '../../../flow/edit/near-silence.ts';
import type { Way } from '../../../flow/edit/edit-ways.ts';
import type { Draft } from '../../../store/drafts.ts';
import { type Answer, notFound } from '../../frame/answer.ts';
import { button, hidden } from '../../frame/forms.ts';
import { html, type Html, nothing } from '../../frame/html.ts';
import type { Ask } from '../../frame/route.ts';
import { editorPage } from '../editor-page.ts';
import { openDraft } from '../open-draft.ts';
import { examplesWith } from './answer-examples.ts';
import { withExamples } from './follow-edit.ts';
import { readFirst } from './each-language.ts';
import { questionFields } from './question-fields.ts';
import { notedWords, offerWords } from './service-words.ts';
import { AS_PLACE, silenceFields, silenceIn } from './silence-fields.ts';
import { byLanguage } from './step-edits.ts';
import { saveEdits, seeStep } from './take-edit.ts';
import { targetField, targetIn } from './targets.ts';
import { outlineWith, spokenOf, type Telling } from '../names/telling.ts';
import { chosenWay, placeFields } from './add-place.ts';
import { costOfFirst } from './place-told.ts';
import { isTooEarly, tooEarly } from './too-early.ts';

/** A new question, or something that is said, at a place of a flow. */
export async function addView(ask: Ask): Promise<Answer> {
  const draft = await openDraft(ask, ask.param('flow'));
  return draft === undefined ? notFound() : addPage(ask, draft, ask.query, undefined);
}

export async function takeNew(ask: Ask): Promise<Answer> {
  const { form } = ask;
  const before = await openDraft(ask, ask.param('flow'));
  if (before === undefined) return notFound();
  if (form.has('look')) return addPage(ask, before, lookingElsewhere(form), undefined);
  if (isUnwarned(ask, before)) return addPage(ask, before, form, undefined);
  const edit = newStepOf(ask, before);
  const edited = editFlow(before.files, before.flow, edit);
  // A page that is older than the draft would answer in examples that somebody has changed.
  const isLatest = form.get('revision') === String(before.revision);
  const examples = isLatest ? await examplesWith(ask, before, edit, edited) : undefined;
  const saved = await saveEdits(ask, (files) => editFlow(files, before.flow, edit), {
    files: before.files,
    edited: withExamples(edited, examples),
  });
  if (saved.kind === 'answered') return saved.answer;
  if (saved.kind === 'saved') {
    const more = saved.merged ? {} : (examples?.query ?? {});
    const lang = form.get('lang') ?? undefined;
    return seeStep(ask, saved.step, lang, { more: { new: '1', ...more } });
  }
  const draft = await openDraft(ask, ask.param('flow'));
  return draft === undefined ? notFound() : addPage(ask, draft, form, saved.says);
}

/** The same form at another place, with all that was typed. */
function lookingElsewhere(form: URLSearchParams): URLSearchParams {
  const typed = new URLSearchParams(form);
  typed.set('step', form.get('elsewhere') ?? '');
  typed.set('exit', BEFORE_WAY);
  // What silence would do there is said anew.
  for (const name of ['silence', 'after', 'unit', 'silence-to', 'warned']) typed.delete(name);
  return typed;
}

/** It would stand where the flow begins, and the form that was sent had not said so. */
function isUnwarned(ask: Ask, draft: Draft): boolean {
  const { form } = ask;
  const outline = outlineWith(ask, draft);
  const step = outline?.steps.get(form.get('step') ?? '');
  if (outline === undefined || step === undefined) return false;
  const exit = form.get('exit') ?? '';
  return form.get('warned') !== exit && isTooEarly(outline, step, exit);
}

function newStepOf(ask: Ask, draft: Draft): Edit {
  const { form } = ask;
  const at = { step: form.get('step') ?? '', exit: form.get('exit') ?? '' };
  const words = byLanguage(form, 'words-');
  if (form.get('kind') === 'say') return { do: 'add_say', at, words };
  const offer = offerWords(ask);
  const choices = choicesIn(form).map((choice) => ({ ...choice, offer }));
  return {
    do: 'add_question',
    at,
    words,
    choices,
    noted: notedWords(ask),
    silence: form.get('silence') === AS_PLACE ? silenceOfPlace(ask, draft, at) : silenceIn(form),
  };
}

function silenceOfPlace(ask: Ask, draft: Draft, at: Way): Silence | undefined {
  const outline = outlineWith(ask, draft);
  const step = outline?.steps.get(at.step);
  if (outline === undefined || step === undefined) return undefined;
  return silenceAt(outline, at, isTooEarly(outline, step, at.exit));
}

/** The answers of a form that have a label in some language. */
export function choicesIn(form: URLSearchParams): NewChoice[] {
  return Array.from({ length: CHOICES_MAX }, (_, index) => {
    const labels = byLanguage(form, `label-${index + 1}-`);
    const reply = byLanguage(form, `reply-${index + 1}-`);
    return { labels, target: targetIn(form, `target-${index + 1}`) ?? END, reply };
  }).filter(({ labels }) => Object.values(labels).some((label) => label.trim() !== ''));
}

async function addPage(
  ask: Ask,
  draft: Draft,
  typed: URLSearchParams,
  mistake: string | undefined,
): Promise<Answer> {
  const { w } = ask;
  const outline = outlineWith(ask, draft);
  const step = outline?.steps.get(typed.get('step') ?? '');
  const spoken = outline && spokenOf(outline, typed.get('lang') ?? ask.language);
  if (outline === undefined || step === undefined || spoken === undefined) return notFound();
  const telling: Telling = { w, outline, spoken };
  const isSay = typed.get('kind') === 'say';
  const firstCost = isSay ? '' : await costOfFirst(ask, outline.written['purpose']);
  const body = html`${mistake === undefined ? nothing : html`<div class="mistakes" role="alert" tabindex="-1"><p>${mistake}</p></div>`}
    <h2>${isSay ? w('read.new_say') : w('read.new_question')}</h2>
    ${newForm(ask, { draft, telling, step, typed, isSay, firstCost })}`;
  const status = mistake === undefined ? 200 : 422;
  const frame = { view: 'read' as const, draft, styles: ['read.css'], scripts: ['read.js'] };
  return editorPage(ask, draft.flow, { ...frame, body, status });
}

type New = {
  draft: Draft;
  telling: Telling;
  step: OutlineStep;
  typed: URLSearchParams;
  isSay: boolean;
  firstCost: string;
};

function newForm(ask: Ask, { draft, telling, step, typed, isSay, firstCost }: New): Html {
  const { w } = ask;
  const { language } = telling.spoken;
  const base = `/console/flows/${draft.flow}`;
  const target = (number: number) =>
    targetField(ask, telling, {
      id: `target-${number}`,
      name: `target-${number}`,
      label: w('read.leads'),
      chosen: targetIn(typed, `target-${number}`) ?? ONWARD,
      onward: w('read.as_before'),
      isAnswer: true,
      isFirst: number === 1,
    });
  const exit = chosenWay(telling.outline, step, typed.get('exit') ?? '');
  const isEarly = isTooEarly(telling.outline, step, exit);
  const revision = typed.get('revision') ?? String(draft.revision);
  const kind = isSay ? 'say' : 'question';
  const languages = readFirst(ask, telling);
  return html`<form method="post" action="${base}/add" class="stack card" data-edit>
    ${hidden({ revision, step: step.id, kind, lang: language, ...(isEarly && { warned: exit }) })}
    ${isEarly ? tooEarly(telling, kind) : nothing}
    <button class="unseen" tabindex="-1" aria-hidden="true">${w('read.put_question')}</button>
    ${placeFields(telling, step, { exit, firstCost })}
    ${questionFields(ask, { languages, typed, isSay, lengthPath: `${base}/length`, target, replies: true })}
    ${isSay ? nothing : silenceOfNew(ask, telling, { step: step.id, exit, typed, isEarly })}
    <p class="row">
      ${button(isSay ? w('read.put_say') : w('read.put_question'), 'main')}
      <a class="button quiet" href="${base}/read?lang=${language}&step=${step.id}#step-${step.id}">${w('read.not_now')}</a>
    </p>
  </form>`;
}

type Silent = { step: string; exit: string; typed: URLSearchParams; isEarly: boolean };

/** When nobody answers: as at the questions beside it, and said. */
function silenceOfNew(ask: Ask, telling: Telling, { step, exit, typed, isEarly }: Silent): Html {
  const { w } = ask;
  const { outline } = telling;
  const now = silenceAt(outline, { step, exit }, isEarly);
  return html`<fieldset class="stack tight">
    <legend><h2>${w('read.silence')}</h2></legend>
    ${silenceFields(ask, telling, { id: 'silence', now, typed, isNew: true })}
  </fieldset>`;
}
