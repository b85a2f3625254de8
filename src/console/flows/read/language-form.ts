import { languageName } from '../../frame/language-names.ts';
import type { Draft } from '../../../store/drafts.ts';
import { button, hidden } from '../../frame/forms.ts';
import { html, type Html, nothing } from '../../frame/html.ts';
import type { Ask } from '../../frame/route.ts';
import type { Telling } from '../names/telling.ts';
import { stepId } from './step-view.ts';

/** Languages that the service itself speaks, and the flow does not yet. */
export function languagesToAdd({ parts }: Pick<Ask, 'parts'>, has: readonly string[]): string[] {
  const { programme, phrases } = parts.setting;
  const all = new Set([...programme.languages, ...phrases.keys()]);
  return [...all].filter((language) => !has.includes(language));
}

/** One more language for a flow. */
export function languageForm(ask: Ask, draft: Draft, { outline, spoken }: Telling): Html {
  const { w } = ask;
  const more = languagesToAdd(
    ask,
    outline.spoken.map(({ language }) => language),
  );
  if (more.length === 0) return nothing;
  return html`<details>
    <summary>${w('read.add_language')}</summary>
    <form method="post" action="/console/flows/${draft.flow}/edit" class="stack tight">
      ${hidden({ do: 'language', form: 'language', revision: String(draft.revision), lang: spoken.language })}
      <p class="soft">${w('read.add_language_hint', { language: languageName(ask, spoken.language) })}</p>
      <div class="choice-row">
        <div class="field">
          <label for="add-language">${w('read.language')}</label>
          <select id="add-language" name="code">
            ${more.map((code) => html`<option value="${code}">${languageName(ask, code)}</option>`)}
          </select>
        </div>
        <p class="at-end">${button(w('read.add_language'), 'quiet')}</p>
      </div>
    </form>
  </details>`;
}

/** Whoever was led to words of another language goes back to hers, at the same step. */
export function languageBack(ask: Ask, { flow }: Draft, { outline, spoken }: Telling): Html {
  const from = outline.spoken.find(({ language }) => language === ask.query.get('from'));
  if (from === undefined || from === spoken) return nothing;
  const step = ask.query.get('step');
  const at = { lang: from.language, ...(step !== null && { step }) };
  const hash = step === null ? '' : `#${stepId(step)}`;
  return html`<a class="button quiet" href="/console/flows/${flow}/read?${new URLSearchParams(at).toString()}${hash}"
    >${ask.w('read.back_to_language', { language: languageName(ask, from.language) })}</a
  >`;
}
