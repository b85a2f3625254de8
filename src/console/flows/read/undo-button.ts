import { draftSteps } from '../../../store/draft-history.ts';
import type { Draft } from '../../../store/drafts.ts';
import { staffNames } from '../../../store/staff-accounts.ts';
import { act } from '../../frame/forms.ts';
import { html, type Html, nothing } from '../../frame/html.ts';
import { type Ask, has } from '../../frame/route.ts';
import { turnsOf } from '../draft-turns.ts';
import { CHANGES } from './who-changes.ts';

/** Takes her own changes back, one after the other, and does them again; where somebody else's comes first it says so. */
export async function undoButton(ask: Ask, draft: Draft, lang: string): Promise<Html> {
  const { w, staff, parts } = ask;
  const { flow, revision, state } = draft;
  if (!has(staff, CHANGES) || state === 'released') return nothing;
  const steps = await parts.pool.run((db) => draftSteps(db, flow));
  const { undo, redo } = turnsOf(steps);
  const values = { revision: String(revision), lang };
  const to = `/console/flows/${flow}/undo`;
  const isStopped = undo !== undefined && undo.by !== staff.id;
  const hasOwn = steps.some(({ by }) => by === staff.id);
  return html`<div class="stack">
    <div class="row">
      ${undo?.by === staff.id ? act(to, w('read.undo'), 'quiet', values) : nothing}
      ${redo?.by === staff.id ? act(to, w('read.again'), 'quiet', { ...values, again: '1' }) : nothing}
    </div>
    ${isStopped && hasOwn ? await stopped(ask, undo.by) : nothing}
  </div>`;
}

async function stopped({ w, parts }: Ask, by: string | null): Promise<Html> {
  const names = await parts.pool.run((db) => staffNames(db, by === null ? [] : [by]));
  const who = names.get(by ?? '') ?? w('drafts.somebody');
  return html`<p class="hint">${w('read.undo_stops', { who })}</p>`;
}
