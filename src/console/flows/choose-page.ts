import { assert } from '../../base/assert.ts';
import { withChanges } from '../../flow/edit/draft-files.ts';
import { type FileClash, type FilesMerge, mergeFiles } from '../../flow/edit/merge-files.ts';
import { revisionsSince, filesAt } from '../../store/draft-history.ts';
import { type Draft, lockDraft, readDraft, saveDraft } from '../../store/drafts.ts';
import { dropKeptEdit, type KeptEdit, keptEdit } from '../../store/kept-edits.ts';
import type { Db } from '../../store/connect.ts';
import { type Answer, notFound, page, refused, see } from '../frame/answer.ts';
import { act, button, hidden, type Mistake, mistakes } from '../frame/forms.ts';
import { html, type Html } from '../frame/html.ts';
import type { Ask, Route } from '../frame/route.ts';
import { flowTitle } from './names/flow-names.ts';
import { revisionList } from './changed-since.ts';
import { chosenFiles, type Chosen, readChosen } from './chosen-files.ts';
import { clashFields } from './clash-fields.ts';
import { draftLimit } from './draft-limits.ts';
import { noteSaved, openDraft } from './open-draft.ts';

/** What was changed at the same place by two, as it stands against the draft of now. */
type Meeting = { edit: KeptEdit; draft: Draft; merge: FilesMerge };

/** Most changes of others that are listed. */
const LISTED = 20;

async function meetingOf(db: Db, ask: Ask, draft: Draft | undefined): Promise<Meeting | undefined> {
  const edit = await keptEdit(db, ask.param('edit'), ask.staff.id);
  if (edit === undefined || draft === undefined || edit.flow !== draft.flow) return undefined;
  const known = await filesAt(db, draft, edit.revision);
  const mine = withChanges(known ?? draft.files, edit.files);
  return { edit, draft, merge: mergeFiles(known, mine, draft.files) };
}

async function show(ask: Ask): Promise<Answer> {
  const draft = await openDraft(ask, ask.param('flow'));
  const meeting = await ask.parts.pool.run((db) => meetingOf(db, ask, draft));
  return meeting === undefined ? notFound() : choosePage(ask, meeting, [], new Map());
}

async function choosePage(
  ask: Ask,
  { edit, draft, merge }: Meeting,
  wrong: readonly Mistake[],
  chosen: ReadonlyMap<string, Chosen>,
): Promise<Answer> {
  const { w } = ask;
  const { flow } = draft;
  const here = `/console/flows/${flow}/choose/${edit.id}`;
  const since = await ask.parts.pool.run((db) => revisionsSince(db, flow, edit.revision, LISTED));
  return page({
    title: w('drafts.choose_title'),
    wide: true,
    status: wrong.length === 0 ? 200 : 422,
    styles: ['editor.css', 'release.css'],
    body: html`<p class="crumb"><a href="/console/flows/${flow}/read">${flowTitle(w, flow)}</a></p>
      <h1>${w('drafts.choose_title')}</h1>
      <p>${w('drafts.choose_intro')}</p>
      ${mistakes(w, wrong)}
      <form method="post" action="${here}" class="stack" data-edit>
        ${hidden({ seen: String(draft.revision) })}
        ${merge.clashes.map((clash, index) => fileCard(ask, clash, index, chosen))}
        ${merge.clashes.length === 0 ? html`<p class="note">${w('drafts.no_longer_meet')}</p>` : ''}
        <div class="row">${button(w('drafts.save_choice'))}</div>
      </form>
      <section class="card stack">
        <h2>${w('drafts.who_changed')}</h2>
        ${await revisionList(ask, since)}
      </section>
      <section class="card stack">
        <h2>${w('drafts.leave_title')}</h2>
        <p>${w('drafts.leave_hint')}</p>
        ${act(`${here}/leave`, w('drafts.leave'), 'danger')}
      </section>`,
  });
}

function fileCard(
  ask: Ask,
  clash: FileClash,
  index: number,
  chosen: ReadonlyMap<string, Chosen>,
): Html {
  return html`<section class="card stack">
    <h2><code>${clash.path}</code></h2>
    ${clashFields(ask, clash, index, chosen)}
  </section>`;
}

async function choose(ask: Ask): Promise<Answer> {
  const flow = ask.param('flow');
  const here = `/console/flows/${flow}/choose/${ask.param('edit')}`;
  await openDraft(ask, flow);
  return ask.parts.pool.transact(async (tx): Promise<Answer> => {
    const draft = await lockDraft(tx, flow);
    const meeting = await meetingOf(tx, ask, draft);
    if (meeting === undefined || draft === undefined) return notFound();
    if (String(draft.revision) !== ask.form.get('seen')) return see(here, 'drafts.changed_again');
    const { chosen, wrong } = readChosen(ask, meeting.merge);
    if (wrong.length > 0) return choosePage(ask, meeting, wrong, chosen);
    const files = new Map([...meeting.merge.changes, ...chosenFiles(meeting.merge, chosen)]);
    const limit = draftLimit(flow, withChanges(draft.files, files));
    if (limit !== undefined) return refused(413, limit);
    const { staff, now } = ask;
    const save = { flow, revision: draft.revision, files, by: staff.id, now, merged: true };
    const saved = await saveDraft(tx, save);
    assert(saved.kind === 'saved', 'the draft is locked');
    await dropKeptEdit(tx, meeting.edit.id);
    if (saved.draft.revision !== draft.revision) await noteSaved(tx, ask, saved.draft);
    return see(`/console/flows/${flow}/read`, 'drafts.choice_saved');
  });
}

async function leave(ask: Ask): Promise<Answer> {
  const flow = ask.param('flow');
  return ask.parts.pool.transact(async (tx): Promise<Answer> => {
    const draft = await readDraft(tx, flow);
    const meeting = await meetingOf(tx, ask, draft);
    if (meeting === undefined) return notFound();
    await dropKeptEdit(tx, meeting.edit.id);
    return see(`/console/flows/${flow}/read`, 'drafts.left_away');
  });
}

const MAY = ['admin', 'editor', 'translator', 'reviewer'] as const;

export const chooseRoutes: readonly Route[] = [
  { method: 'GET', path: '/flows/:flow/choose/:edit', may: MAY, answer: show },
  { method: 'POST', path: '/flows/:flow/choose/:edit', may: MAY, answer: choose },
  { method: 'POST', path: '/flows/:flow/choose/:edit/leave', may: MAY, answer: leave },
];
