import { html, type Html, nothing } from '../../frame/html.ts';
import { type Editing, typedIn } from './edit-form.ts';
import { translatedField } from './step-edits.ts';

/** Below words that are a copy: whoever knows the language says that they are its translation. */
export function translatedTick(editing: Editing, form: string, field: string, of: string): Html {
  const name = translatedField(field);
  const isOn = typedIn(editing, form, name, '') !== '';
  return html`<label class="tick">
    <input type="checkbox" name="${name}" value="yes" ${isOn ? html`checked` : nothing} />
    <span>${editing.ask.w('read.is_translated')}<span class="unseen"> (${of})</span></span>
  </label>`;
}
