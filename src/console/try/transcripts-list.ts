import type { Draft } from '../../store/drafts.ts';
import { html, type Html, nothing } from '../frame/html.ts';
import { type Ask, has } from '../frame/route.ts';
import type { KeptTranscript } from './kept-transcripts.ts';

/** Who may keep a try: it becomes a file of the draft. */
export const KEEPS = ['admin', 'editor'] as const;

/** The kept tries of a flow: how many are still so, and of the others what is different. */
export function transcriptsList(ask: Ask, draft: Draft, all: readonly KeptTranscript[]): Html {
  const { w } = ask;
  const others = all.filter(({ kind }) => kind !== 'passes');
  const passing = all.length - others.length;
  return html`<section class="stack try-kept" aria-labelledby="kept">
    <h2 id="kept">${w('try.transcripts')}</h2>
    <p>${all.length === 0 ? w('try.transcripts_none') : w('try.transcripts_pass', { count: passing, all: all.length })}</p>
    ${others.map((one) => otherwise(ask, draft, one))}
    ${
      passing === 0
        ? nothing
        : names(
            ask,
            all.filter(({ kind }) => kind === 'passes'),
          )
    }
  </section>`;
}

function names({ w }: Ask, passing: readonly KeptTranscript[]): Html {
  return html`<details>
    <summary>${w('try.transcripts_names')}</summary>
    <ul class="try-names">
      ${passing.map(({ name }) => html`<li>${name}</li>`)}
    </ul>
  </details>`;
}

function otherwise(ask: Ask, { flow, revision }: Draft, one: KeptTranscript): Html {
  const { w } = ask;
  return html`<article class="card stack" id="transcript-${one.name}" tabindex="-1">
    <h3>${one.name}</h3>
    ${one.kind === 'differs' ? difference(ask, one.lines) : nothing}
    ${one.kind === 'wrong' ? html`<p lang="en">${one.line}: ${one.says}</p>` : nothing}
    ${
      has(ask.staff, KEEPS)
        ? html`<form class="row" method="post" action="/console/flows/${flow}/try/transcript">
            <input type="hidden" name="revision" value="${revision}" />
            <input type="hidden" name="name" value="${one.name}" />
            ${
              one.kind === 'differs'
                ? html`<button class="button" type="submit" name="act" value="anew">
                    ${w('try.take_anew')}
                  </button>`
                : nothing
            }
            <button class="button danger" type="submit" name="act" value="remove">
              ${w('try.remove')}
            </button>
          </form>`
        : nothing
    }
  </article>`;
}

/** Lines that went, and lines that came: by a sign, a word for ears, and a colour. */
function difference({ w }: Ask, lines: readonly string[]): Html {
  return html`<p>${w('try.differs')}</p>
    <ol class="try-lines">
      ${lines.map((line) => {
        const mark = line.slice(0, 1);
        const kind = mark === '-' ? 'gone' : mark === '+' ? 'new' : 'same';
        const ears =
          kind === 'same' ? nothing : html`<span class="unseen">${w(`try.line_${kind}`)}</span>`;
        return html`<li class="${kind}">${ears}<code>${line}</code></li>`;
      })}
    </ol>`;
}
