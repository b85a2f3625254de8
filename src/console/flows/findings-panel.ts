import { languageName } from '../frame/language-names.ts';
import { given, html, type Html, nothing } from '../frame/html.ts';
import { type Ask, has } from '../frame/route.ts';
import { hasWords } from '../frame/words.ts';
import { quotedIn } from './certain-mend.ts';
import type { DraftFinding } from './draft-prover.ts';
import { placeLink, placeWords } from './finding-place.ts';
import { answerName, stepName } from './names/step-names.ts';
import type { Telling } from './names/telling.ts';
import type { ShownFinding } from './point-lengths.ts';
import { CHANGES } from './read/who-changes.ts';
import { COPIED, countsOf, type ShownFindings } from './shown-findings.ts';

/** So many findings are told one by one; whoever has more begins with these. */
const SHOWN_MAX = 30;
/** Who may change a draft. */
const EDITS = ['admin', 'editor', 'translator'] as const;
const MISSING = new Set([
  'untranslated',
  'same_as_english',
  'missing_language',
  'other_language',
  COPIED,
]);

/** `lang`: the language in which the flow is read beside it. */
type PanelAsk = Pick<Ask, 'w' | 'language' | 'staff' | 'path' | 'parts'> & {
  lang?: string | undefined;
};

/** What the proof found, in plain words, each with its place and its mend. */
export function findingsPanel(ask: PanelAsk, shown: ShownFindings, telling: Telling): Html {
  const { w } = ask;
  const { flow, findings, waiting, unused } = shown;
  const sorted = alike(findings.toSorted((a, b) => rank(a) - rank(b)));
  const more = sorted.length - SHOWN_MAX;
  return html`<section class="findings stack" aria-labelledby="findings-title" data-findings>
    <h2 id="findings-title">${w('proof.title')}</h2>
    <p role="status" class="findings-sum">${summary(ask, findings, waiting.length > 0)}</p>
    ${differNote(ask, flow, findings)}
    ${waitingCard(ask, flow, waiting)}
    <ul class="finding-list">
      ${sorted.slice(0, SHOWN_MAX).map((one) => html`<li>${findingCard(ask, telling, one)}</li>`)}
    </ul>
    ${more > 0 ? html`<p class="soft">${w('proof.more', { count: more })}</p>` : nothing}
    ${unusedList(ask, telling, unused)}
  </section>`;
}

/** Kept examples that go otherwise now, for as long as there are any: whatever else is to be mended hides them else. */
function differNote({ w }: PanelAsk, flow: string, findings: readonly DraftFinding[]): Html {
  const count = findings.filter(({ code }) => code === 'transcript_differs').length;
  if (count === 0) return nothing;
  return html`<p class="note warn">
    ${w('read.examples_differ', { count })}
    <a href="/console/flows/${flow}/try#kept">${w('read.examples_look')}</a>
  </p>`;
}

/** What is still to be translated, a line for each language, and the way to it. */
function waitingCard(ask: PanelAsk, flow: string, all: readonly DraftFinding[]): Html {
  const { w, parts } = ask;
  const order = parts.programme.languages;
  const place = ({ place: { language = '' } }: DraftFinding) =>
    order.includes(language) ? order.indexOf(language) : order.length;
  if (all.length === 0) return nothing;
  return html`<article class="finding calm">
    <p><strong>${w('proof.still_to_translate')}</strong></p>
    <ul class="plain-list">
      ${all
        .toSorted((a, b) => place(a) - place(b))
        .map(({ found, place: { flow: where, language = '' } }) => {
          const count = w('proof.texts', { count: quotedIn(found).length - 1 });
          const name = languageName(ask, language);
          return html`<li class="row apart">
            <span>${name}${where === flow ? '' : ` (${where})`}: ${count}</span>
            <a class="button quiet" href="/console/flows/${where}/translate?language=${language}&show=missing"
              >${w('proof.translate')}<span class="unseen"> ${name}</span></a
            >
          </li>`;
        })}
    </ul>
  </article>`;
}

function unusedList(ask: PanelAsk, telling: Telling, unused: readonly ShownFinding[]): Html {
  if (unused.length === 0) return nothing;
  return html`<details>
    <summary>${ask.w('proof.unused', { count: unused.length })}</summary>
    <ul class="finding-list">
      ${alike(unused)
        .slice(0, SHOWN_MAX)
        .map((one) => html`<li>${findingCard(ask, telling, one)}</li>`)}
    </ul>
  </details>`;
}

/** What is to be done alike at several places is told once; a certain mend is of one place. */
function alike(findings: readonly ShownFinding[]): ShownFinding[][] {
  const groups = Map.groupBy(findings, ({ code, severity, certain, place, steps }) =>
    certain === undefined && steps.length === 0 ? `${severity} ${code}` : { place },
  );
  return [...groups.values()];
}

/** How much there is to mend, in a few words. */
function summary(
  { w }: Pick<Ask, 'w'>,
  findings: readonly DraftFinding[],
  isWaiting: boolean,
): Html {
  const { errors, warnings } = countsOf(findings);
  if (errors + warnings === 0)
    return html`${isWaiting ? w('proof.nothing_else') : w('proof.nothing')}`;
  return html`${errors === 0 ? nothing : html`<span class="chip bad">${w('proof.errors', { count: errors })}</span>`}
  ${warnings === 0 ? nothing : html`<span class="chip warn">${w('proof.warnings', { count: warnings })}</span>`}`;
}

/** One finding, as it also stands beside its place. */
function findingCard(ask: PanelAsk, telling: Telling, all: readonly ShownFinding[]): Html {
  const { w } = ask;
  const [finding] = all;
  if (finding === undefined) return nothing;
  const { flow } = telling.outline;
  const { severity, code } = finding;
  const isError = severity === 'error';
  const about = finding.says?.filter((id) => id !== finding.place.text) ?? [
    ...new Set(all.flatMap(({ found }) => quotedIn(found))),
  ];
  const lang = ask.lang ?? telling.spoken.language;
  const reader = { mayChange: has(ask.staff, CHANGES), lang };
  return html`<article class="finding ${isError ? 'bad' : 'warn'}">
    <p class="row">
      <span class="chip ${isError ? 'bad' : 'warn'}">${isError ? w('proof.must') : w('proof.may')}</span>
      ${all.map((one) => html`<a href="${placeLink(telling, one, reader)}">${placeWords(ask, telling, one)}</a> `)}
    </p>
    <p><strong>${wordsOfCode(ask, code)}</strong> ${w(`findings.${code}_do`)}</p>
    ${wordsThere(ask, finding)}
    ${
      about.length === 0
        ? nothing
        : html`<p class="hint">
            ${finding.says === undefined ? w('proof.about') : w('proof.together_with')} ${about.map((words) => aboutName(telling, words))}
          </p>`
    }
    ${mends(ask, flow, finding)}
    <details>
      <summary>${w('proof.exact')}</summary>
      ${all.map(
        ({ message, file, line }) =>
          html`<p lang="en">${message}</p>
            <p class="soft">${w('proof.line', { file, line })}</p>`,
      )}
    </details>
  </article>`;
}

/** The words that are best shortened, in their own language. */
function wordsThere(ask: PanelAsk, { words, place: { language } }: ShownFinding): Html {
  if (words === undefined || language === undefined) return nothing;
  return html`<p class="hint">
    ${ask.w('proof.stands_there', { language: languageName(ask, language) })}
    <q lang="${language}">${words}</q>
  </p>`;
}

/** What a finding is about: a step or an answer by its words where it is one; else as it stands in the file. */
function aboutName(telling: Telling, name: string): Html {
  const { outline, spoken } = telling;
  if (outline.steps.has(name)) return html`<span>${stepName(telling, name)}</span> `;
  if (spoken.labels.has(name)) return html`<span>“${answerName(telling, name)}”</span> `;
  return html`<code>${name}</code> `;
}

/** What is wrong, in a sentence for somebody who never saw such a file. */
export function wordsOfCode({ w }: Pick<Ask, 'w'>, code: string): string {
  return hasWords(`findings.${code}`) ? w(`findings.${code}`) : code;
}

function mends(ask: PanelAsk, flow: string, finding: ShownFinding): Html {
  const { w, staff, path } = ask;
  const { place, certain, code, file, line, column } = finding;
  if (place.flow !== flow || !has(staff, EDITS)) return nothing;
  if (finding.isGreeting === true)
    return html`<form method="post" action="/console/flows/${flow}/mend" class="row">
      <input type="hidden" name="greeting" value="once" />
      <input type="hidden" name="back" value="${path}" />
      <button class="button" type="submit">${w('read.greet_once')}</button>
    </form>`;
  if (certain !== undefined)
    return html`<form method="post" action="/console/flows/${flow}/mend" class="row" data-mend="${JSON.stringify(certain)}">
      <input type="hidden" name="code" value="${code}" />
      <input type="hidden" name="file" value="${file}" />
      <input type="hidden" name="line" value="${line}" />
      <input type="hidden" name="column" value="${column}" />
      <input type="hidden" name="back" value="${path}" />
      <button class="button" type="submit">${mendWords(ask, finding)}</button>
    </form>`;
  return given(
    MISSING.has(code) ? (place.language ?? 'en') : undefined,
    (language) =>
      html`<p><a class="button quiet" href="/console/flows/${flow}/translate?language=${language}">${w('proof.translate')}</a></p>`,
  );
}

function mendWords({ w }: Pick<Ask, 'w'>, { certain }: DraftFinding): string {
  const words = certain?.changes[0]?.to ?? '';
  return words === '' ? w('proof.mend_out') : w('proof.mend_to', { words: `“${words}”` });
}

function rank({ severity }: DraftFinding): number {
  return severity === 'error' ? 0 : 1;
}
