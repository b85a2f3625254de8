import { draftNext } from '../flows/release-way.ts';
import { proofSoon } from '../flows/proof-soon.ts';
import { readReview } from '../flows/read-review.ts';
import { flowStages } from '../../release/stages.ts';
import type { Draft } from '../../store/drafts.ts';
import { html, type Html, nothing } from '../frame/html.ts';
import type { Ask } from '../frame/route.ts';

/** Once an example is kept: what comes next for the draft, and the way there. */
export async function keptNext(ask: Ask, draft: Draft): Promise<Html> {
  const { w, parts } = ask;
  const { flow } = draft;
  const soon = await proofSoon(ask, flow, draft.files);
  const review = soon.kind === 'proved' ? await readReview(ask, flow) : undefined;
  const stages = await flowStages(parts.pool, flow);
  const says = review === undefined ? undefined : draftNext(ask, review, stages).says;
  return html`<p class="row apart">
    ${says === undefined ? nothing : html`<span>${says}</span>`}
    <a class="button" href="/console/flows/${flow}/release">${w('release.go_release')}</a>
  </p>`;
}
