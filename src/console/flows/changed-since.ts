import { countOf, plainDiff } from '../../flow/edit/plain-diff.ts';
import { type DraftRevision, filesAt, revisionsSince } from '../../store/draft-history.ts';
import { type Draft, readDraft } from '../../store/drafts.ts';
import { staffNames } from '../../store/staff-accounts.ts';
import { keptEdits } from '../../store/kept-edits.ts';
import { html, type Html, nothing } from '../frame/html.ts';
import { type Ask, has } from '../frame/route.ts';
import { ago } from './said-when.ts';
import { localeOf } from '../frame/locale.ts';

/** Who works on drafts, and is told while a page is open that others do. */
export const FOLLOWS = ['admin', 'editor', 'translator', 'reviewer', 'peer_reviewer'] as const;

/** Revisions looked through for what others did: a day of somebody's work. */
export const LOOKED_AT = 200;

/** What others did to a draft since one of its revisions. */
type Others = { names: string[]; places: number; at: Date };

export async function othersSince(
  ask: Ask,
  draft: Draft,
  revision: number,
): Promise<Others | undefined> {
  const since = await ask.parts.pool.run((db) =>
    revisionsSince(db, draft.flow, revision, LOOKED_AT),
  );
  const theirs = since.filter(({ by }) => by !== ask.staff.id);
  const [latest] = theirs;
  if (latest === undefined) return undefined;
  const before = await ask.parts.pool.run((db) => filesAt(db, draft, revision));
  const ids = theirs.flatMap(({ by }) => by ?? []);
  const names = await ask.parts.pool.run((db) => staffNames(db, ids));
  const places = before === undefined ? 0 : countOf(plainDiff(draft.flow, before, draft.files));
  return { names: [...new Set(names.values())], places, at: latest.at };
}

/** "Rudo changed 2 places 3 minutes ago", with the way to see which. */
export function othersWords(ask: Ask, { names, places, at }: Others): string {
  const who = names.length === 0 ? ask.w('drafts.somebody') : listOf(ask, names);
  return ask.w('drafts.others_changed', { who, count: Math.max(1, places), when: ago(ask, at) });
}

function listOf({ language }: Ask, names: readonly string[]): string {
  return new Intl.ListFormat(localeOf(language)).format(names);
}

/** Where the page is behind: a place that a script fills while it is open, and what others did since her own last change. */
export async function changedBanner(ask: Ask, draft: Draft): Promise<Html> {
  const all = await ask.parts.pool.run((db) => revisionsSince(db, draft.flow, 0, LOOKED_AT));
  const own = all.find(({ by, kind }) => by === ask.staff.id && kind !== 'released');
  const others =
    own === undefined || draft.state === 'released'
      ? undefined
      : await othersSince(ask, draft, own.revision);
  const place = `/console/flows/${draft.flow}/since`;
  // What was never opened for a change has no revisions to ask for.
  const isFollowed = has(ask.staff, FOLLOWS) && (await isBegun(ask, draft.flow));
  return html`${await waiting(ask, draft.flow)}<p
    class="note changed"
    role="status"
    ${isFollowed ? html`data-latest="/console/flows/${draft.flow}/latest/${draft.revision}"` : nothing}
    ${others === undefined ? html`hidden` : nothing}
  >
    <span>${others === undefined ? nothing : othersWords(ask, others)}</span>
    <a href="${place}/${own?.revision ?? draft.revision}">${ask.w('drafts.see')}</a>
  </p>`;
}

async function isBegun({ parts }: Ask, flow: string): Promise<boolean> {
  return (await parts.pool.run((db) => readDraft(db, flow))) !== undefined;
}

/** Changes of hers that met others and wait for her to choose. */
async function waiting({ w, parts, staff }: Ask, flow: string): Promise<Html> {
  const [edit, ...more] = await parts.pool.run((db) => keptEdits(db, flow, staff.id));
  if (edit === undefined) return nothing;
  return html`<p class="note warn">
    ${w('drafts.waiting', { count: more.length + 1 })}
    <a href="/console/flows/${flow}/choose/${edit.id}">${w('drafts.choose_now')}</a>
  </p>`;
}

/** Who changed what when. */
export async function revisionList(ask: Ask, revisions: readonly DraftRevision[]): Promise<Html> {
  const ids = revisions.flatMap(({ by }) => by ?? []);
  const names = await ask.parts.pool.run((db) => staffNames(db, ids));
  if (revisions.length === 0) return html`<p class="empty">${ask.w('drafts.no_changes')}</p>`;
  return html`<ul class="plain-list">
    ${revisions.map((one) => {
      const { by, at, paths } = one;
      return html`<li>
          ${ask.w(`drafts.revision_${didWhat(one)}`, {
            who: (by === null ? undefined : names.get(by)) ?? ask.w('drafts.somebody'),
            when: ago(ask, at),
          })}
          <small>${paths.map(fileName).join(', ')}</small>
        </li>`;
    })}
  </ul>`;
}

function didWhat({ kind, takesBack, doesAgain }: DraftRevision) {
  if (takesBack !== null) return 'taken_back' as const;
  return doesAgain === null ? kind : ('done_again' as const);
}

/** The file as it is called below its flow. */
function fileName(path: string): string {
  return path.slice(path.indexOf('/') + 1);
}
