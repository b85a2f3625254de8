import { mayAct, mayRelease, nextOf, standing } from '../../release/rules.ts';
import type { StageView } from '../../release/stages.ts';
import { act } from '../frame/forms.ts';
import { html, type Html, nothing } from '../frame/html.ts';
import { languageName } from '../frame/moments.ts';
import { has, type Ask } from '../frame/route.ts';
import type { Review } from './read-review.ts';
import { wayOf } from './release-stages.ts';
import { localeOf } from '../frame/locale.ts';

/** The one thing that is next, whose task it is, and the button where it is hers. */
export function nextCard(ask: Ask, review: Review, stages: StageView | undefined): Html {
  const { w } = ask;
  const { says, whose, deed } =
    stages?.open === undefined ? draftNext(ask, review, stages) : stageNext(ask, stages);
  return html`<section class="card stack next" aria-labelledby="next">
    <p class="soft">${w('release.now')}</p>
    <h2 id="next">${says}</h2>
    ${whose === undefined ? nothing : html`<p>${w('release.whose', { whose })}</p>`}
    ${deed === undefined ? nothing : html`<div class="row">${deed}</div>`}
  </section>`;
}

type Next = { says: string; whose?: string; deed?: Html };

function draftNext(ask: Ask, review: Review, stages: StageView | undefined): Next {
  const { w, staff } = ask;
  const { facts, draft } = review;
  const here = `/console/flows/${draft.flow}`;
  const next = nextOf(facts);
  switch (next) {
    case 'nothing':
      return {
        says:
          stages?.settled === undefined
            ? w('release.next_nothing')
            : w('release.next_done', { version: stages.settled.version }),
        deed: html`<a class="button" href="${here}/read">${w('release.go_edit')}</a>`,
      };
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
        ...(may && { deed: button }),
      };
    }
    case 'sign':
      return signNext(ask, review);
    case 'peer':
    case 'second':
    case 'unblock':
      return approvalNext(ask, review, next);
    case 'release': {
      const may = mayRelease(facts, staff) === undefined;
      return {
        says: w('release.next_release'),
        whose: w('release.whose_editor'),
        ...(may && { deed: releaseNow(ask, review, stages) }),
      };
    }
  }
}

/** Where all that is wrong are conversations that are played otherwise, they are looked at below. */
function mendNext({ w }: Ask, review: Review): Next {
  const { facts, draft } = review;
  const whose = w('release.whose_editor');
  if (isOnlyPlayed(review))
    return {
      says: w('release.next_anew', { count: facts.errors }),
      whose,
      deed: html`<a class="button main" href="#transcripts">${w('release.go_anew')}</a>`,
    };
  return {
    says: w('release.next_mend', { count: facts.errors }),
    whose,
    deed: html`<a class="button main" href="/console/flows/${draft.flow}/read">${w('release.go_mend')}</a>`,
  };
}

const DEED = { peer: 'peer_approved', second: 'approved', unblock: 'lifted' } as const;

/** The button is for whoever may press it; everybody else reads whose task it is. */
function approvalNext({ w, staff }: Ask, { facts, draft }: Review, next: keyof typeof DEED): Next {
  const kind = DEED[next];
  const may = mayAct(kind, facts, staff) === undefined;
  const action = `/console/flows/${draft.flow}/review`;
  // Bound to what this page has shown, as below.
  const values = { kind, content: facts.content };
  return {
    says: w(`release.next_${next}`),
    whose: w(`release.whose_${next}`),
    ...(may && {
      deed: html`${act(action, w(`release.do_${kind}`), 'main', values)}
        <a class="button" href="#approvals">${w('release.go_approvals')}</a>`,
    }),
  };
}

/** Whoever is inside ends in the version in which she began, unless that is chosen otherwise below. */
function releaseNow({ w }: Ask, { facts, draft }: Review, stages: StageView | undefined): Html {
  const label = stages?.settled === undefined ? w('release.to_all_first') : w('release.to_one');
  const action = `/console/flows/${draft.flow}/release`;
  return html`${act(action, label, 'main', { content: facts.content })}
    <a class="button" href="#people">${w('release.go_release')}</a>`;
}

/** Whether all that is wrong are conversations that are played otherwise than they are written. */
function isOnlyPlayed({ proof }: Review): boolean {
  const errors = proof.findings.filter(({ severity }) => severity === 'error');
  return errors.length > 0 && errors.every(({ code }) => code === 'transcript_differs');
}

/** Words of one language that stand in another are translated before anybody is asked to read them. */
function translateNext(ask: Ask, { facts, draft }: Review): Next {
  const { w, language } = ask;
  const waiting = facts.languages.filter(({ copies }) => copies > 0);
  const names = waiting.map((one) => languageName(ask, one.language));
  const count = waiting.reduce((sum, { copies }) => sum + copies, 0);
  const first = waiting[0]?.language ?? '';
  const to = `/console/flows/${draft.flow}/translate?language=${first}&show=missing`;
  return {
    says: w('release.next_translate', {
      count,
      list: new Intl.ListFormat(localeOf(language)).format(names),
    }),
    whose: w('release.whose_translate'),
    deed: html`<a class="button main" href="${to}">${w('release.go_translate')}</a>`,
  };
}

function signNext(ask: Ask, { facts }: Review): Next {
  const { w, language, staff } = ask;
  const missing = standing(facts).languages.filter(({ signed }) => signed === undefined);
  const names = missing.map((one) => languageName(ask, one.language));
  const list = new Intl.ListFormat(localeOf(language)).format(names);
  const may = missing.some(
    (one) => mayAct('signed', facts, staff, { language: one.language }) === undefined,
  );
  return {
    says: w('release.next_sign', { count: missing.length, list }),
    whose: w('release.whose_sign'),
    ...(may && {
      deed: html`<a class="button main" href="#languages">${w('release.go_languages')}</a>`,
    }),
  };
}

function stageNext(ask: Ask, stages: StageView): Next {
  const { w, staff } = ask;
  const { open } = stages;
  const percent = open?.percent ?? 0;
  const version = open?.version ?? 0;
  const isHeld = open?.state === 'held';
  const going = percent === 100 ? 'last' : stages.watched ? 'widen' : 'watch';
  const key = isHeld ? 'held' : going;
  const go = has(staff, ['admin', 'editor'])
    ? html`<a class="button main" href="#stage">${w('release.go_stage')}</a>`
    : undefined;
  return {
    says: w(`release.next_${key}`, { percent, version }),
    whose: w('release.whose_editor'),
    ...(go !== undefined && { deed: go }),
  };
}

/** The stages of the way as a list, with what is done and what waits. */
export function wayList(ask: Ask, review: Review, stages: StageView | undefined): Html {
  const { w } = ask;
  const way = wayOf(review.facts, stages);
  if (way.length === 0) return nothing;
  const done = way.filter(([, state]) => state === 'done').length;
  return html`<section class="card stack" aria-labelledby="way">
    <h2 id="way">${w('release.way')}</h2>
    <label class="stack">
      <span class="soft">${w('release.way_done', { done, all: way.length })}</span>
      <progress class="meter" value="${done}" max="${way.length}"></progress>
    </label>
    <ol class="way">
      ${way.map(
        ([stop, state]) =>
          html`<li class="${state}" ${state === 'next' ? html`aria-current="step"` : nothing}>
            <span>${w(`release.stop_${stop}`)}</span>
            <span class="chip ${tone(state)}">${w(`release.state_${state}`)}</span>
          </li>`,
      )}
    </ol>
  </section>`;
}

function tone(state: string): string {
  if (state === 'done') return 'good';
  return state === 'blocked' ? 'bad' : state === 'next' ? 'warn' : '';
}
