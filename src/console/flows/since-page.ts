import { plainDiff } from '../../flow/edit/plain-diff.ts';
import { filesAt, revisionsSince } from '../../store/draft-history.ts';
import { readDraft } from '../../store/drafts.ts';
import { type Answer, json, notFound } from '../frame/answer.ts';
import { html } from '../frame/html.ts';
import type { Ask, Route } from '../frame/route.ts';
import { FOLLOWS, LOOKED_AT, othersSince, othersWords, revisionList } from './changed-since.ts';
import { diffList } from './diff-words.ts';
import { editorPage } from './editor-page.ts';
import { tellingOf } from './names/telling.ts';
import { openDraft } from './open-draft.ts';

/** For the script of an open page: what others saved since the revision that it shows. */
async function latest(ask: Ask): Promise<Answer> {
  const draft = await ask.parts.pool.run((db) => readDraft(db, ask.param('flow')));
  const revision = Number(ask.param('revision'));
  if (draft === undefined || !Number.isInteger(revision)) return notFound();
  if (draft.revision === revision) return json({ says: '' });
  const others = await othersSince(ask, draft, revision);
  const to = `/console/flows/${draft.flow}/since/${revision}`;
  return json({ says: others === undefined ? '' : othersWords(ask, others), to });
}

/** What is different between an earlier revision and now, and who did it. */
async function since(ask: Ask): Promise<Answer> {
  const draft = await openDraft(ask, ask.param('flow'));
  const revision = Number(ask.param('revision'));
  if (draft === undefined || !Number.isInteger(revision)) return notFound();
  const [before, revisions] = await Promise.all([
    ask.parts.pool.run((db) => filesAt(db, draft, revision)),
    ask.parts.pool.run((db) => revisionsSince(db, draft.flow, revision, LOOKED_AT)),
  ]);
  const body = html`<section class="card stack">
      <h2>${ask.w('drafts.since_title')}</h2>
      ${
        before === undefined
          ? html`<p class="empty">${ask.w('drafts.since_unknown')}</p>`
          : diffList(ask, plainDiff(draft.flow, before, draft.files), {
              before: tellingOf(ask, { flow: draft.flow, files: before }),
              after: tellingOf(ask, draft),
            })
      }
    </section>
    <section class="card stack">
      <h2>${ask.w('drafts.who_changed')}</h2>
      ${await revisionList(ask, revisions)}
    </section>`;
  return editorPage(ask, draft.flow, { view: 'read', body, draft, styles: ['release.css'] });
}

export const sinceRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/flows/:flow/latest/:revision',
    may: FOLLOWS,
    asksAlone: true,
    answer: latest,
  },
  { method: 'GET', path: '/flows/:flow/since/:revision', may: FOLLOWS, answer: since },
];
