import { plainDiff } from '../../flow/edit/plain-diff.ts';
import { flowStages, stageOf } from '../../release/stages.ts';
import { reviewComments } from '../../store/approvals.ts';
import { staffNames } from '../../store/staff-accounts.ts';
import { type Answer, notFound } from '../frame/answer.ts';
import { act } from '../frame/forms.ts';
import { html, type Html, nothing } from '../frame/html.ts';
import { has, type Ask, type Route } from '../frame/route.ts';
import { diffList } from './diff-words.ts';
import { editorPage } from './editor-page.ts';
import { givenUpCard } from './given-up.ts';
import { openDraft } from './open-draft.ts';
import { type NoProof, noProofYet, proofSoon } from './proof-soon.ts';
import { tellingOf } from './names/telling.ts';
import { proveDraft } from './prove-draft.ts';
import { publishCard } from './publish-card.ts';
import { readReview, type Review } from './read-review.ts';
import { approvalsCard, languagesCard } from './release-approvals.ts';
import { costsCard } from './release-costs.ts';
import { releasedFiles } from './released-files.ts';
import { commentsCard, historyCard } from './release-talk.ts';
import type { Draft } from '../../store/drafts.ts';
import { nextCard } from './release-way.ts';
import { wayList } from './way-list.ts';
import { settledApart, stageCard, stopCard } from './stage-card.ts';
import { wayBack } from './way-back.ts';
import { transcriptsCard } from './transcripts-card.ts';
import { SEES_FLOWS } from '../frame/who.ts';

/** The way of a draft to everybody: what is next on top, then everything that one has to know to decide. */
async function show(ask: Ask): Promise<Answer> {
  const { parts, now } = ask;
  const flow = ask.param('flow');
  const draft = await openDraft(ask, flow);
  if (draft === undefined) return notFound();
  const wait = await waitsFor(ask, draft);
  if (wait !== undefined)
    return editorPage(ask, flow, {
      view: 'release',
      body: await unproved(ask, flow, wait),
      draft,
      styles: ['release.css'],
    });
  const review = await readReview(ask, flow);
  if (review === undefined) return notFound();
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
  const { facts } = review;
  const back = await wayBack(ask, stages);
  const isOpen = facts.isChanged && stages?.open === undefined;
  const body = html`${nextCard(ask, review, stages)} ${wayList(ask, review, stages)}
    ${isOpen ? nothing : stageCard(ask, review, stages, back)}
    ${isOpen ? html`${languagesCard(ask, review)} ${approvalsCard(ask, review)}` : nothing}
    ${facts.isChanged ? await differences(ask, review) : nothing}
    ${await publishCard(ask, review, stages)} ${commentsCard(ask, review, comments, names)}
    ${backCard(ask, review)} ${isOpen ? settledApart(ask, flow, back) : nothing} ${await givenUpCard(ask, review, stages, names)}
    ${historyCard(ask, review, stages, names)}`;
  return editorPage(ask, flow, {
    view: 'release',
    body,
    draft: review.draft,
    styles: ['release.css'],
  });
}

/** Why there is no page yet: the proof of the draft, or of what is released, which its costs are set beside. */
async function waitsFor(ask: Ask, { flow, files }: Draft): Promise<NoProof | undefined> {
  const released = await releasedFiles(ask.parts, flow);
  const all = await Promise.all(
    [files, ...(released === undefined ? [] : [released.files])].map((each) =>
      proofSoon(ask, flow, each),
    ),
  );
  return all.find((one): one is NoProof => one.kind !== 'proved');
}

/** Whoever has to stop something waits for no proof. */
async function unproved(ask: Ask, flow: string, wait: NoProof): Promise<Html> {
  const stages = await flowStages(ask.parts.pool, flow);
  const back = await wayBack(ask, stages);
  return html`${noProofYet(ask, wait)} ${stopCard(ask, stages, back)}`;
}

async function differences(ask: Ask, review: Review): Promise<Html> {
  const { w, parts } = ask;
  const { draft, released, proof } = review;
  const before = released?.files ?? new Map<string, string>();
  const versions = {
    before: tellingOf(ask, { flow: draft.flow, files: before }),
    after: tellingOf(ask, draft),
  };
  const costs =
    released === undefined ? [] : (await proveDraft(parts, draft.flow, released.files)).costs;
  return html`<section class="card stack" aria-labelledby="different">
      <h2 id="different">
        ${
          released?.version === undefined
            ? w('release.different_new')
            : w('release.different', { version: released.version })
        }
      </h2>
      ${diffList(ask, plainDiff(draft.flow, before, draft.files), versions)}
    </section>
    ${await transcriptsCard(ask, review)} ${costsCard(ask, versions.after, { before: costs, after: proof.costs })}`;
}

/** To go on editing, or to give the draft up. */
function backCard(ask: Ask, { draft, released }: Review): Html {
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
