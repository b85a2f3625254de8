import { mayAct, mayRelease, nextOf } from '../../release/rules.ts';
import type { FlowStages } from '../../release/stages.ts';
import { act } from '../frame/forms.ts';
import { html, type Html, nothing } from '../frame/html.ts';
import { has, type Ask } from '../frame/route.ts';
import { isOnlyPlayed, type Seen } from './read-review.ts';
import { confirmNext, type Next, signNext, translateNext } from './language-next.ts';
import { hearPath } from './hear-path.ts';
import { CHANGES } from './read/who-changes.ts';
import { planShown, releaseLabel, sendForm } from './plan-words.ts';
import { MAY_STOP } from './way-back.ts';

/** Who gives an approved draft to people. */
export const RELEASES = ['admin', 'editor'] as const;

/** What comes next for a draft, whose task it is, and what leads to it or does it where it is hers. */
export function draftNext(ask: Ask, review: Seen, stages: FlowStages | undefined): Next {
  const next = nextOf(review.facts);
  switch (next) {
    case 'nothing':
      return nothingNext(ask, review.draft.flow, stages);
    case 'mend':
      return mendNext(ask, review);
    case 'translate':
      return translateNext(ask, review);
    case 'send':
      return sendNext(ask, review, stages);
    case 'confirm':
      return confirmNext(ask, review);
    case 'sign':
      return signNext(ask, review);
    case 'peer':
    case 'second':
    case 'unblock':
      return approvalNext(ask, review, next, stages);
    case 'release':
      return releaseNext(ask, review, stages);
  }
}

function sendNext(ask: Ask, review: Seen, stages: FlowStages | undefined): Next {
  const { w, staff } = ask;
  const { facts, draft } = review;
  const here = `/console/flows/${draft.flow}`;
  const may = mayAct('sent', facts, staff) === undefined;
  return {
    says: w('release.next_send'),
    whose: w('release.whose_editor'),
    isHers: may,
    tell: `${here}/release`,
    ...(may && { deed: sendForm(ask, review, stages) }),
  };
}

/** One version at a time: what goes out before it is finished first. */
function releaseNext(ask: Ask, review: Seen, stages: FlowStages | undefined): Next {
  const { w, staff } = ask;
  const { facts, draft } = review;
  const before = stages?.open?.version;
  if (before !== undefined) return { says: w('release.next_after', { version: before }) };
  const may = mayRelease(facts, staff) === undefined;
  return {
    says: w('release.next_release'),
    whose: w('release.whose_editor'),
    isHers: may,
    tell: `/console/flows/${draft.flow}/release`,
    ...(may && { deed: releaseNow(ask, review, stages) }),
  };
}

/** Where all that is wrong are conversations that are played otherwise, they are looked at below. */
function mendNext(ask: Ask, review: Seen): Next {
  const { w, staff } = ask;
  const isHers = has(staff, CHANGES);
  const main = isHers ? 'main' : '';
  const { facts, draft } = review;
  const whose = w('release.whose_editor');
  if (isOnlyPlayed(ask, review))
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

/** Whoever may approve need not wait for the others. */
export function orMeanwhile(ask: Ask, review: Seen, next: Next): Next {
  const { w, staff } = ask;
  const { facts, draft } = review;
  const waitsFor = nextOf(facts);
  if (!['sign', 'peer'].includes(waitsFor) || next.deed !== undefined) return next;
  const may = (kind: Approval) => mayAct(kind, facts, staff) === undefined;
  if (waitsFor === 'sign' && may('peer_approved'))
    return { ...next, meanwhile: w('release.hers_peer'), deed: peerDeeds(ask, review) };
  if (!may('approved')) return next;
  const values = { kind: 'approved', content: facts.content, ...planShown(review) };
  const action = `/console/flows/${draft.flow}/review`;
  return {
    ...next,
    meanwhile: w('release.hers_second'),
    deed: html`${act(action, w('release.do_approved'), 'main', values)} ${lookFirst(ask)}`,
  };
}

type Approval = 'peer_approved' | 'approved';

/** The approval that the next thing has the button of, where it is hers. */
export function approvalNow(ask: Ask, review: Seen): Approval | undefined {
  const next = nextOf(review.facts);
  const may = (kind: Approval) => mayAct(kind, review.facts, ask.staff) === undefined;
  const isMeanwhile = next === 'sign' && signNext(ask, review).deed === undefined;
  if ((next === 'peer' || isMeanwhile) && may('peer_approved')) return 'peer_approved';
  if (!isMeanwhile && !['peer', 'second'].includes(next)) return undefined;
  return may('approved') ? 'approved' : undefined;
}

/** Whoever approves reads first: what is different stands below. */
function lookFirst({ w }: Ask): Html {
  return html`<a class="button" href="#different">${w('release.go_different')}</a>`;
}

/** She hears it as whoever gets it will; then she says yes, or why not. */
function peerDeeds(ask: Ask, review: Seen): Html {
  const { w } = ask;
  return html`<a class="button main" href="${hearPath(ask, review)}">${w('release.hear')}</a>
    ${peerWord(ask, review, 'quiet')}`;
}

/** Yes, or why not; also where she hears it. */
export function peerWord(ask: Ask, review: Seen, kind: 'main' | 'quiet'): Html {
  const { w } = ask;
  const { facts, draft } = review;
  const here = `/console/flows/${draft.flow}`;
  const values = { kind: 'peer_approved', content: facts.content, ...planShown(review) };
  return html`${act(`${here}/review`, w('release.do_peer_approved'), kind, values)}
    <a class="button quiet" href="${here}/release#approvals">${w('release.go_block')}</a>`;
}

const DEED = { second: 'approved', unblock: 'lifted' } as const;

/** The button is for whoever may press it; everybody else reads whose task it is. */
function approvalNext(
  ask: Ask,
  review: Seen,
  next: 'peer' | keyof typeof DEED,
  stages: FlowStages | undefined,
): Next {
  const { w, staff } = ask;
  const { facts, draft } = review;
  const may = mayAct(next === 'peer' ? 'peer_approved' : DEED[next], facts, staff) === undefined;
  return {
    says: may && next !== 'unblock' ? w(`release.next_${next}_hers`) : w(`release.next_${next}`),
    whose: w(`release.whose_${next}`),
    isHers: may,
    tell: `/console/flows/${draft.flow}/release`,
    ...(may && {
      deed: next === 'peer' ? peerDeeds(ask, review) : lastWord(ask, review, next, stages),
    }),
  };
}

/** Bound to what this page has shown. Where hers is the last word, and she may release, to say so twice decides nothing more. */
function lastWord(
  ask: Ask,
  review: Seen,
  next: keyof typeof DEED,
  stages: FlowStages | undefined,
): Html {
  const { w, staff } = ask;
  const { facts, draft } = review;
  const seen = { content: facts.content, ...planShown(review) };
  const here = `/console/flows/${draft.flow}`;
  const kind = DEED[next];
  const goesOn = next === 'second' && has(staff, RELEASES) && stages?.open === undefined;
  const label =
    stages?.settled === undefined
      ? w('release.approve_and_all')
      : facts.plan === 'at_once'
        ? w('release.approve_and_everybody')
        : w('release.approve_and_one');
  return html`${goesOn ? act(`${here}/approve-release`, label, 'main', seen) : nothing}
    ${act(
      `${here}/review`,
      goesOn ? w('release.only_approve') : w(`release.do_${kind}`),
      goesOn ? 'quiet' : 'main',
      { kind, ...seen },
    )}
    ${next === 'second' ? lookFirst(ask) : html`<a class="button" href="#approvals">${w('release.go_approvals')}</a>`}`;
}

/** Whoever is inside ends in the version in which she began, unless that is chosen otherwise below. */
function releaseNow(ask: Ask, review: Seen, stages: FlowStages | undefined): Html {
  const { w } = ask;
  const { facts, draft } = review;
  const label = releaseLabel(ask, facts.plan, stages);
  const action = `/console/flows/${draft.flow}/release`;
  return html`${act(action, label, 'main', { content: facts.content, ...planShown(review) })}
    <a class="button" href="#people">${w('release.go_release')}</a>`;
}
