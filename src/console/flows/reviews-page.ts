import type { FlowStages } from '../../release/stages.ts';
import { type Answer, page } from '../frame/answer.ts';
import { given, html, type Html, nothing } from '../frame/html.ts';
import type { Ask, Route } from '../frame/route.ts';
import { agreeings } from '../home/second-asks.ts';
import { flowTitle } from './names/flow-names.ts';
import { noProofYet } from './proof-soon.ts';
import type { Seen } from './read-review.ts';
import { wayOf } from './release-stages.ts';
import { reviewsSoon, tasksOf } from './review-tasks.ts';
import { REVIEWS } from './place-comments.ts';
import { ago } from './said-when.ts';

/** What waits for whoever looks, and beside it how far each draft and each release under way is. */
async function show(ask: Ask): Promise<Answer> {
  const { w } = ask;
  const { reviews, without, why, open } = await reviewsSoon(ask);
  const asked = (await agreeings(ask)).filter(({ kind }) => kind === 'wider' || kind === 'resume');
  const mine = [
    ...asked.map(({ about, to, says }) => ({ flow: about, to, says })),
    ...reviews.flatMap((review) => tasksOf(ask, review, { open })),
  ];
  return page({
    title: w('reviews.title'),
    styles: ['release.css'],
    body: html`<h1>${w('reviews.title')}</h1>
      ${given(why, (kind) => noProofYet(ask, kind))}
      <section class="card stack" aria-labelledby="mine">
        <h2 id="mine">${w('reviews.mine')}</h2>
        ${
          mine.length === 0
            ? html`<p class="empty">${why === undefined ? w('reviews.nothing') : w('reviews.nothing_known')}</p>`
            : html`<ul class="plain-list">
              ${mine.map(
                ({ to, says, flow }) =>
                  html`<li><a href="${to}">${flowTitle(w, flow)}</a><br />${says}</li>`,
              )}
            </ul>`
        }
      </section>
      <section class="stack" aria-labelledby="under-way">
        <h2 id="under-way">${w('reviews.under_way')}</h2>
        ${
          reviews.length + without.length + open.length === 0
            ? html`<p class="empty">${w('reviews.none_under_way')}</p>`
            : html`<div class="grid2">
              ${reviews.map((review) =>
                progressCard(
                  ask,
                  review,
                  open.find(({ flow }) => flow === review.draft.flow),
                ),
              )}
              ${without.map(
                (flow) =>
                  html`<article class="card stack">
                    <h3><a href="/console/flows/${flow}/release">${flowTitle(w, flow)}</a></h3>
                    <p class="soft">${why?.kind === 'late' ? w('flows.being_proved') : w('flows.not_proved')}</p>
                  </article>`,
              )}
              ${open.map(
                ({ flow, open: stage }) =>
                  html`<article class="card stack">
                    <h3><a href="/console/flows/${flow}/release">${flowTitle(w, flow)}</a></h3>
                    <p>
                      ${w(`reviews.stage_${stage?.state === 'held' ? 'held' : 'running'}`, {
                        version: stage?.version ?? 0,
                        percent: stage?.percent ?? 0,
                      })}
                    </p>
                    <progress
                      class="meter"
                      value="${stage?.percent ?? 0}"
                      max="100"
                      aria-label="${w('reviews.share', { flow: flowTitle(w, flow) })}"
                    ></progress>
                  </article>`,
              )}
            </div>`
        }
      </section>`,
  });
}

function progressCard(ask: Ask, { draft, facts }: Seen, stages: FlowStages | undefined): Html {
  const { w } = ask;
  const way = wayOf(facts, stages);
  const version = stages?.open?.version ?? 0;
  const done = way.filter(([, state]) => state === 'done').length;
  const here = way.find(([, state]) => state !== 'done' && state !== 'later');
  return html`<article class="card stack">
    <h3><a href="/console/flows/${draft.flow}/release">${flowTitle(w, draft.flow)}</a></h3>
    <p class="row">
      ${
        here === undefined
          ? w('release.next_nothing')
          : html`<span class="chip ${here[1] === 'blocked' ? 'bad' : 'warn'}"
              >${w(`release.state_${here[1]}`, { version })}</span
            >
            ${w(`release.stop_${here[0]}`)}`
      }
    </p>
    ${
      way.length === 0
        ? nothing
        : html`<progress
          class="meter"
          value="${done}"
          max="${way.length}"
          aria-label="${w('release.way_done', { done, all: way.length })}"
        ></progress>`
    }
    <small>${w('reviews.touched', { when: ago(ask, draft.updatedAt) })}</small>
  </article>`;
}

export const reviewsRoutes: readonly Route[] = [
  { method: 'GET', path: '/reviews', may: REVIEWS, answer: show },
];
