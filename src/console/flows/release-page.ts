import { plainDiff } from '../../flow/edit/plain-diff.ts';
import { stageOf } from '../../release/stages.ts';
import { reviewComments } from '../../store/approvals.ts';
import { staffNames } from '../../store/staff-accounts.ts';
import { type Answer, notFound } from '../frame/answer.ts';
import { act } from '../frame/forms.ts';
import { given, html, type Html, nothing } from '../frame/html.ts';
import { has, type Ask, type Route } from '../frame/route.ts';
import { diffList } from './diff-words.ts';
import { editorPage } from './editor-page.ts';
import { givenUpCard } from './given-up.ts';
import { openDraft } from './open-draft.ts';
import { type NoProof, partSoon, type Soon } from './proof-soon.ts';
import { tellingOf } from './names/telling.ts';
import { publishCard } from './publish-card.ts';
import { readSoon, type Seen } from './read-review.ts';
import { approvalsCard, languagesCard } from './release-approvals.ts';
import { costsCard } from './release-costs.ts';
import { commentsCard, historyCard } from './release-talk.ts';
import { nextCard } from './next-card.ts';
import { wayList } from './way-list.ts';
import { isUnread } from './unread-note.ts';
import { settledApart, stageCard } from './stage-card.ts';
import { wayBack } from './way-back.ts';
import { transcriptsCard } from './transcripts-card.ts';
import { SEES_FLOWS } from '../frame/who.ts';

/** The way of a draft to everybody: what is next on top, then everything that one has to know to decide; how far it is, beside. */
async function show(ask: Ask): Promise<Answer> {
  const { parts, now } = ask;
  const flow = ask.param('flow');
  const draft = await openDraft(ask, flow);
  if (draft === undefined) return notFound();
  const { review, proved, before } = await readSoon(ask, draft);
  const [stages, comments] = await Promise.all([
    stageOf(parts.pool, flow, now),
    parts.pool.run((db) => reviewComments(db, flow)),
  ]);
  const ids = [
    ...review.names.keys(),
    ...comments.flatMap(({ by, settledBy }) => [by, settledBy ?? '']),
    ...(stages?.history ?? []).map(({ actor }) => actor),
  ];
  const names = await parts.pool.run((db) => staffNames(db, [...new Set(ids)]));
  const back = await wayBack(ask, stages);
  const { isChanged } = review.facts;
  const isApart = isChanged && stages?.open === undefined;
  const body = html`${nextCard(ask, review, stages, proved)}
    ${isChanged ? await differences(ask, review, { proved, before }) : nothing}
    ${isApart ? nothing : stageCard(ask, review, stages, back)}
    ${await publishCard(ask, review, stages)} ${commentsCard(ask, review, comments, names)}
    ${backCard(ask, review)} ${isApart ? settledApart(ask, flow, back) : nothing} ${await givenUpCard(ask, review, stages, names)}
    ${historyCard(ask, review, stages, names)}`;
  return editorPage(ask, flow, {
    view: 'release',
    body,
    aside: html`${wayList(ask, review, stages)}
      ${isChanged || isUnread(review) ? languagesCard(ask, review) : nothing}
      ${isChanged ? approvalsCard(ask, review) : nothing}`,
    draft,
    styles: ['release.css'],
  });
}

type Proofs = { proved: Soon | undefined; before: Soon | undefined };

async function differences(ask: Ask, review: Seen, { proved, before }: Proofs): Promise<Html> {
  const { w } = ask;
  const { draft, released, proof } = review;
  const files = released?.files ?? new Map<string, string>();
  const versions = {
    before: tellingOf(ask, { flow: draft.flow, files }),
    after: tellingOf(ask, draft),
  };
  const late = [proved, before]
    .filter((one) => one !== undefined)
    .find((one): one is NoProof => one.kind !== 'proved');
  const costs = before?.kind === 'proved' ? before.proof.costs : [];
  return html`<section class="card stack" aria-labelledby="different">
      <h2 id="different">
        ${
          released?.version === undefined
            ? w('release.different_new')
            : w('release.different', { version: released.version })
        }
      </h2>
      ${diffList(ask, plainDiff(draft.flow, files, draft.files), versions)}
    </section>
    ${await transcriptsCard(ask, review, proved)}
    ${
      late === undefined && proof !== undefined
        ? costsCard(ask, versions.after, { before: costs, after: proof.costs })
        : html`<section class="card stack" aria-labelledby="costs">
            <h2 id="costs">${w('release.costs')}</h2>
            ${given(late, (why) => partSoon(ask, why))}
          </section>`
    }`;
}

/** To go on editing, or to give the draft up. */
function backCard(ask: Ask, { draft, released }: Seen): Html {
  const { w, staff } = ask;
  if (draft.state === 'released' || !has(staff, ['admin', 'editor'])) return nothing;
  const here = `/console/flows/${draft.flow}`;
  return html`<details class="card">
    <summary>${w('release.give_up')}</summary>
    <div class="stack">
      ${
        draft.state === 'in_review'
          ? html`<p>${w('release.take_back_hint')}</p>
            ${act(`${here}/review`, w('release.take_back'), 'quiet', { kind: 'taken_back' })}`
          : nothing
      }
      <p>${w(released === undefined ? 'release.discard_hint_new' : 'release.discard_hint')}</p>
      ${act(`${here}/discard`, w('release.discard'), 'danger')}
    </div>
  </details>`;
}

export const releaseRoutes: readonly Route[] = [
  { method: 'GET', path: '/flows/:flow/release', may: SEES_FLOWS, answer: show },
];
