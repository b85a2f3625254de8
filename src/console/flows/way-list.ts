import type { StageView } from '../../release/stages.ts';
import { html, type Html, nothing } from '../frame/html.ts';
import type { Ask } from '../frame/route.ts';
import { otherCopies } from './other-copies.ts';
import { type Seen, wasProved } from './read-review.ts';
import { type StopState, wayOf } from './release-stages.ts';

/** The stages of the way as a list, with what is done and what waits: of the draft, or of the version that goes out. */
export function wayList(ask: Ask, review: Seen, stages: StageView | undefined): Html {
  const { w } = ask;
  const way = wayNow(review, stages);
  if (way.length === 0) return nothing;
  const version = stages?.open?.version ?? 0;
  return html`<section class="card stack" aria-labelledby="way">
    <h2 id="way">
      ${review.facts.isChanged ? w('release.way') : w('release.way_of', { version })}
    </h2>
    <label class="stack">
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
    </ol>
    ${otherCopies(ask, review)}
  </section>`;
}

/** Where the way stands below, how far it is: the link to it. */
export function toWay(ask: Ask, review: Seen, stages: StageView | undefined): Html {
  const way = wayNow(review, stages);
  if (way.length === 0) return nothing;
  return html`<p class="to-way"><a href="#way">${doneWords(ask, way)}</a></p>`;
}

type Way = ReturnType<typeof wayOf>;

/** What is not proved yet has not passed the first step. */
function wayNow({ facts, proof }: Seen, stages: StageView | undefined): Way {
  const isKnown = proof !== undefined || wasProved(facts);
  return wayOf(isKnown ? facts : { ...facts, errors: Math.max(1, facts.errors) }, stages);
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
