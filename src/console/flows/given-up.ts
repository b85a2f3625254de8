import { changesBetween, type DraftFiles } from '../../flow/edit/draft-files.ts';
import { peopleInside } from '../../release/roll-back.ts';
import { flowStages, type StageView } from '../../release/stages.ts';
import {
  filesAt,
  lastDiscarded,
  renewEditors,
  revisionReleased,
} from '../../store/draft-history.ts';
import { lockDraft, saveDraft } from '../../store/drafts.ts';
import { readSource } from '../../store/release-sources.ts';
import type { Stage } from '../../store/release-stages.ts';
import { type Answer, notFound, see } from '../frame/answer.ts';
import { act } from '../frame/forms.ts';
import { html, type Html, nothing } from '../frame/html.ts';
import { type Ask, has, type Route } from '../frame/route.ts';
import { noteSaved, openDraft } from './open-draft.ts';
import { CHANGES } from './read/who-changes.ts';
import type { Seen } from './read-review.ts';
import { peopleWords } from './told-people.ts';
import { ago } from './said-when.ts';

type Names = ReadonlyMap<string, string>;

/** The version that was taken back last, and the draft that was given up last: what each says can be taken up again. */
export async function givenUpCard(
  ask: Ask,
  { draft }: Seen,
  stages: StageView | undefined,
  names: Names,
): Promise<Html> {
  const { w, parts } = ask;
  const back = takenBack(stages);
  const given = await parts.pool.run((db) => lastDiscarded(db, draft.flow));
  const inside = back === undefined ? [] : await peopleInside(parts.pool, draft.flow, back.version);
  const count = inside.reduce((sum, one) => sum + one.people, 0);
  const who = (id: string | null) => names.get(id ?? '') ?? w('drafts.somebody');
  if (back === undefined && (given === undefined || draft.state !== 'released')) return nothing;
  const isFree = draft.state === 'released';
  const again = (values: Record<string, string>) =>
    isFree && has(ask.staff, CHANGES)
      ? html`<div class="row">
          ${act(`/console/flows/${draft.flow}/take-up`, w('release.take_up'), 'quiet', values)}
        </div>`
      : nothing;
  return html`<section class="card stack" id="given-up" aria-labelledby="given-up-title">
    <h2 id="given-up-title">${w('release.given_up')}</h2>
    <p class="hint">${w(isFree ? 'release.take_up_hint' : 'release.take_up_not')}</p>
    ${
      back === undefined
        ? nothing
        : html`<p>
              ${w('release.given_version', { version: back.version, who: byWhom(ask, back, names), when: ago(ask, back.at) })}
              ${
                count === 0
                  ? nothing
                  : peopleWords(ask, count, {
                      many: (told) => w('release.given_inside', { count: told }),
                      few: (least) => w('release.given_under', { least }),
                    })
              }
            </p>
            ${again({ version: String(back.version) })}`
    }
    ${
      given === undefined || !isFree
        ? nothing
        : html`<p>
              ${w('release.given_draft', { who: who(given.by), when: ago(ask, given.at) })}
            </p>
            ${again({ revision: String(given.revision) })}`
    }
  </section>`;
}

function byWhom({ w }: Ask, { actor }: Stage, names: Names): string {
  return names.get(actor) ?? (actor === 'files' ? w('release.by_files') : w('drafts.somebody'));
}

/** The last stage of the newest version that was taken back and that nothing newer has followed. */
function takenBack(stages: StageView | undefined): Stage | undefined {
  const last = stages?.history.find(({ state }) => state === 'rolled_back');
  const newest = Math.max(stages?.settled?.version ?? 0, stages?.open?.version ?? 0);
  return last !== undefined && last.version > newest ? last : undefined;
}

/** What was given up becomes a draft again, and goes the whole way once more: signed, approved, from 1 % on. */
async function takeUp(ask: Ask): Promise<Answer> {
  const { parts, staff, now } = ask;
  const flow = ask.param('flow');
  const given = await textOf(ask, flow);
  if (given === undefined) return notFound();
  const since = await settledWith(ask, flow);
  const said = await parts.pool.transact(async (tx) => {
    const current = await lockDraft(tx, flow);
    if (current?.state !== 'released') return 'release.not_draft_there';
    const files = changesBetween(current.files, given);
    const save = { flow, revision: current.revision, files, by: staff.id, now };
    const saved = await saveDraft(tx, save);
    if (saved.kind === 'behind' || saved.draft.revision === current.revision)
      return 'release.not_nothing_changed';
    await renewEditors(tx, flow, since);
    await noteSaved(tx, ask, saved.draft);
    return 'release.done_taken_up';
  });
  return see(`/console/flows/${flow}/release`, said);
}

/** The revision that became what everybody begins with; 0 where that came with the files. */
async function settledWith({ parts }: Ask, flow: string): Promise<number> {
  const { pool } = parts;
  const version = (await flowStages(pool, flow))?.settled?.version;
  if (version === undefined) return 0;
  const source = await pool.run((db) => readSource(db, flow, version));
  if (source?.origin !== 'console') return 0;
  return (await pool.run((db) => revisionReleased(db, flow, source.writtenAt))) ?? 0;
}

/** What is meant; undefined where it is no longer known. */
async function textOf(ask: Ask, flow: string): Promise<DraftFiles | undefined> {
  const { parts, form } = ask;
  const draft = await openDraft(ask, flow);
  if (draft === undefined) return undefined;
  if (form.has('revision')) {
    const last = await parts.pool.run((db) => lastDiscarded(db, flow));
    if (last === undefined || String(last.revision) !== form.get('revision')) return undefined;
    return parts.pool.run((db) => filesAt(db, draft, last.revision - 1));
  }
  const version = Number(form.get('version'));
  if (!Number.isInteger(version)) return undefined;
  const source = await parts.pool.run((db) => readSource(db, flow, version));
  return source && new Map(Object.entries(source.files));
}

export const givenUpRoutes: readonly Route[] = [
  { method: 'POST', path: '/flows/:flow/take-up', may: CHANGES, answer: takeUp },
];
