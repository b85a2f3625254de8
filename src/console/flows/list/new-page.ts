import { ownLanguageName } from '../../frame/language-names.ts';
import { type Edited, startFlow, startFromFlow } from '../../../flow/edit/edit-flow.ts';
import type { ByLanguage } from '../../../flow/edit/edit-words.ts';
import { flowsOfProgramme } from '../../../flow/programme.ts';
import { type Answer, notFound, page, see } from '../../frame/answer.ts';
import { button, choice, field, hidden, select } from '../../frame/forms.ts';
import { html, type Html, nothing } from '../../frame/html.ts';
import type { Ask } from '../../frame/route.ts';
import { flowTitle } from '../names/flow-names.ts';
import { openDraft, startDraft } from '../open-draft.ts';
import { choicesIn } from '../read/add-page.ts';
import { languagesToAdd } from '../read/language-form.ts';
import { questionFields } from '../read/question-fields.ts';
import { menuFeet, notedWords } from '../read/service-words.ts';
import { byLanguage } from '../read/step-edits.ts';

/** A new flow: of one question, or as a copy of another. */
export async function newPage(ask: Ask): Promise<Answer> {
  const from = ask.query.get('from');
  if (from === null) return questionPage(ask, ask.query, undefined);
  const draft = await openDraft(ask, from);
  return draft === undefined ? notFound() : copyPage(ask, from, '', undefined);
}

export async function takeNewFlow(ask: Ask): Promise<Answer> {
  const { form } = ask;
  const made = await madeOf(ask);
  if (made === undefined) return notFound();
  const says =
    made.kind === 'refused' ? ask.w(`edit.${made.why}`, made.values) : await begun(ask, made);
  if (typeof says !== 'string') return says;
  const from = form.get('from');
  return from === null
    ? questionPage(ask, form, says)
    : copyPage(ask, from, form.get('name') ?? '', says);
}

/** The words of why not, or the flow that is now there. */
async function begun(
  ask: Ask,
  made: Extract<Edited, { kind: 'edited' }>,
): Promise<Answer | string> {
  const draft = await startDraft(ask, made.flow, made.files);
  if (draft === undefined) return ask.w('flows.name_taken', { flow: made.flow });
  return see(`/console/flows/${draft.flow}/read`, 'flows.begun');
}

async function madeOf(ask: Ask): Promise<Edited | undefined> {
  const { form } = ask;
  const name = form.get('name') ?? '';
  const from = form.get('from');
  if (from !== null) {
    const draft = await openDraft(ask, from);
    return draft && startFromFlow(draft.files, from, name);
  }
  const purpose = form.get('purpose') ?? '';
  const words = byLanguage(form, 'words-');
  return startFlow({
    name,
    purpose: purpose === '' ? undefined : purpose,
    languages: languagesChosen(ask, form),
    feet: await menuFeet(ask),
    words,
    choices: choicesIn(form),
    noted: notedWords(ask),
  });
}

/** The languages in which something was written. */
function languagesChosen(ask: Ask, form: URLSearchParams): ByLanguage {
  const known = languagesToAdd(ask, []);
  const written = known.filter((language) => (form.get(`words-${language}`) ?? '').trim() !== '');
  const chosen = written.length === 0 ? known.slice(0, 1) : written;
  return Object.fromEntries(chosen.map((language) => [language, ownLanguageName(language)]));
}

function copyPage(ask: Ask, from: string, name: string, mistake: string | undefined): Answer {
  const { w } = ask;
  const body = html`${crumb(ask)}
    <h1>${w('flows.copy_title', { flow: flowTitle(w, from) })}</h1>
    <p>${w('flows.copy_hint')}</p>
    <form method="post" action="/console/flows/new" class="stack card" data-edit>
      ${hidden({ from })} ${nameField(ask, name, mistake)}
      <p>${button(w('flows.copy'), 'main')}</p>
    </form>`;
  return framed(ask, body, mistake);
}

function questionPage(ask: Ask, typed: URLSearchParams, mistake: string | undefined): Answer {
  const { w, parts } = ask;
  const languages = languagesToAdd(ask, []).map((language) => ({ language }));
  const purposes = parts.programme.purposes.map((value) => ({
    value,
    label: w(`read.name_${value}`),
  }));
  const body = html`${crumb(ask)}
    <h1>${w('flows.new')}</h1>
    <p>${w('flows.new_hint')}</p>
    ${copyChoice(ask)}
    ${mistake === undefined ? nothing : html`<div class="mistakes" role="alert" tabindex="-1"><p>${mistake}</p></div>`}
    <form method="post" action="/console/flows/new" class="stack card" data-edit>
      ${nameField(ask, typed.get('name') ?? '', undefined)}
      ${choice({
        legend: w('flows.for_whom'),
        name: 'purpose',
        options: [{ value: '', label: w('flows.for_everybody') }, ...purposes],
        chosen: [typed.get('purpose') ?? ''],
      })}
      ${questionFields(ask, { languages, typed, target: (number) => endField(ask, typed, number) })}
      <p>${button(w('flows.begin'), 'main')}</p>
    </form>`;
  return framed(ask, body, mistake);
}

/** Any flow of the programme may be begun with. */
function copyChoice({ w, parts }: Ask): Html {
  const options = flowsOfProgramme(parts.programme)
    .map((value) => ({ value, label: flowTitle(w, value) }))
    .toSorted((one, other) => one.label.localeCompare(other.label));
  return html`<details class="card">
    <summary>${w('flows.use_as_start')}</summary>
    <form method="get" action="/console/flows/new" class="stack">
      ${select({ legend: w('flows.flow'), name: 'from', options })}
      <p>${button(w('flows.copy_it'), 'quiet')}</p>
    </form>
  </details>`;
}

/** Where an answer of the first question leads: there is nothing else yet. */
function endField({ w }: Ask, typed: URLSearchParams, number: number): Html {
  return select({
    legend: w('read.leads'),
    name: `target-${number}`,
    options: [
      { value: 'end', label: w('read.ends') },
      { value: 'person', label: w('read.a_person') },
    ],
    chosen: typed.get(`target-${number}`) ?? 'end',
  });
}

function nameField({ w }: Ask, name: string, mistake: string | undefined): Html {
  return field({
    label: w('flows.name'),
    name: 'name',
    value: name,
    hint: w('flows.name_hint'),
    error: mistake,
    most: 40,
    required: true,
  });
}

function crumb({ w }: Ask): Html {
  return html`<p class="crumb"><a href="/console/flows">${w('flows.title')}</a></p>`;
}

function framed({ w }: Ask, body: Html, mistake: string | undefined): Answer {
  return page({
    title: w('flows.new'),
    body,
    status: mistake === undefined ? 200 : 422,
    styles: ['editor.css', 'read.css'],
    scripts: ['editor.js'],
  });
}
