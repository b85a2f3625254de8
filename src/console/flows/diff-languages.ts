import type { LanguageDiff, WordChange } from '../../flow/edit/plain-diff.ts';
import { spokenFirst } from '../../flow/edit/spoken-first.ts';
import { html, type Html, nothing } from '../frame/html.ts';
import { languageName } from '../frame/language-names.ts';
import type { Ask } from '../frame/route.ts';
import { answerName, textName } from './names/step-names.ts';
import type { Telling } from './names/telling.ts';

/** Both versions, so that what was taken out is called by its words of before. */
export type Versions = { before: Telling; after: Telling };
type Told = Versions & { ask: Ask };

/** Those of the programme; the others hold copies for the most part, and are folded below. */
export function languageParts(told: Told, all: readonly LanguageDiff[]): Html {
  const { ask } = told;
  const { languages: spoken } = ask.parts.programme;
  const sorted = spokenFirst(all, spoken, ({ language }) => language);
  const others = sorted.filter(({ language }) => !spoken.includes(language));
  const count = others.length;
  const texts = others.reduce((sum, { changes }) => sum + Math.max(1, changes.length), 0);
  return html`${sorted.filter((one) => !others.includes(one)).map((one) => languagePart(told, one))}
  ${
    count === 0
      ? nothing
      : html`<details>
          <summary>${ask.w('diff.other_languages', { count, texts })}</summary>
          ${others.map((one) => languagePart(told, one))}
        </details>`
  }`;
}

function languagePart(told: Told, { language, kind, changes }: LanguageDiff): Html {
  const { ask } = told;
  const { w } = ask;
  const name = languageName(ask, language);
  return html`<h3>
      ${w(`diff.language_${kind}`, { language: name, count: Math.max(1, changes.length) })}
    </h3>
    ${
      changes.length === 0
        ? nothing
        : html`<ul class="plain-list">
          ${changes.map((change) => html`<li>${wordingOf(told, language, change)}</li>`)}
        </ul>`
    }`;
}

/** A wording before and now, in its own language for screen readers. */
function wordingOf(told: Told, language: string, change: WordChange): Html {
  const { w } = told.ask;
  const { kind, id, channel, before, after } = change;
  const about = w(`diff.word_${kind}`, { id: saidName(told, kind, id) });
  return html`<p class="row">
      <strong>${about}</strong>
      ${channel === 'both' ? nothing : html`<span class="chip">${channel.toUpperCase()}</span>`}
    </p>
    <dl class="facts wording">
      ${
        before === undefined
          ? nothing
          : html`<dt>${w('diff.before')}</dt>
        <dd lang="${language}"><del>${before}</del></dd>`
      }
      <dt>${w('diff.now')}</dt>
      <dd ${after === undefined ? nothing : html`lang="${language}"`}>
        ${after === undefined ? w('diff.taken_out') : html`<ins>${after}</ins>`}
      </dd>
    </dl>`;
}

/** What a wording is of: the step that says it, or the answer by its label. */
function saidName({ before, after }: Versions, kind: WordChange['kind'], id: string): string {
  const isNow = kind === 'text' ? after.spoken.texts.has(id) : after.spoken.labels.has(id);
  const telling = isNow ? after : before;
  return kind === 'text' ? textName(telling, id) : answerName(telling, id);
}
