import type { DraftFiles } from '../../flow/edit/draft-files.ts';
import {
  EXAMPLE_CHANGES,
  type ExampleChange,
  exampleChanges,
} from '../../proof/transcripts/example-changes.ts';
import type { Draft } from '../../store/drafts.ts';
import { html, type Html, nothing } from '../frame/html.ts';
import type { Ask } from '../frame/route.ts';
import { exampleName } from '../try/kept-transcripts.ts';
import { examplePath } from './followed-note.ts';
import { plain } from './names/plain-names.ts';
import { releasedFiles } from './released-files.ts';

type Drafted = Pick<Draft, 'flow' | 'files'>;

/** What became of the kept examples since the release, a line each, which opens for each of them to be looked at. */
export function exampleLines({ w }: Pick<Ask, 'w'>, draft: Drafted, before: DraftFiles): Html {
  const told = linesOf(draft, before);
  if (told.length === 0) return nothing;
  return html`<div class="stack tight">
    ${told.map(
      ({ kind, paths }) =>
        html`<details>
          <summary>${w(`examples.${kind}`, { count: paths.length })}</summary>
          <ul class="plain-list">
            ${paths.map((path) => html`<li>${named(draft.flow, path, kind)}</li>`)}
          </ul>
        </details>`,
    )}
  </div>`;
}

/** The same in short, for beside any view of a draft; nothing where they are as they were released. */
export async function examplesBeside(ask: Ask, draft: Draft): Promise<Html> {
  const { w, parts } = ask;
  const { flow, state } = draft;
  const released = state === 'released' ? undefined : await releasedFiles(parts, flow);
  if (released?.version === undefined) return nothing;
  const told = linesOf(draft, released.files);
  if (told.length === 0) return nothing;
  return html`<section class="stack tight examples-beside" aria-labelledby="examples-title">
    <h2 id="examples-title">${w('examples.title')}</h2>
    <ul class="plain-list">
      ${told.map(({ kind, paths }) => html`<li>${w(`examples.${kind}`, { count: paths.length })}</li>`)}
    </ul>
    <p><a class="button quiet" href="/console/flows/${flow}/release#transcripts">${w('examples.look')}</a></p>
  </section>`;
}

function named(flow: string, path: string, kind: ExampleChange): Html {
  const name = exampleName(path);
  if (kind === 'gone') return html`${plain(name)}`;
  return html`<a href="${examplePath(flow, name)}">${plain(name)}</a>`;
}

function linesOf({ files }: Drafted, before: DraftFiles) {
  const changes = [...exampleChanges(before, files)];
  return EXAMPLE_CHANGES.flatMap((kind) => {
    const paths = changes.flatMap(([path, one]) => (one === kind ? [path] : []));
    return paths.length === 0 ? [] : [{ kind, paths }];
  });
}
