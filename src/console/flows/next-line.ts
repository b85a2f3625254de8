import { mayAct, nextOf } from '../../release/rules.ts';
import { flowStages } from '../../release/stages.ts';
import type { Draft } from '../../store/drafts.ts';
import { html, type Html, nothing } from '../frame/html.ts';
import type { Ask } from '../frame/route.ts';
import { whoseWords } from './language-next.ts';
import { isOnlyPlayed, readReview, readStanding, type Seen, wasProved } from './read-review.ts';
import { draftNext, orMeanwhile } from './release-way.ts';
import { proofSoon } from './proof-soon.ts';

/** On every view of a draft but that of the release: what comes next, whose task it is, and one way there. */
export async function nextLine(ask: Ask, draft: Draft, view: string): Promise<Html> {
  if (view === 'release' || draft.state === 'released') return nothing;
  const { w } = ask;
  const { flow } = draft;
  const soon = await proofSoon(ask, flow, draft.files, ask.parts.proofWaits.line);
  const review: Seen | undefined =
    soon.kind === 'proved'
      ? await readReview(ask, flow)
      : { draft, ...(await readStanding(ask, draft)) };
  if (review === undefined || !review.facts.isChanged) return nothing;
  if (review.proof === undefined && !wasProved(review.facts)) return nothing;
  const stages = await flowStages(ask.parts.pool, flow);
  const next = orMeanwhile(ask, review, draftNext(ask, review, stages));
  return html`<section class="note next-line row apart" aria-label="${w('release.next_label')}">
    <p>
      <strong>${next.says}</strong>
      ${next.meanwhile ?? whoseWords(ask, next) ?? nothing}
    </p>
    ${deedOf(ask, review, view)}
  </section>`;
}

function deedOf(ask: Ask, review: Seen, view: string): Html {
  const { w, staff } = ask;
  const { draft, facts } = review;
  const here = `/console/flows/${draft.flow}`;
  const link = (to: string, label: string) =>
    html`<a class="button quiet" href="${to}">${label}</a>`;
  const release = link(`${here}/release`, w('release.go_next'));
  switch (nextOf(facts)) {
    // How fast it is to go is seen there before it is sent.
    case 'send':
      return mayAct('sent', facts, staff) === undefined
        ? link(`${here}/release#next`, w('release.send'))
        : release;
    case 'mend':
      if (isOnlyPlayed(ask, review))
        return link(`${here}/release#transcripts`, w('release.go_anew'));
      return link(
        HAS_FINDINGS.includes(view) ? '#findings-title' : `${here}/read#findings-title`,
        w('release.go_mend'),
      );
    case 'translate':
      return view === 'translate' ? nothing : link(`${here}/translate`, w('release.go_translate'));
    case 'confirm':
      return link(`${here}/still-right`, w('release.go_confirm'));
    default:
      return release;
  }
}

/** The views that have the panel of findings beside them. */
const HAS_FINDINGS = ['read', 'map', 'file'];
