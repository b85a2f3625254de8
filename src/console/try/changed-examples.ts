import type { Draft } from '../../store/drafts.ts';
import { act } from '../frame/forms.ts';
import { html, type Html, nothing } from '../frame/html.ts';
import { localeOf } from '../frame/locale.ts';
import { type Ask, has } from '../frame/route.ts';
import { plain } from '../flows/names/plain-names.ts';
import { differingOf, type KeptTranscript, takenWithAll } from './kept-transcripts.ts';

/** Who may keep a try: it becomes a file of the draft. */
export const KEEPS = ['admin', 'editor'] as const;
/** Lines of an example that stand open; the rest opens below. */
const LINES_SHOWN = 16;
/** The view on which they are looked at, and which comes back. */
export type Back = 'try' | 'release';

/**
 * Examples that go otherwise than they were kept, each with what was and what is now; one is taken by itself, or all below
 * which nothing is lost at once.
 */
export function changedExamples(
  ask: Ask,
  draft: Draft,
  others: readonly KeptTranscript[],
  back: Back,
): Html {
  const mayTake = has(ask.staff, KEEPS);
  const foreign = others.filter((one) => !isSpoken(ask, one));
  const cards = (some: readonly KeptTranscript[]) =>
    some.map((one) => card(ask, draft, one, { back, mayTake }));
  return html`${cards(others.filter((one) => isSpoken(ask, one)))}
  ${
    foreign.length === 0
      ? nothing
      : html`<details class="try-foreign">
          <summary>${ask.w('try.foreign', { count: foreign.length })}</summary>
          <div class="stack">${cards(foreign)}</div>
        </details>`
  }
  ${mayTake ? takeAll(ask, draft, others, back) : nothing}`;
}

/** Of a language that people of this programme hear; one that names no language is looked at with these. */
function isSpoken({ parts }: Ask, { language }: KeptTranscript): boolean {
  return language === undefined || parts.programme.languages.includes(language);
}

function card(
  { w }: Ask,
  draft: Draft,
  one: KeptTranscript,
  { back, mayTake }: { back: Back; mayTake: boolean },
): Html {
  const press = (what: string, label: string, kind: 'quiet' | 'danger') =>
    act(`/console/flows/${draft.flow}/examples`, label, kind, {
      ...values(draft, back),
      act: what,
      name: one.name,
    });
  return html`<article class="card stack" id="transcript-${one.name}" tabindex="-1">
    <h3>${plain(one.name)}</h3>
    ${one.kind === 'differs' && one.lost.length > 0 ? lostNote(w, one.lost) : nothing}
    ${one.kind === 'differs' ? difference(w, one.lines) : nothing}
    ${one.kind === 'wrong' ? html`<p lang="en">${one.line}: ${one.says}</p>` : nothing}
    ${one.kind === 'unplayed' ? html`<p>${w('findings.maybe_unset')} ${w('findings.maybe_unset_do')}</p>` : nothing}
    ${
      mayTake && one.kind !== 'unplayed'
        ? html`<div class="row">
            ${one.kind === 'differs' ? press('take', w('try.take_anew'), 'quiet') : nothing}
            ${press('remove', w('try.remove'), 'danger')}
          </div>`
        : nothing
    }
  </article>`;
}

function values({ revision }: Draft, back: Back): Record<string, string> {
  return { revision: String(revision), back };
}

function lostNote(w: Ask['w'], lost: readonly string[]): Html {
  const list = lost.map((words) => `“${words}”`).join(', ');
  return html`<p class="note warn">${w('try.lost', { count: lost.length, list })}</p>`;
}

/** Lines that went, and lines that came: by a sign, a word for ears, and a colour. */
function difference(w: Ask['w'], lines: readonly string[]): Html {
  const rest = lines.length > LINES_SHOWN + 1 ? lines.slice(LINES_SHOWN) : [];
  return html`<p>${w('try.differs')}</p>
    ${lineList(w, lines.slice(0, lines.length - rest.length))}
    ${
      rest.length === 0
        ? nothing
        : html`<details>
            <summary>${w('try.more_lines', { count: rest.length })}</summary>
            ${lineList(w, rest)}
          </details>`
    }`;
}

function lineList(w: Ask['w'], lines: readonly string[]): Html {
  return html`<ol class="example-lines" tabindex="0">
      ${lines.map((line) => {
        const mark = line.slice(0, 1);
        const kind = mark === '-' ? 'gone' : mark === '+' ? 'new' : 'same';
        const ears =
          kind === 'same' ? nothing : html`<span class="unseen">${w(`try.line_${kind}`)}</span>`;
        return html`<li class="${kind}">${ears}<code>${line}</code></li>`;
      })}
    </ol>`;
}

/** One press for all of them; those in which an answer is lost are named, and have a press of their own. */
function takeAll(ask: Ask, draft: Draft, others: readonly KeptTranscript[], back: Back): Html {
  const { w, language } = ask;
  const taken = takenWithAll(others);
  const left = differingOf(others).filter((one) => !taken.includes(one));
  const named = (all: readonly { name: string }[]) =>
    new Intl.ListFormat(localeOf(language)).format(all.map(({ name }) => plain(name)));
  const press = (what: 'all' | 'lost', label: string, kind: 'main' | 'quiet') =>
    act(`/console/flows/${draft.flow}/examples`, label, kind, {
      ...values(draft, back),
      act: what,
    });
  if (taken.length + left.length < 2) return nothing;
  const foreign = taken.filter((one) => !isSpoken(ask, one)).length;
  const all = w('try.take_all', { count: taken.length, list: named(taken) });
  const among = foreign === 0 ? '' : w('try.foreign_among', { count: foreign });
  return html`<div class="stack take-all">
    ${taken.length === 0 ? nothing : press('all', `${all}${among}`, 'main')}
    ${
      left.length === 0
        ? nothing
        : html`<p>${w('try.not_among', { count: left.length, list: named(left) })}</p>
            ${press('lost', w('try.take_lost', { count: left.length }), 'quiet')}`
    }
  </div>`;
}
