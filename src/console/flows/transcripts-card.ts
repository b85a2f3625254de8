import { act } from '../frame/forms.ts';
import { html, type Html, nothing } from '../frame/html.ts';
import { has, type Ask } from '../frame/route.ts';
import type { Review } from './read-review.ts';

/** Transcripts that were played against the draft, and those that went differently. */
export function transcriptsCard({ w, staff }: Ask, { draft, proof }: Review): Html {
  const played = [...draft.files.keys()].filter((path) => path.includes('/transcripts/'));
  const wrong = proof.findings.filter(
    ({ file, severity }) => file.includes('/transcripts/') && severity === 'error',
  );
  const canTake = wrong.some(({ code }) => code === 'transcript_differs');
  const files = new Set(wrong.map(({ file }) => file));
  const isUnplayed = proof.report.unplayed.includes(draft.flow);
  const says = isUnplayed
    ? w('release.transcripts_unplayed')
    : wrong.length === 0
      ? w('release.transcripts_good', { count: played.length })
      : w('release.transcripts_bad', { count: files.size, all: played.length });
  return html`<section class="card stack" aria-labelledby="transcripts">
    <h2 id="transcripts">${w('release.transcripts')}</h2>
    <p>
      <span class="chip ${isUnplayed ? 'warn' : wrong.length === 0 ? 'good' : 'bad'}">${says}</span>
    </p>
    ${
      wrong.length === 0
        ? nothing
        : html`<p class="hint">${w('release.take_anew_hint')}</p>
          ${wrong.map(
            ({ file, mend }) =>
              html`<details>
                <summary><code>${file.slice(file.lastIndexOf('/') + 1)}</code></summary>
                <pre class="lines" tabindex="0">${linesIn(mend)}</pre>
              </details>`,
          )}
          ${
            canTake && has(staff, ['admin', 'editor'])
              ? act(
                  `/console/flows/${draft.flow}/transcripts/anew`,
                  w('release.take_anew'),
                  'quiet',
                  { revision: String(draft.revision) },
                )
              : nothing
          }`
    }
  </section>`;
}

/** What differs, of a finding that says it line by line; of any other all that it says. */
function linesIn(mend: string): string {
  const lines = mend.split('\n');
  const different = lines.filter((line) => /^[-+ ] /u.test(line));
  return (different.length > 0 ? different : lines).join('\n');
}
