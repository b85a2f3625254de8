import type { StageView } from '../../release/stages.ts';
import { html, type Html, nothing } from '../frame/html.ts';
import type { Ask } from '../frame/route.ts';
import { otherCopies } from './other-copies.ts';
import { type Seen, wasProved } from './read-review.ts';
import { isStillChosen, type StopState, wayOf } from './release-stages.ts';

/** The stages of the way as a list, with what is done and what waits: of the draft, or of the version that goes out. */
export function wayList(ask: Ask, review: Seen, stages: StageView | undefined): Html {
  const { w } = ask;
  const version = stages?.open?.version ?? 0;
  const ways = waysNow(review, stages);
  if (ways.every(({ way }) => way.length === 0)) return nothing;
  return html`<section class="card stack" aria-labelledby="way">
    <h2 id="way">
      ${review.facts.isChanged ? w('release.way') : w('release.way_of', { version })}
    </h2>
    ${ways.map(({ way, when }) => html`<div class="stack ${when}">${stops(ask, way, version)}</div>`)}
    ${otherCopies(ask, review)}
  </section>`;
}

function stops(ask: Ask, way: Way, version: number): Html {
  const { w } = ask;
  return html`<label class="stack">
      <span class="soft">${doneWords(ask, way)}</span>
      <progress class="meter" value="${doneOf(way)}" max="${way.length}"></progress>
    </label>
    <ol class="way">
      ${way.map(
        ([stop, state]) =>
          html`<li class="${state}" ${state === 'next' ? html`aria-current="step"` : nothing}>
            <span>${w(`release.stop_${stop}`)}</span>
            <span class="chip ${TONES[state]}">${w(`release.state_${state}`, { version })}</span>
          </li>`,
      )}
    </ol>`;
}

/** Where the way stands below, how far it is: the link to it. */
export function toWay(ask: Ask, review: Seen, stages: StageView | undefined): Html {
  return html`${waysNow(review, stages).map(({ way, when }) =>
    way.length === 0
      ? nothing
      : html`<p class="to-way ${when}"><a href="#way">${doneWords(ask, way)}</a></p>`,
  )}`;
}

type Way = ReturnType<typeof wayOf>;
type When = { way: Way; when: '' | 'by-once' | 'by-steps' };

/** While the plan is still chosen on this page, both ways: the stylesheet shows the one of the chosen plan. */
function waysNow(review: Seen, stages: StageView | undefined): When[] {
  const facts = factsNow(review);
  return isStillChosen(facts, stages)
    ? [
        { way: wayOf(facts, stages, 'at_once'), when: 'by-once' },
        { way: wayOf(facts, stages, 'steps'), when: 'by-steps' },
      ]
    : [{ way: wayOf(facts, stages), when: '' }];
}

/** What is not proved yet has not passed the first step. */
function factsNow({ facts, proof }: Seen): Seen['facts'] {
  const isKnown = proof !== undefined || wasProved(facts);
  return isKnown ? facts : { ...facts, errors: Math.max(1, facts.errors) };
}

function doneOf(way: Way): number {
  return way.filter(([, state]) => state === 'done').length;
}

function doneWords({ w }: Ask, way: Way): string {
  return w('release.way_done', { done: doneOf(way), all: way.length });
}

const TONES: Readonly<Record<StopState, string>> = {
  done: 'good',
  next: 'warn',
  waits: 'warn',
  blocked: 'bad',
  later: '',
};
