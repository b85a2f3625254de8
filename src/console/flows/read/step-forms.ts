import { button } from '../../frame/forms.ts';
import { languageName } from '../../frame/language-names.ts';
import { BEFORE_WAY } from '../../../flow/edit/edit-steps.ts';
import { TEXT_MAX } from '../../../flow/edit/edit-words.ts';
import { firstHeard, secondGreetings } from '../../../flow/edit/second-greeting.ts';
import type { OutlineStep, Spoken } from '../../../flow/edit/outline.ts';
import { html, type Html, nothing } from '../../frame/html.ts';
import { answersForm, otherLabels } from './answers-form.ts';
import { besideAndMore, moreOf, readFirst } from './each-language.ts';
import { addPath, editForm, type Editing, typedIn } from './edit-form.ts';
import { translatedTick } from './translated-tick.ts';
import { placeFields, removeFields, silencePart, wayFields } from './way-forms.ts';

/**
 * All that can be changed at one step, in one form: whichever of its buttons is pressed, nothing that was typed beside it is
 * lost. Only a step that is taken out takes its words along.
 */
export function stepForms(editing: Editing, step: OutlineStep, isNew: boolean): Html {
  const { w } = editing.ask;
  const name = `said-${step.id}`;
  const save = (kind: string) =>
    html`<button class="${kind}" name="do" value="step">${w('read.save_step')}</button>`;
  // The first button of a form is the one that Enter presses.
  const inside = html`<button class="unseen" name="do" value="step" tabindex="-1" aria-hidden="true">${w('read.save_step')}</button>
    ${greetedTwice(editing, step)} ${saidFields(editing, step, name)} ${wayFields(editing, step, name)}
    ${silencePart(editing, step, name)}
    <p class="save-line">${save('button main')}</p>
    ${putIn(editing, step)}
    ${placeFields(editing, step, { name, isNew, remove: removeFields(editing, step, name) })}`;
  return html`<div class="change stack">${editForm(editing, name, { step: step.id }, inside)}</div>`;
}

function putIn(editing: Editing, step: OutlineStep): Html {
  const { w } = editing.ask;
  return html`<section class="stack tight">
      <h3>${w('read.put_in')}</h3>
      <p class="row">
        <a class="button quiet" href="${addPath(editing, step.id, BEFORE_WAY, 'question')}">${w('read.question_before')}</a>
        ${
          step.exits.length === 0
            ? nothing
            : html`<a class="button quiet" href="${addPath(editing, step.id, '', 'question')}">${w('read.question_after')}</a>
                <a class="button quiet" href="${addPath(editing, step.id, '', 'say')}">${w('read.say_after')}</a>`
        }
      </p>
    </section>`;
}

/** At the first question: that the next text says once more who writes, and a press that takes it out there. */
function greetedTwice(editing: Editing, { id }: OutlineStep): Html {
  const { ask, telling } = editing;
  const { w, parts } = ask;
  if (firstHeard(telling.outline) !== id) return nothing;
  const again = secondGreetings(telling.outline);
  const [one] = again.filter(({ language }) => language === telling.spoken.language);
  const shown = one ?? again[0];
  if (shown === undefined) return nothing;
  const words = shown.greeting
    .replace(/[.,:!。]\s*$/u, '')
    .replaceAll('{programme}', parts.setting.programme.name);
  const count = new Set(again.map(({ step }) => step)).size;
  return html`<div class="note stack tight">
    <p>${w('read.greets_again', { words, count })}</p>
    <p>${button(w('read.greet_once'), 'quiet', { name: 'do', value: 'greet_once' })}</p>
  </div>`;
}

/** The words of a step and its answers, in every language. */
function saidFields(editing: Editing, step: OutlineStep, name: string): Html {
  const { ask, telling } = editing;
  const { w } = ask;
  const { text } = step;
  const languages = readFirst(ask, telling);
  const answers = answersForm(editing, step, { name, languages });
  if (text === undefined && answers === nothing) return nothing;
  const [beside, more] = besideAndMore(ask, languages);
  const words = (some: readonly Spoken[]) =>
    text === undefined
      ? nothing
      : html`<div class="grid2">${some.map((one) => wordsField(editing, step, { name, spoken: one, text }))}</div>`;
  // What the proof leads to is shown, and the page stays in the language that is read.
  const isLooked = (one: Spoken) =>
    one === telling.spoken || one.language === ask.query.get('also');
  const languageSet = (one: Spoken) => html`<fieldset class="stack tight">
    <legend><h3>${languageName(ask, one.language)}</h3></legend>
    ${words([one])} ${otherLabels(editing, step, name, one)}
  </fieldset>`;
  return html`${
    text === undefined
      ? nothing
      : html`<section class="stack tight">
          <h3>${w('read.words')}</h3>
          ${hints(editing, step, text).map((says) => html`<p class="hint">${says}</p>`)}
          ${words(beside)}
        </section>`
  }
  ${answers} ${moreOf(ask, more, languageSet, more.some(isLooked))}`;
}

function hints({ ask, telling }: Editing, step: OutlineStep, text: string): string[] {
  const { w } = ask;
  const { outline } = telling;
  const others = [...outline.steps.values()].filter(
    (one) => one.text === text && one.id !== step.id,
  );
  return [
    outline.spoken.some(({ isSigned }) => isSigned) ? w('read.takes_signature') : '',
    others.length === 0 ? '' : w('read.also_said', { count: others.length }),
  ].filter((one) => one !== '');
}

type WordsField = { name: string; spoken: Spoken; text: string };

function wordsField(editing: Editing, step: OutlineStep, { name, spoken, text }: WordsField): Html {
  const { ask, telling } = editing;
  const { w } = ask;
  const { language } = spoken;
  const called = languageName({ w }, language);
  const now = spoken.texts.get(text) ?? { sms: '', ussd: '' };
  const apart = typedIn(editing, name, `ussd-${language}`, now.sms === now.ussd ? '' : now.ussd);
  const copied = spoken.missing.has(`texts.${text}`);
  return html`<div class="field">
    <label for="words-${language}">${w('read.words_in_language', { language: called })}${copied ? html` <span class="chip warn">${w('read.missing_words')}</span>` : nothing}</label>
    <textarea id="words-${language}" name="words-${language}" lang="${language}" rows="4" maxlength="${TEXT_MAX}">${typedIn(editing, name, `words-${language}`, now.sms)}</textarea>
    <p
      class="length soft"
      data-length="/console/flows/${telling.outline.flow}/length"
      data-step="${step.id}"
      data-lang="${language}"
      role="status"
      hidden
    ></p>
    ${copied ? translatedTick(editing, name, `words-${language}`, called) : nothing}
    <details ${apart === '' ? nothing : html`open`}>
      <summary>${w('read.words_ussd')}<span class="unseen"> (${called})</span></summary>
      <label class="unseen" for="ussd-${language}">${w('read.by_ussd')} (${called})</label>
      <p class="hint" id="ussd-${language}-hint">${w('read.words_ussd_hint')}</p>
      <textarea id="ussd-${language}" name="ussd-${language}" lang="${language}" rows="3" maxlength="${TEXT_MAX}" aria-describedby="ussd-${language}-hint">${apart}</textarea>
    </details>
  </div>`;
}
