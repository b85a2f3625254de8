import { CHOICES_MAX } from '../../../flow/definition.ts';
import { BEFORE_WAY } from '../../../flow/edit/edit-steps.ts';
import { LABEL_MAX, TEXT_MAX } from '../../../flow/edit/edit-words.ts';
import type { OutlineStep } from '../../../flow/edit/outline.ts';
import { type Exit, onwardOf, targetOf } from '../../../flow/edit/written-exits.ts';
import { button, field, hidden } from '../../frame/forms.ts';
import { html, type Html, nothing } from '../../frame/html.ts';
import type { Ask } from '../../frame/route.ts';
import { exitName, plain, stepGlimpse, targetWords, type Telling } from './step-words.ts';
import { targetField } from './targets.ts';

/** What a step's forms need: the revision that they change, and what was typed where an edit was refused. */
export type Editing = { ask: Ask; telling: Telling; revision: number; typed: URLSearchParams };

/** All that can be changed at one step, each in a form of its own. */
export function stepForms(editing: Editing, step: OutlineStep): Html {
  const { ask } = editing;
  const { w } = ask;
  return html`<div class="change stack">
    ${wordingForm(editing, step)} ${choiceForms(editing, step)} ${wayForms(editing, step)}
    ${silenceForm(editing, step)}
    <section class="stack tight">
      <h4>${w('read.put_in')}</h4>
      <p class="row">
        <a class="button quiet" href="${addPath(editing, step.id, BEFORE_WAY, 'question')}">${w('read.question_before')}</a>
        ${
          step.exits.length === 0
            ? nothing
            : html`<a class="button quiet" href="${addPath(editing, step.id, '', 'question')}">${w('read.question_after')}</a>
                <a class="button quiet" href="${addPath(editing, step.id, '', 'say')}">${w('read.say_after')}</a>`
        }
      </p>
    </section>
    ${placeForms(editing, step)}
  </div>`;
}

function addPath({ telling }: Editing, step: string, exit: string, kind: string): string {
  const { outline, spoken } = telling;
  const query = new URLSearchParams({ step, exit, kind, lang: spoken.language });
  return `/console/flows/${outline.flow}/add?${query.toString()}`;
}

/** A form that does one thing; `name` tells what was typed into it when it comes back. */
function form(editing: Editing, name: string, values: Record<string, string>, inside: Html): Html {
  const { telling, revision } = editing;
  const { flow } = telling.outline;
  const base = { form: name, revision: String(revision), lang: telling.spoken.language };
  return html`<form method="post" action="/console/flows/${flow}/edit" class="stack tight" data-edit>
    ${hidden({ ...base, ...values })} ${inside}
  </form>`;
}

/** What was typed into a form that came back, else what is so. */
function typedIn({ typed }: Editing, name: string, key: string, now: string): string {
  return typed.get('form') === name ? (typed.get(key) ?? now) : now;
}

function wordingForm(editing: Editing, step: OutlineStep): Html {
  const { ask, telling } = editing;
  const { w } = ask;
  const { spoken, outline } = telling;
  const { text } = step;
  if (text === undefined) return nothing;
  const name = `words-${step.id}`;
  const now = spoken.texts.get(text) ?? { sms: '', ussd: '' };
  const others = [...outline.steps.values()].filter((one) => one.text === text && one.id !== step.id);
  const apart = now.sms === now.ussd ? '' : now.ussd;
  const hints = [
    spoken.isSigned ? w('read.takes_signature') : '',
    others.length === 0 ? '' : w('read.also_said', { count: others.length }),
  ].filter((one) => one !== '');
  return html`<section class="stack tight">
    <h4>${w('read.words_in', { language: spoken.name })}</h4>
    ${form(editing, name, { do: 'words', text, step: step.id }, html`
      ${field({
        label: w('read.words'),
        name: 'words',
        kind: 'long',
        rows: 3,
        most: TEXT_MAX,
        lang: spoken.language,
        value: typedIn(editing, name, 'words', now.sms),
        hint: hints.length === 0 ? undefined : hints.join(' '),
      })}
      ${lengthOf(editing, step)}
      <details ${apart === '' ? nothing : html`open`}>
        <summary>${w('read.words_ussd')}</summary>
        ${field({
          label: w('read.by_ussd'),
          name: 'ussd',
          kind: 'long',
          rows: 3,
          most: TEXT_MAX,
          lang: spoken.language,
          value: typedIn(editing, name, 'ussd', apart),
          hint: w('read.words_ussd_hint'),
        })}
      </details>
      <p>${button(w('read.save_words'), 'main')}</p>`)}
  </section>`;
}

/** A script fills it in as somebody types; the server counts. */
function lengthOf({ telling }: Editing, step: OutlineStep): Html {
  return html`<p
    class="length soft"
    data-length="/console/flows/${telling.outline.flow}/length"
    data-step="${step.id}"
    data-lang="${telling.spoken.language}"
    role="status"
    hidden
  ></p>`;
}

function choiceForms(editing: Editing, step: OutlineStep): Html {
  const { ask } = editing;
  const { w } = ask;
  const answers = step.exits.filter(({ means }) => means !== undefined);
  const isMenu = step.kind === 'ask' && step.written['answer'] === undefined && step.written['choices'] !== 'languages';
  if (!isMenu) return nothing;
  return html`<section class="stack tight">
    <h4>${w('read.answers')}</h4>
    ${answers.map((exit, index) => choiceForm(editing, step, { exit, digit: index + 1, of: answers.length }))}
    ${answers.length < CHOICES_MAX ? newChoice(editing, step) : html`<p class="soft">${w('read.five_answers')}</p>`}
  </section>`;
}

function choiceForm(
  editing: Editing,
  step: OutlineStep,
  { exit, digit, of }: { exit: Exit; digit: number; of: number },
): Html {
  const { ask, telling } = editing;
  const { w } = ask;
  const { spoken } = telling;
  const means = exit.means ?? '';
  const name = `choice-${step.id}-${digit}`;
  const label = spoken.labels.get(means) ?? '';
  const values = { step: step.id, exit: exit.id, number: String(digit), means };
  const move = (way: 'up' | 'down', isPossible: boolean) =>
    isPossible
      ? html`<button class="button quiet" name="do" value="move_${way}">
          <span aria-hidden="true">${way === 'up' ? '↑' : '↓'}</span
          ><span class="unseen">${w(`read.move_${way}`, { label })}</span>
        </button>`
      : nothing;
  return html`<fieldset class="choice">
    <legend class="unseen">${w('read.answer_number_n', { digit })}</legend>
    ${form(editing, name, values, html`
      <div class="choice-row">
        <span class="digit" aria-hidden="true">${digit}</span>
        <div class="field">
          <label for="${name}-label">${w('read.label')}</label>
          <input id="${name}-label" name="label" lang="${spoken.language}" maxlength="${LABEL_MAX}" value="${typedIn(editing, name, 'label', label)}" />
        </div>
        ${targetField(ask, telling, {
          id: `${name}-to`,
          name: 'target',
          label: w('read.leads'),
          chosen: typedIn(editing, name, 'target', targetOf(exit)),
          step: step.id,
          isAnswer: true,
        })}
      </div>
      <p class="row">
        <button class="button" name="do" value="choice">${w('read.save_answer')}</button>
        ${move('up', digit > 1)} ${move('down', digit < of)}
        <button class="button danger" name="do" value="remove_choice">
          ${w('read.remove')}<span class="unseen"> ${label}</span>
        </button>
        <a class="button quiet" href="${addPath(editing, step.id, exit.id, 'question')}">${w('read.question_after_answer')}</a>
      </p>`)}
  </fieldset>`;
}

function newChoice(editing: Editing, step: OutlineStep): Html {
  const { ask, telling } = editing;
  const { w } = ask;
  const { outline, spoken } = telling;
  const name = `new-${step.id}`;
  const first = [spoken, ...outline.spoken.filter((one) => one !== spoken)];
  return html`<details ${editing.typed.get('form') === name ? html`open` : nothing}>
    <summary>${w('read.add_answer')}</summary>
    ${form(editing, name, { do: 'add_choice', step: step.id }, html`
      <div class="grid3">
        ${first.map(
          ({ language, name: called }) =>
            html`<div class="field">
              <label for="${name}-${language}">${w('read.label_in', { language: called })}</label>
              <input id="${name}-${language}" name="label-${language}" lang="${language}" maxlength="${LABEL_MAX}" value="${typedIn(editing, name, `label-${language}`, '')}" />
            </div>`,
        )}
      </div>
      ${targetField(ask, telling, {
        id: `${name}-to`,
        name: 'target',
        label: w('read.leads'),
        chosen: typedIn(editing, name, 'target', 'end'),
        step: step.id,
        isAnswer: true,
      })}
      <p>${button(w('read.add_answer'), 'main')}</p>`)}
  </details>`;
}

/** Ways that are no answers: where it goes on, `0` back, cases. */
function wayForms(editing: Editing, step: OutlineStep): Html {
  const { ask, telling } = editing;
  const { w } = ask;
  const ways = step.exits.filter(({ id, means }) => means === undefined && id !== 'silence');
  return html`${ways.map((exit) => {
    const name = `way-${step.id}-${exit.id}`;
    const isQuiet = !/^(?:to|case\.\d+)$/u.test(exit.id);
    return form(editing, name, { do: 'target', step: step.id, exit: exit.id }, html`
      <div class="choice-row">
        ${targetField(ask, telling, {
          id: name,
          name: 'target',
          label: exit.id.startsWith('case.') ? w('read.case_leads', { number: Number(exit.id.slice(5)) }) : exitName(telling, exit),
          chosen: typedIn(editing, name, 'target', targetOf(exit)),
          step: step.id,
          isAnswer: !isQuiet,
          isQuiet,
        })}
        <p class="at-end">${button(w('read.save_way'), 'quiet')}</p>
      </div>`);
  })}`;
}

const UNITS = ['m', 'h', 'd'] as const;

function silenceForm(editing: Editing, step: OutlineStep): Html {
  const { ask, telling } = editing;
  const { w } = ask;
  if (step.kind !== 'ask') return nothing;
  const name = `silence-${step.id}`;
  const now = step.exits.find(({ id }) => id === 'silence');
  const [, number = '48', unit = 'h'] = /^(\d+)([mhd])$/u.exec(now?.after ?? '') ?? [];
  const chosenUnit = typedIn(editing, name, 'unit', unit);
  return html`<section class="stack tight">
    <h4>${w('read.silence')}</h4>
    ${form(editing, name, { step: step.id }, html`
      <p class="soft">${now === undefined ? w('read.silence_none') : w('read.silence_hint')}</p>
      <div class="choice-row">
        <div class="field short">
          <label for="${name}-after">${w('read.silence_after')}</label>
          <input id="${name}-after" name="after" type="number" min="1" max="999" value="${typedIn(editing, name, 'after', number)}" />
        </div>
        <div class="field short">
          <label for="${name}-unit">${w('read.silence_unit')}</label>
          <select id="${name}-unit" name="unit">
            ${UNITS.map((one) => html`<option value="${one}" ${one === chosenUnit ? html`selected` : nothing}>${w(`read.unit_${one}`)}</option>`)}
          </select>
        </div>
        ${targetField(ask, telling, {
          id: `${name}-to`,
          name: 'target',
          label: w('read.leads'),
          chosen: typedIn(editing, name, 'target', now?.to ?? 'end'),
          isAnswer: false,
          isQuiet: true,
        })}
      </div>
      <p class="row">
        <button class="button" name="do" value="silence">${w('read.save_silence')}</button>
        ${now === undefined ? nothing : html`<button class="button quiet" name="do" value="no_silence">${w('read.no_silence')}</button>`}
      </p>`)}
  </section>`;
}

function placeForms(editing: Editing, step: OutlineStep): Html {
  const { ask, telling } = editing;
  const { w } = ask;
  const others = [...telling.outline.steps.values()].filter(({ id }) => id !== step.id);
  const onward = onwardOf(step.written);
  if (others.length === 0) return nothing;
  const name = `place-${step.id}`;
  return html`<details>
    <summary>${w('read.place')}</summary>
    <div class="stack">
      ${
        onward === undefined
          ? html`<p class="soft">${w('read.leads_apart')}</p>`
          : form(editing, `${name}-move`, { do: 'move', step: step.id }, html`
              <div class="choice-row">
                <div class="field">
                  <label for="${name}-to">${w('read.move_before')}</label>
                  <select id="${name}-to" name="before">
                    ${others.map((one) => html`<option value="${one.id}">${one.number ?? '–'} · ${stepGlimpse(telling, one)}</option>`)}
                  </select>
                </div>
                <p class="at-end">${button(w('read.move'), 'quiet')}</p>
              </div>`)
      }
      ${form(editing, `${name}-name`, { do: 'rename', step: step.id }, html`
        <div class="choice-row">
          <div class="field">
            <label for="${name}-name">${w('read.name')}</label>
            <input id="${name}-name" name="name" maxlength="60" value="${typedIn(editing, `${name}-name`, 'name', plain(step.id))}" />
          </div>
          <p class="at-end">${button(w('read.rename'), 'quiet')}</p>
        </div>`)}
      ${form(editing, `${name}-remove`, { do: 'remove_step', step: step.id }, html`
        <div class="choice-row">
          ${targetField(ask, telling, {
            id: `${name}-instead`,
            name: 'target',
            label: w('read.remove_instead'),
            chosen: onward === undefined || onward.includes(':') ? 'end' : onward,
            step: step.id,
            isAnswer: false,
            isQuiet: true,
          })}
          <p class="at-end">${button(w('read.remove_step', { step: targetWords(telling, step.id) }), 'danger')}</p>
        </div>`)}
    </div>
  </details>`;
}
