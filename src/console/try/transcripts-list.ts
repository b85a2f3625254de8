import type { Draft } from '../../store/drafts.ts';
import { html, type Html, nothing } from '../frame/html.ts';
import type { Ask } from '../frame/route.ts';
import { changedExamples } from './changed-examples.ts';
import { plain } from '../flows/names/plain-names.ts';
import type { KeptTranscript } from './kept-transcripts.ts';

/** The kept tries of a flow: how many are still so, and of the others what is different. */
export function transcriptsList(ask: Ask, draft: Draft, all: readonly KeptTranscript[]): Html {
  const { w } = ask;
  const others = all.filter(({ kind }) => kind !== 'passes');
  const passing = all.length - others.length;
  return html`<section class="stack try-kept" aria-labelledby="kept">
    <h2 id="kept">${w('try.transcripts')}</h2>
    <p>${all.length === 0 ? w('try.transcripts_none') : w('try.transcripts_pass', { count: passing, all: all.length })}</p>
    ${changedExamples(ask, draft, others, 'try')}
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
      ${passing.map(({ name }) => html`<li>${plain(name)}</li>`)}
    </ul>
  </details>`;
}
