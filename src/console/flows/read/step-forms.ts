import { BEFORE_WAY } from '../../../flow/edit/edit-steps.ts';
import { TEXT_MAX } from '../../../flow/edit/edit-words.ts';
import type { OutlineStep } from '../../../flow/edit/outline.ts';
import { button, field } from '../../frame/forms.ts';
import { html, type Html, nothing } from '../../frame/html.ts';
import { choiceForms } from './choice-forms.ts';
import { addPath, editForm, type Editing, typedIn } from './edit-form.ts';
import { placeForms, silenceForm, wayForms } from './way-forms.ts';

/** All that can be changed at one step, each in a form of its own. */
export function stepForms(editing: Editing, step: OutlineStep): Html {
  const { ask } = editing;
  const { w } = ask;
  return html`<div class="change stack">
    ${wordingForm(editing, step)} ${choiceForms(editing, step)} ${wayForms(editing, step)}
    ${silenceForm(editing, step)}
    <section class="stack tight">
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
    </section>
    ${placeForms(editing, step)}
  </div>`;
}

function wordingForm(editing: Editing, step: OutlineStep): Html {
  const { ask, telling } = editing;
  const { w } = ask;
  const { spoken, outline } = telling;
  const { text } = step;
  if (text === undefined) return nothing;
  const name = `words-${step.id}`;
  const now = spoken.texts.get(text) ?? { sms: '', ussd: '' };
  const others = [...outline.steps.values()].filter(
    (one) => one.text === text && one.id !== step.id,
  );
  const apart = now.sms === now.ussd ? '' : now.ussd;
  const hints = [
    spoken.isSigned ? w('read.takes_signature') : '',
    others.length === 0 ? '' : w('read.also_said', { count: others.length }),
  ].filter((one) => one !== '');
  return html`<section class="stack tight">
    <h3>${w('read.words_in', { language: spoken.name })}</h3>
    ${editForm(
      editing,
      name,
      { do: 'words', text, step: step.id },
      html`
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
      <p>${button(w('read.save_words'), 'main')}</p>`,
    )}
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
