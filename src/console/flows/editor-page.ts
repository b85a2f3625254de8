import { FlowName } from '../../flow/definition.ts';
import { type Draft } from '../../store/drafts.ts';
import { standingStages } from '../../store/release-stages.ts';
import { staffNames } from '../../store/staff-accounts.ts';
import { type Answer, notFound, page } from '../frame/answer.ts';
import { given, html, type Html, nothing } from '../frame/html.ts';
import { momentOf } from '../frame/moments.ts';
import type { Ask } from '../frame/route.ts';
import { aboutFlow } from './about-flow.ts';
import { isAsReleased } from './as-released.ts';
import { catchUpNote } from './catch-up-note.ts';
import { changedBanner } from './changed-since.ts';
import { followedIn, followedNote } from './followed-note.ts';
import { flowTitle } from './names/flow-names.ts';
import { nextLine } from './next-line.ts';
import { openDraft } from './open-draft.ts';

/** The views of one text, in the order in which a flow is made. */
const VIEWS = ['read', 'map', 'file', 'try', 'translate', 'release'] as const;
type View = (typeof VIEWS)[number];

export type EditorParts = {
  view: View;
  body: Html;
  /** What stands beside the body, and below it on a phone. */
  aside?: Html;
  /** Where the body wants the whole width: it stands below on every screen. */
  asideBelow?: boolean;
  /** What a turn costs, above the body. */
  strip?: Html;
  /** The draft, where the view has opened it already. */
  draft?: Draft;
  scripts?: readonly string[];
  styles?: readonly string[];
  /** 422 where a form came back with mistakes. */
  status?: number;
};

/** A view of a flow in the frame that all views share: name, state, who saved, and the other views. */
export async function editorPage(ask: Ask, flow: string, parts: EditorParts): Promise<Answer> {
  const draft =
    parts.draft ?? (FlowName.safeParse(flow).success ? await openDraft(ask, flow) : undefined);
  if (draft === undefined) return notFound();
  const isSame = await isAsReleased(ask, draft);
  const [by, chip] = await Promise.all([
    editorName(ask, draft),
    isSame ? sameChip(ask, draft) : stateChip(ask, draft),
  ]);
  const next = await nextLine(ask, draft, parts.view);
  const chips = html`${chip} ${savedChip(ask, draft, by)}`;
  return page({
    title: ask.w('flows.title_of_view', {
      flow: flowTitle(ask.w, flow),
      view: ask.w(`flows.view_${parts.view}`),
    }),
    wide: true,
    status: parts.status ?? 200,
    scripts: ['editor.js', 'drafts.js', ...(parts.scripts ?? [])],
    styles: ['editor.css', ...(parts.styles ?? [])],
    body: html`${head(ask, draft, parts.view, chips)} ${await changedBanner(ask, draft)}
      ${await catchUpNote(ask, draft)} ${next.above}
      ${ask.query.has('step') ? nothing : followedNote(ask.w, flow, 'reworded', followedIn('reworded', ask.query))}
      ${given(parts.strip, (strip) => strip)}
      <div class="editor ${parts.aside === undefined ? '' : parts.asideBelow === true ? 'aside-below' : 'with-aside'}">
        <div class="editor-body stack">${parts.body}</div>
        ${given(parts.aside, (aside) => html`<div class="editor-aside stack">${aside}</div>`)}
      </div>
      ${next.below}`,
  });
}

function head(ask: Ask, draft: Draft, view: View, chips: Html): Html {
  const { w } = ask;
  const about = aboutFlow(ask, draft);
  return html`<div class="editor-head">
    <p class="crumb"><a href="/console/flows">${w('flows.title')}</a></p>
    <div class="row apart">
      <h1>
        ${flowTitle(w, draft.flow)} <code class="flow-code">${draft.flow}</code>
      </h1>
      <p class="row">${chips}</p>
    </div>
    ${given(about, ({ words, language }) => html`<p class="soft" lang="${language}">${words}</p>`)}
    <nav class="tabs" aria-label="${w('flows.views')}">
      <ul>
        ${VIEWS.map(
          (one) =>
            html`<li>
              <a
                href="/console/flows/${draft.flow}/${one}"
                ${one === view ? html`aria-current="page"` : nothing}
                >${w(`flows.view_${one}`)}</a
              >
            </li>`,
        )}
      </ul>
    </nav>
  </div>`;
}

/** The state of a draft as a chip: going out, released, being changed, in review. */
async function stateChip({ w, parts }: Ask, { flow, state, base }: Draft): Promise<Html> {
  const stages = await parts.pool.run((db) => standingStages(db, flow));
  const open = stages.find((stage) => stage.state === 'held' || stage.state === 'running');
  if (open !== undefined && open.percent < 100 && state === 'released') {
    const { version, percent } = open;
    return html`<span class="chip warn">${w('flows.state_stage', { version, percent })}</span>`;
  }
  const kind = state === 'released' ? 'good' : state === 'in_review' ? 'warn' : '';
  const says =
    base.version === undefined
      ? w(`flows.state_new_${state}`)
      : w(`flows.state_${state}`, { version: base.version });
  return html`<span class="chip ${kind}">${says}</span>`;
}

function sameChip({ w }: Ask, { base }: Draft): Html {
  return html`<span class="chip good">${w('flows.state_same', { version: base.version ?? 1 })}</span>`;
}

function savedChip(ask: Ask, draft: Draft, by: string | undefined): Html {
  const { w } = ask;
  if (draft.state === 'released') return nothing;
  const at = momentOf(ask, draft.updatedAt);
  const says =
    by === undefined ? w('flows.saved_at', { at }) : w('flows.saved_by', { at, name: by });
  return html`<span class="chip" data-saved>${says}</span>`;
}

async function editorName(ask: Ask, draft: Draft): Promise<string | undefined> {
  const { updatedBy } = draft;
  if (updatedBy === undefined) return undefined;
  const names = await ask.parts.pool.run((db) => staffNames(db, [updatedBy]));
  return names.get(updatedBy);
}
