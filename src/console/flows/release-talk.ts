import { languageName } from '../frame/language-names.ts';
import type { StageView } from '../../release/stages.ts';
import type { ReviewComment } from '../../store/approvals.ts';
import { act, button, field } from '../frame/forms.ts';
import { html, type Html, nothing } from '../frame/html.ts';
import { momentOf } from '../frame/moments.ts';
import { has, type Ask } from '../frame/route.ts';
import { tellingOf } from './names/telling.ts';
import { planWords } from './plan-words.ts';
import { placeLinked, REVIEWS } from './place-comments.ts';
import type { Seen } from './read-review.ts';

type Named = ReadonlyMap<string, string>;

/** What was said about places of the draft, open ones first. */
export function commentsCard(
  ask: Ask,
  { draft }: Seen,
  comments: readonly ReviewComment[],
  names: Named,
): Html {
  const { w } = ask;
  const here = `/console/flows/${draft.flow}/comments`;
  const name = (id: string) => names.get(id) ?? w('drafts.somebody');
  const may = has(ask.staff, REVIEWS);
  const telling = tellingOf(ask, draft);
  return html`<section class="card stack" id="comments" aria-labelledby="comments-title">
    <h2 id="comments-title">${w('release.comments')}</h2>
    ${
      comments.length === 0
        ? html`<p class="empty">${w('release.comments_none')}</p>`
        : html`<ul class="plain-list">
          ${comments.map(
            ({ id, place, words, by, at, settledBy }) =>
              html`<li class="stack">
                <p>
                  <strong>${name(by)}</strong> <small>${momentOf(ask, at)}</small>
                  ${place === '' ? nothing : html`<small>${placeLinked(ask, telling, place)}</small>`}
                </p>
                <p>${words}</p>
                ${
                  settledBy === null
                    ? may
                      ? act(`${here}/${id}/settle`, w('release.settle'), 'quiet')
                      : nothing
                    : html`<p>
                      <span class="chip good"
                        >${w('release.settled_by', { who: name(settledBy) })}</span
                      >
                    </p>`
                }
              </li>`,
          )}
        </ul>`
    }
    ${
      may
        ? html`<form method="post" action="${here}" class="stack" data-edit>
          ${field({ label: w('release.comment_words'), name: 'words', kind: 'long', most: 1_000 })}
          ${field({
            label: w('release.comment_place'),
            hint: w('release.comment_place_hint'),
            name: 'place',
            most: 200,
          })}
          <div class="row">${button(w('release.comment'), 'quiet')}</div>
        </form>`
        : nothing
    }
  </section>`;
}

type Event = { at: Date; says: string };

/** All that ever happened on the way of this flow, the latest first. */
export function historyCard(
  ask: Ask,
  { acts }: Seen,
  stages: StageView | undefined,
  names: Named,
): Html {
  const { w } = ask;
  const name = (id: string) => names.get(id) ?? (id.includes('-') ? w('drafts.somebody') : id);
  const events: Event[] = [
    ...acts.map(({ kind, by, at, language, plan, texts }) => {
      const about = {
        who: name(by),
        language: language === null ? '' : languageName(ask, language),
      };
      const says =
        texts === null
          ? w(`release.event_${kind}`, about)
          : w('release.event_signed_texts', { ...about, count: texts.length });
      const how = plan === null ? undefined : planWords(ask, plan);
      return { at, says: how === undefined ? says : w('release.event_plan', { says, plan: how }) };
    }),
    ...(stages?.history ?? []).map(({ state, percent, version, at, actor, reason }) => ({
      at,
      says: w(`release.event_stage_${state}`, {
        who: byWhom(ask, { actor, reason }) ?? name(actor),
        percent,
        version,
      }),
    })),
  ].toSorted((a, b) => b.at.getTime() - a.at.getTime());
  if (events.length === 0) return nothing;
  return html`<details class="card">
    <summary><h2 class="in-summary">${w('release.history')}</h2></summary>
    <ol class="plain-list">
      ${events
        .slice(0, EVENTS_MAX)
        .map(({ at, says }) => html`<li><small>${momentOf(ask, at)}</small> ${says}</li>`)}
    </ol>
  </details>`;
}

/** Where no person did it. */
function byWhom({ w }: Ask, { actor, reason }: { actor: string; reason: string }) {
  if (actor === 'files' || reason === 'files') return w('release.by_files');
  return actor === 'watch' ? w('release.by_watch') : undefined;
}

/** Events shown of a flow: years of releases. */
const EVENTS_MAX = 200;
