import { mayAct, mayRelease, nextOf } from '../../release/rules.ts';
import type { FlowStages, StageView } from '../../release/stages.ts';
import { act } from '../frame/forms.ts';
import { given, html, type Html, nothing } from '../frame/html.ts';
import { momentOf } from '../frame/moments.ts';
import { has, type Ask } from '../frame/route.ts';
import { isOnlyPlayed, type Review } from './read-review.ts';
import { confirmNext, type Next, signNext, translateNext, whoseWords } from './language-next.ts';
import { askedFor, goOn, isAboveTheStage } from './stage-card.ts';
import { CHANGES } from './read/who-changes.ts';
import { MAY_STOP } from './way-back.ts';

/** Who gives an approved draft to people. */
const RELEASES = ['admin', 'editor'] as const;

/** The one thing that is next, whose task it is, and the button where it is hers. */
export function nextCard(ask: Ask, review: Review, stages: StageView | undefined): Html {
  const { w } = ask;
  const next =
    stages?.open === undefined
      ? orSecond(ask, review, draftNext(ask, review, stages))
      : stageNext(ask, review, stages);
  const { says, deed } = next;
  const open = stages?.open;
  const waits = open !== undefined && review.facts.isChanged;
  return html`<section class="card stack next" aria-labelledby="next">
    <p class="soft">${w('release.now')}</p>
    <h2 id="next">${says}</h2>
    ${given(whoseWords(ask, next), (whose) => html`<p>${whose}</p>`)}
    ${deed === undefined ? nothing : html`<div class="row">${deed}</div>`}
    ${waits ? html`<p class="hint">${w('release.next_waits', { version: open.version })}</p>` : nothing}
  </section>`;
}

/** What comes next for a draft, whose task it is, and what leads to it or does it where it is hers. */
export function draftNext(ask: Ask, review: Review, stages: FlowStages | undefined): Next {
  const { w, staff } = ask;
  const { facts, draft } = review;
  const here = `/console/flows/${draft.flow}`;
  const next = nextOf(facts);
  switch (next) {
    case 'nothing':
      return nothingNext(ask, draft.flow, stages);
    case 'mend':
      return mendNext(ask, review);
    case 'translate':
      return translateNext(ask, review);
    case 'send': {
      const may = mayAct('sent', facts, staff) === undefined;
      const button = act(`${here}/review`, w('release.send'), 'main', { kind: 'sent' });
      return {
        says: w('release.next_send'),
        whose: w('release.whose_editor'),
        isHers: may,
        ...(may && { deed: button }),
      };
    }
    case 'confirm':
      return confirmNext(ask, review);
    case 'sign':
      return signNext(ask, review);
    case 'peer':
    case 'second':
    case 'unblock':
      return approvalNext(ask, review, next, stages);
    case 'release': {
      const may = mayRelease(facts, staff) === undefined;
      return {
        says: w('release.next_release'),
        whose: w('release.whose_editor'),
        isHers: may,
        ...(may && { deed: releaseNow(ask, review, stages) }),
      };
    }
  }
}

/** Where all that is wrong are conversations that are played otherwise, they are looked at below. */
function mendNext({ w, staff }: Ask, review: Review): Next {
  const isHers = has(staff, CHANGES);
  const main = isHers ? 'main' : '';
  const { facts, draft } = review;
  const whose = w('release.whose_editor');
  if (isOnlyPlayed(review))
    return {
      says: w('release.next_anew', { count: facts.errors }),
      whose,
      isHers,
      deed: html`<a class="button ${main}" href="#transcripts">${w('release.go_anew')}</a>`,
    };
  return {
    says: w('release.next_mend', { count: facts.errors }),
    whose,
    isHers,
    deed: html`<a class="button ${main}" href="/console/flows/${draft.flow}/read">${w('release.go_mend')}</a>`,
  };
}

/** Nothing waits: what can still be done is to change it, or to go back. */
function nothingNext({ w, staff }: Ask, flow: string, stages: FlowStages | undefined): Next {
  const [settled, previous] = [stages?.settled, stages?.previous];
  const go = w(has(staff, CHANGES) ? 'release.go_edit' : 'release.go_read');
  return {
    says:
      settled === undefined
        ? w('release.next_nothing')
        : w('release.next_done', { version: settled.version }),
    deed: html`<a class="button" href="/console/flows/${flow}/read">${go}</a>
      ${
        previous !== undefined && has(staff, MAY_STOP)
          ? html`<a class="button" href="#stage">${w('release.go_back')}</a>`
          : nothing
      }`,
  };
}

/** Whoever may be the second person need not wait for the others. */
function orSecond({ w, staff }: Ask, { facts, draft }: Review, next: Next): Next {
  const isWaiting = ['sign', 'peer'].includes(nextOf(facts));
  if (!isWaiting || next.deed !== undefined || mayAct('approved', facts, staff) !== undefined)
    return next;
  const values = { kind: 'approved', content: facts.content };
  const approve = act(
    `/console/flows/${draft.flow}/review`,
    w('release.do_approved'),
    'main',
    values,
  );
  return {
    ...next,
    deed: html`<p>${w('release.hers_second')}</p>
      ${approve} <a class="button" href="#different">${w('release.go_different')}</a>`,
  };
}

const DEED = { peer: 'peer_approved', second: 'approved', unblock: 'lifted' } as const;

/** The button is for whoever may press it; everybody else reads whose task it is. */
function approvalNext(
  { w, staff }: Ask,
  { facts, draft }: Review,
  next: keyof typeof DEED,
  stages: FlowStages | undefined,
): Next {
  const kind = DEED[next];
  const may = mayAct(kind, facts, staff) === undefined;
  const action = `/console/flows/${draft.flow}/review`;
  // Bound to what this page has shown, as below.
  const values = { kind, content: facts.content };
  // Hers is the last word, and she may release: to say so twice decides nothing more.
  const goesOn = next === 'second' && has(staff, RELEASES);
  return {
    says: w(`release.next_${next}`),
    whose: w(`release.whose_${next}`),
    isHers: may,
    ...(may && {
      deed: html`${goesOn ? approveAndRelease({ w, flow: draft.flow, isFirst: stages?.settled === undefined }, facts.content) : nothing}
        ${act(action, goesOn ? w('release.only_approve') : w(`release.do_${kind}`), goesOn ? 'quiet' : 'main', values)}
        <a class="button" href="#approvals">${w('release.go_approvals')}</a>`,
    }),
  };
}

type Approving = { w: Ask['w']; flow: string; isFirst: boolean };

function approveAndRelease({ w, flow, isFirst }: Approving, content: string): Html {
  const label = isFirst ? w('release.approve_and_all') : w('release.approve_and_one');
  return act(`/console/flows/${flow}/approve-release`, label, 'main', { content });
}

/** Whoever is inside ends in the version in which she began, unless that is chosen otherwise below. */
function releaseNow({ w }: Ask, { facts, draft }: Review, stages: FlowStages | undefined): Html {
  const label = stages?.settled === undefined ? w('release.to_all_first') : w('release.to_one');
  const action = `/console/flows/${draft.flow}/release`;
  return html`${act(action, label, 'main', { content: facts.content })}
    <a class="button" href="#people">${w('release.go_release')}</a>`;
}

function stageNext(ask: Ask, review: Review, stages: StageView): Next {
  const { w, staff } = ask;
  const { open, watched, watchedAt = ask.now } = stages;
  const [percent, version] = [open?.percent ?? 0, open?.version ?? 0];
  const isLast = percent === 100;
  const key = open?.state === 'held' ? 'held' : isLast ? 'last' : watched ? 'widen' : 'watch';
  const when = momentOf(ask, watchedAt);
  const asked = askedFor(review, open);
  const whose =
    asked === undefined ? key : asked.by === staff.id ? ('agrees' as const) : ('agree' as const);
  const look = html`<a class="button" href="#stage">${w('release.go_stage')}</a>`;
  return {
    says: w(`release.next_${key}`, { percent, version, when }),
    whose: w(`release.whose_${whose}`, { when }),
    isHers: whose === 'widen' && has(staff, RELEASES),
    deed: html`${isAboveTheStage(review, stages) ? goOn(ask, review, stages) : nothing} ${look}`,
  };
}
