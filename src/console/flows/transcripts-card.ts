import { html, type Html, nothing } from '../frame/html.ts';
import type { Ask } from '../frame/route.ts';
import { changedExamples } from '../try/changed-examples.ts';
import { keptTranscripts } from '../try/kept-transcripts.ts';
import { openTrial } from '../try/open-trial.ts';
import { exampleLines } from './example-lines.ts';
import { partSoon, type Soon } from './proof-soon.ts';
import type { Seen } from './read-review.ts';

/** Examples that were played against the draft, and those that went differently: what was, and what is now. */
export async function transcriptsCard(
  ask: Ask,
  review: Seen,
  proved: Soon | undefined,
): Promise<Html> {
  const { w } = ask;
  const { draft, proof } = review;
  const title = html`<h2 id="transcripts" tabindex="-1">${w('release.transcripts')}</h2>`;
  if (proof === undefined)
    return html`<section class="card stack" aria-labelledby="transcripts">
      ${title} ${proved === undefined || proved.kind === 'proved' ? nothing : partSoon(ask, proved)}
    </section>`;
  const played = [...draft.files.keys()].filter((path) => path.includes('/transcripts/'));
  const wrong = proof.findings.filter(
    ({ file, severity }) => file.includes('/transcripts/') && severity === 'error',
  );
  const files = new Set(wrong.map(({ file }) => file));
  const isUnplayed = proof.report.unplayed.includes(draft.flow);
  const says = isUnplayed
    ? w('release.transcripts_unplayed')
    : wrong.length === 0
      ? w('release.transcripts_good', { count: played.length })
      : w('release.transcripts_bad', { count: files.size, all: played.length });
  return html`<section class="card stack" aria-labelledby="transcripts">
    ${title}
    <p>
      <span class="chip ${isUnplayed ? 'warn' : wrong.length === 0 ? 'good' : 'bad'}">${says}</span>
    </p>
    ${exampleLines(ask, draft, review.released?.files ?? draft.files)}
    ${wrong.length === 0 ? nothing : await changed(ask, review)}
  </section>`;
}

async function changed(ask: Ask, { draft }: Seen): Promise<Html> {
  const { release, as } = await openTrial(ask.parts, draft.flow, draft.files);
  const stage = as(undefined)?.world.stage;
  const kept =
    release === undefined || stage === undefined
      ? []
      : keptTranscripts(draft.files, draft.flow, { release, stage });
  const others = kept.filter(({ kind }) => kind !== 'passes');
  return html`<p class="hint">${ask.w('release.take_anew_hint')}</p>
    ${changedExamples(ask, draft, others, 'release')}`;
}
