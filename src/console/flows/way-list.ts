import type { StageView } from '../../release/stages.ts';
import { html, type Html, nothing } from '../frame/html.ts';
import type { Ask } from '../frame/route.ts';
import { otherCopies } from './other-copies.ts';
import type { Review } from './read-review.ts';
import { wayOf } from './release-stages.ts';

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
    ${otherCopies(ask, review)}
  </section>`;
}

function tone(state: string): string {
  if (state === 'done') return 'good';
  return state === 'blocked' ? 'bad' : state === 'next' ? 'warn' : '';
}
