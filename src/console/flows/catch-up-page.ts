import { plainDiff } from '../../flow/edit/plain-diff.ts';
import type { Tx } from '../../store/connect.ts';
import { catchUp, type Draft, lockDraft } from '../../store/drafts.ts';
import { type Answer, notFound, refused, see } from '../frame/answer.ts';
import { button, hidden, type Mistake, mistakes } from '../frame/forms.ts';
import { html } from '../frame/html.ts';
import type { Ask, Route } from '../frame/route.ts';
import { keepBases } from '../translate/keep-bases.ts';
import { caughtUp, mergeNewer, type Newer, newerThan } from './catch-up.ts';
import { chosenFiles, type Chosen, readChosen } from './chosen-files.ts';
import { clashFields, releaseSides } from './clash-fields.ts';
import { diffList } from './diff-words.ts';
import { draftLimit } from './draft-limits.ts';
import { editorPage } from './editor-page.ts';
import { tellingOf } from './names/telling.ts';
import { noteSaved, openDraft } from './open-draft.ts';
import { CHANGES } from './read/who-changes.ts';

const pathOf = (flow: string) => `/console/flows/${flow}/catch-up`;

type Meeting = { draft: Draft; newer: Newer } & Awaited<ReturnType<typeof mergeNewer>>;

async function show(ask: Ask): Promise<Answer> {
  const draft = await openDraft(ask, ask.param('flow'));
  if (draft === undefined) return notFound();
  const newer = await newerThan(ask, draft);
  if (newer === undefined) return see(`/console/flows/${draft.flow}/read`, 'drafts.nothing_newer');
  const met = await ask.parts.pool.run((db) => mergeNewer(db, draft, newer));
  return catchUpPage(ask, { draft, newer, ...met }, [], new Map());
}

/** What the newer version brings, and each place that was changed in both. */
function catchUpPage(
  ask: Ask,
  { draft, newer, base, merge }: Meeting,
  wrong: readonly Mistake[],
  chosen: ReadonlyMap<string, Chosen>,
): Promise<Answer> {
  const { w } = ask;
  const { version } = newer;
  const { flow } = draft;
  const before = base ?? new Map<string, string>();
  const sides = releaseSides(w, version);
  const body = html`${mistakes(w, wrong)}
    <form method="post" action="${pathOf(flow)}" class="card stack" data-edit>
      <h2>${w('drafts.newer_title', { version })}</h2>
      <p>
        ${merge.clashes.length === 0 ? w('drafts.newer_apart') : w('drafts.newer_meets', { version })}
      </p>
      ${hidden({ version: String(version), seen: String(draft.revision), chosen: '1' })}
      ${merge.clashes.map(
        (clash, index) =>
          html`<h3><code>${clash.path}</code></h3>
            ${clashFields(ask, clash, index, chosen, sides)}`,
      )}
      <div class="row">${button(w('drafts.bring_in', { version }))}</div>
    </form>
    <section class="card stack">
      <h2>${w('drafts.newer_brings', { version })}</h2>
      ${diffList(ask, plainDiff(flow, before, newer.files), {
        before: tellingOf(ask, { flow, files: before }),
        after: tellingOf(ask, { flow, files: newer.files }),
      })}
    </section>`;
  const status = wrong.length === 0 ? 200 : 422;
  return editorPage(ask, flow, { view: 'release', body, draft, status, styles: ['release.css'] });
}

/** One press joins both; where they meet at the same lines she is sent to choose, and nothing is different before. */
async function bringIn(ask: Ask): Promise<Answer> {
  const flow = ask.param('flow');
  const draft = await openDraft(ask, flow);
  if (draft === undefined) return notFound();
  const newer = await newerThan(ask, draft);
  if (newer === undefined) return see(`/console/flows/${flow}/read`, 'drafts.nothing_newer');
  if (ask.form.get('version') !== String(newer.version))
    return see(pathOf(flow), 'drafts.newer_again');
  const joined = await ask.parts.pool.transact((tx) => join(tx, ask, draft, newer));
  return joined.kind === 'choose'
    ? catchUpPage(ask, joined.met, joined.wrong, joined.chosen)
    : joined.answer;
}

type Joined =
  | { kind: 'answered'; answer: Answer }
  | { kind: 'choose'; met: Meeting; wrong: Mistake[]; chosen: ReadonlyMap<string, Chosen> };

async function join(tx: Tx, ask: Ask, seen: Draft, newer: Newer): Promise<Joined> {
  const { parts, staff, now, form } = ask;
  const { flow } = seen;
  const answered = (answer: Answer): Joined => ({ kind: 'answered', answer });
  const draft = await lockDraft(tx, flow);
  if (draft === undefined || draft.base.version !== seen.base.version)
    return answered(see(pathOf(flow), 'drafts.newer_again'));
  const met = { draft, newer, ...(await mergeNewer(tx, draft, newer)) };
  const meets = met.merge.clashes.length > 0;
  if (meets && !form.has('chosen')) return answered(see(pathOf(flow), 'drafts.newer_choose'));
  // Where there is nothing to choose it does not matter what was saved since the page was made.
  if (meets && form.get('seen') !== String(draft.revision))
    return answered(see(pathOf(flow), 'drafts.newer_again'));
  const { chosen, wrong } = readChosen(ask, met.merge);
  if (wrong.length > 0) return { kind: 'choose', met, wrong, chosen };
  const picked = chosenFiles(met.merge, chosen);
  const files = caughtUp(newer, met.merge, picked);
  const limit = draftLimit(flow, files);
  if (limit !== undefined) return answered(refused(413, limit));
  const by = staff.id;
  const { version } = newer;
  const saved = await catchUp(tx, { draft, version, files, chosen: [...picked.keys()], by, now });
  await noteSaved(tx, ask, saved);
  const { languages: spoken } = parts.programme;
  await keepBases(tx, { flow, spoken, by, now }, { before: draft.files, after: files });
  return answered(see(`/console/flows/${flow}/read`, 'drafts.brought_in'));
}

export const catchUpRoutes: readonly Route[] = [
  { method: 'GET', path: '/flows/:flow/catch-up', may: CHANGES, answer: show },
  { method: 'POST', path: '/flows/:flow/catch-up', may: CHANGES, answer: bringIn },
];
