import type { StageView } from '../../release/stages.ts';
import { given, html, type Html, nothing } from '../frame/html.ts';
import { momentOf } from '../frame/moments.ts';
import { type Ask, has } from '../frame/route.ts';
import { copyLink } from './copy-link.ts';
import { type Next, whoseWords } from './language-next.ts';
import { lookAgain, type Soon } from './proof-soon.ts';
import { planNote } from './plan-words.ts';
import { type Seen, wasProved } from './read-review.ts';
import { draftNext, orMeanwhile, RELEASES } from './release-way.ts';
import { askedFor, goOn, isAboveTheStage } from './stage-card.ts';
import { toWay } from './way-list.ts';

/**
 * The one thing that is next, whose task it is, and the button where it is hers. Of a draft, whatever else is under way: what
 * goes out before it stands below.
 */
export function nextCard(
  ask: Ask,
  review: Seen,
  stages: StageView | undefined,
  proved: Soon | undefined,
): Html {
  const isWaiting = review.facts.isChanged && stages?.open !== undefined;
  const label = isWaiting ? 'release.now_draft' : 'release.now';
  const below = html`${toWay(ask, review, stages)} ${behind(ask, review, stages)}`;
  return proved !== undefined && proved.kind !== 'proved' && !wasProved(review.facts)
    ? card(ask, { label, titled: 'checking', body: checking(ask, proved), below })
    : card(ask, { label, titled: 'next', body: nextThing(ask, review, stages), below });
}

function nextThing(ask: Ask, review: Seen, stages: StageView | undefined): Html {
  const isOfDraft = review.facts.isChanged || stages?.open === undefined;
  const next = isOfDraft
    ? orMeanwhile(ask, review, draftNext(ask, review, stages))
    : stageNext(ask, review, stages);
  const { says, meanwhile, deed, tell, isHers = false } = next;
  return html`<h2 id="next">${says}</h2>
    ${given(whoseWords(ask, next), (whose) => html`<p>${whose}</p>`)}
    ${given(meanwhile, (words) => html`<p>${words}</p>`)}
    ${planNote(ask, review, stages)} ${given(deed, (one) => html`<div class="row">${one}</div>`)}
    ${isHers || deed !== undefined ? nothing : given(tell, (to) => html`<p>${copyLink(ask.w, to)}</p>`)}`;
}

type Card = {
  label: 'release.now' | 'release.now_draft';
  titled: 'next' | 'checking';
  body: Html;
  below: Html;
};

function card({ w }: Ask, { label, titled, body, below }: Card): Html {
  return html`<section class="card stack next" aria-labelledby="${titled}">
    <p class="soft">${w(label)}</p>
    ${body} ${below}
  </section>`;
}

/** What is known of a draft is known at once; only whether it has mistakes takes a moment. */
function checking(ask: Ask, { kind }: Soon): Html {
  const { w } = ask;
  if (kind !== 'late') return html`<h2 id="checking">${w('proof.not_now')}</h2> ${lookAgain(ask)}`;
  return html`<h2 id="checking" role="status">${w('release.checking')}</h2>
    <progress class="meter" aria-labelledby="checking"></progress>
    <p>${w('release.checking_hint')}</p>`;
}

/** What goes out before the draft may: it can be changed and reviewed meanwhile, and be helped on. */
function behind(ask: Ask, review: Seen, stages: StageView | undefined): Html {
  const { w } = ask;
  const open = stages?.open;
  if (open === undefined || stages === undefined || !review.facts.isChanged) return nothing;
  const { version, percent, state } = open;
  const key = state === 'held' ? 'held' : percent === 100 ? 'last' : 'goes';
  const when = momentOf(ask, stages.watchedAt ?? ask.now);
  return html`<div class="note stack behind" id="behind">
    <p><strong>${w(`release.behind_${key}`, { version, percent, when })}</strong></p>
    <p>${w(`release.behind_${key}_hint`, { version })}</p>
    ${goOn(ask, review, stages, seeStage(w('release.go_stage_of', { version })))}
  </div>`;
}

function seeStage(label: string): Html {
  return html`<a class="button quiet" href="#stage">${label}</a>`;
}

function stageNext(ask: Ask, review: Seen, stages: StageView): Next {
  const { w, staff } = ask;
  const { open, watchedAt = ask.now } = stages;
  const values = { percent: open?.percent ?? 0, version: open?.version ?? 0 };
  const key = stageKey(stages);
  const when = momentOf(ask, watchedAt);
  const by = askedFor(review, open)?.by;
  const own = key === 'watch' && open?.plan === 'steps' ? 'plan' : key;
  const whose = by === undefined ? own : by === staff.id ? 'agrees' : 'agree';
  const look = seeStage(w('release.go_stage'));
  return {
    says: w(`release.next_${key}`, { ...values, when }),
    whose: w(`release.whose_${whose}`, { when }),
    isHers: whose === 'widen' && has(staff, RELEASES),
    deed: isAboveTheStage(review, stages) ? goOn(ask, review, stages, look) : look,
  };
}

function stageKey({
  open,
  watched,
  isBegun,
}: StageView): 'held' | 'last' | 'widen' | 'watch' | 'waits' {
  if (open?.state === 'held') return 'held';
  if (open?.percent === 100) return 'last';
  if (watched && open?.plan === 'steps' && !isBegun) return 'waits';
  return watched ? 'widen' : 'watch';
}
