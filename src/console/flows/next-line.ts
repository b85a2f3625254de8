import { mayAct, nextOf } from '../../release/rules.ts';
import { flowStages, type FlowStages } from '../../release/stages.ts';
import type { Draft } from '../../store/drafts.ts';
import { html, type Html, nothing } from '../frame/html.ts';
import type { Ask } from '../frame/route.ts';
import { type Next, whoseWords } from './language-next.ts';
import { isOnlyPlayed, readReview, readStanding, type Seen, wasProved } from './read-review.ts';
import { planNote } from './plan-words.ts';
import { approvalNow, draftNext, orMeanwhile, peerWord } from './release-way.ts';
import { proofSoon } from './proof-soon.ts';

/** Above a view stands a line; beside the phone the word of whoever hears it stays in sight at the foot of the page. */
export type NextLine = { above: Html; below: Html };

const NO_LINE: NextLine = { above: nothing, below: nothing };

/** On every view of a draft but that of the release: what comes next, whose task it is, and one way there. */
export async function nextLine(ask: Ask, draft: Draft, view: string): Promise<NextLine> {
  if (view === 'release' || draft.state === 'released') return NO_LINE;
  const { flow } = draft;
  const soon = await proofSoon(ask, flow, draft.files, ask.parts.proofWaits.line);
  const review: Seen | undefined =
    soon.kind === 'proved'
      ? await readReview(ask, flow)
      : { draft, ...(await readStanding(ask, draft)) };
  if (review === undefined || !review.facts.isChanged) return NO_LINE;
  if (review.proof === undefined && !wasProved(review.facts)) return NO_LINE;
  const stages = await flowStages(ask.parts.pool, flow);
  const next = orMeanwhile(ask, review, draftNext(ask, review, stages));
  if (view === 'try' && approvalNow(ask, review) === 'peer_approved')
    return { above: nothing, below: wordBeside(ask, review, next, stages) };
  return { above: lineOf(ask, next, deedOf(ask, review, view)), below: nothing };
}

function lineOf(ask: Ask, next: Next, deed: Html): Html {
  return html`<section class="note next-line row apart" aria-label="${ask.w('release.next_label')}">
    <p>
      <strong>${next.says}</strong>
      ${next.meanwhile ?? whoseWords(ask, next) ?? nothing}
    </p>
    ${deed}
  </section>`;
}

/** Her task and her word, with the plan that it is for. */
function wordBeside(ask: Ask, review: Seen, next: Next, stages: FlowStages | undefined): Html {
  const { w } = ask;
  return html`<section class="note next-word stack tight" aria-label="${w('release.next_label')}">
    <p><strong>${next.meanwhile ?? next.says}</strong></p>
    <details class="plan-beside">
      <summary>${w('release.plan_title')}</summary>
      ${planNote(ask, review, stages)}
    </details>
    <div class="row">${peerWord(ask, review, 'main')}</div>
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
