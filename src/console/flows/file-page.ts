import { languageName } from '../frame/language-names.ts';
import { z } from 'zod';
import { isDraftPath, languageOf } from '../../flow/edit/draft-files.ts';
import { jsonSchemas } from '../../flow/json-schema.ts';
import { spokenFirst } from '../../flow/edit/spoken-first.ts';
import type { Draft } from '../../store/drafts.ts';
import { type Answer, json, notFound, see, textFile } from '../frame/answer.ts';
import { html, type Html, nothing } from '../frame/html.ts';
import { type Ask, has } from '../frame/route.ts';
import { editorPage } from './editor-page.ts';
import { parsed, typedOver } from './live-proof.ts';
import { followedIn, followedNote, rewordedQuery } from './followed-note.ts';
import { openDraft } from './open-draft.ts';
import { proofBeside } from './proof-beside.ts';
import { saveTexts } from './save-texts.ts';

/** Who may write files. */
export const WRITES = ['admin', 'editor'] as const;

/** The files of a flow as they are written, one at a time. */
export async function filePage(ask: Ask): Promise<Answer> {
  const { query } = ask;
  const flow = ask.param('flow');
  const draft = await openDraft(ask, flow);
  if (draft === undefined) return notFound();
  const path = `${flow}/${query.get('file') ?? 'flow.yaml'}`;
  const text = draft.files.get(path);
  if (text === undefined) return notFound();
  const isWriting = has(ask.staff, WRITES);
  const beside = await proofBeside(ask, draft);
  return editorPage(ask, flow, {
    view: 'file',
    draft,
    ...beside,
    // The editor asks for the proof itself; readers have none.
    scripts: isWriting ? ['file-view.js'] : beside.scripts,
    styles: [...beside.styles, 'file-view.css'],
    body: html`${tabs(ask, draft, path)}
    <div class="file-note" aria-live="polite"></div>
    ${isWriting ? writing(ask, draft, path, text) : reading(ask, path, text)}`,
  });
}

function tabs(ask: Ask, { flow, files }: Draft, open: string): Html {
  const { w } = ask;
  const paths = spokenFirst(
    [...files.keys()].toSorted(),
    ask.parts.programme.languages,
    (path) => languageOf(path) ?? '',
  ).toSorted((a, b) => rankOf(a) - rankOf(b));
  const own = paths.filter((path) => !path.includes('/transcripts/'));
  const played = paths.filter((path) => path.includes('/transcripts/'));
  const isPlayed = played.includes(open);
  const tab = (path: string) => html`<li>
    <a
      href="/console/flows/${flow}/file?file=${encodeURIComponent(path.slice(flow.length + 1))}"
      data-path="${path}"
      ${path === open ? html`aria-current="page"` : nothing}
      >${fileName(ask, path)}<span class="unsaved-mark" hidden>${w('file.unsaved')}</span></a
    >
  </li>`;
  return html`<nav class="file-tabs" aria-label="${w('file.files')}">
    <ul>
      ${own.map(tab)}
    </ul>
    ${
      played.length === 0
        ? nothing
        : html`<details ${isPlayed ? html`open` : nothing}>
            <summary>${w('file.transcripts', { count: played.length })}</summary>
            <ul>
              ${played.map(tab)}
            </ul>
          </details>`
    }
  </nav>`;
}

/** Steps first, then languages, then what changed. */
function rankOf(path: string): number {
  return path.endsWith('/flow.yaml') ? 0 : languageOf(path) === undefined ? 2 : 1;
}

function fileName(ask: Ask, path: string): string {
  const { w } = ask;
  const language = languageOf(path);
  if (language !== undefined) return languageName(ask, language);
  if (path.endsWith('/flow.yaml')) return w('file.steps');
  if (path.endsWith('/CHANGES.md')) return w('file.changes');
  return path
    .slice(path.lastIndexOf('/') + 1)
    .replace(/\.txt$/u, '')
    .replaceAll('-', ' ');
}

function writing({ w, query }: Ask, { flow, revision }: Draft, path: string, text: string): Html {
  return html`<form
    method="post"
    action="/console/flows/${flow}/file"
    class="file-form stack"
    data-edit
    data-flow="${flow}"
    data-line="${query.get('line') ?? ''}"
    data-words="${JSON.stringify({
      saving: w('file.saving'),
      saved: w('file.saved'),
      merged: w('file.merged'),
      unsaved: w('file.unsaved'),
      not_saved: w('file.not_saved'),
    })}"
  >
    <input type="hidden" name="revision" value="${revision}" />
    <input type="hidden" name="path" value="${path}" />
    <p class="hint" id="file-how">${w('file.how')}</p>
    <div class="field file-text">
      <label for="f-text">${w('file.text', { file: path })}</label>
      <textarea
        id="f-text"
        name="text"
        rows="24"
        spellcheck="false"
        autocomplete="off"
        wrap="off"
        aria-describedby="file-how"
      >
${text}</textarea
      >
    </div>
    <p class="row">
      <button class="button main" type="submit">${w('file.save')}</button>
      <span class="file-state" role="status"></span>
    </p>
  </form>`;
}

function reading({ w }: Ask, path: string, text: string): Html {
  return html`<p class="note">${w('file.read_only')}</p>
    <pre class="file-read" tabindex="0" role="region" aria-label="${w('file.text', { file: path })}">${text}</pre>`;
}

/** Saves one file from a form, without a script. */
export async function saveFile(ask: Ask): Promise<Answer> {
  const { form } = ask;
  const flow = ask.param('flow');
  const path = form.get('path') ?? '';
  if (!isDraftPath(flow, path)) return notFound();
  const typed = form.get('text') ?? '';
  const draft = await openDraft(ask, flow);
  if (draft === undefined) return notFound();
  const { saved, examples } = await saveTexts(ask, draft, Number(form.get('revision')), (files) => {
    // A form sends every line end as two characters, whatever the file has.
    const text =
      files.get(path)?.includes('\r\n') === true ? typed : typed.replaceAll('\r\n', '\n');
    return typedOver(files, { [path]: text });
  });
  if (saved.kind !== 'saved') return saved.answer;
  const file = path.slice(flow.length + 1);
  const query = new URLSearchParams({ file, ...rewordedQuery(examples) });
  return see(
    `/console/flows/${flow}/file?${query.toString()}`,
    saved.merged ? 'file.merged' : 'file.saved',
  );
}

const Written = z.object({
  revision: z.int().nonnegative(),
  files: z.record(z.string(), z.string()),
});

/** Saves what a script has kept of several files. */
export async function saveFiles(ask: Ask): Promise<Answer> {
  const flow = ask.param('flow');
  const written = Written.safeParse(parsed(ask.body));
  if (!written.success) return json({ kind: 'refused' }, 422);
  const { revision, files: typed } = written.data;
  if (!Object.keys(typed).every((path) => isDraftPath(flow, path)))
    return json({ kind: 'refused' }, 422);
  const before = await openDraft(ask, flow);
  if (before === undefined) return json({ kind: 'refused' }, 409);
  const { saved, examples } = await saveTexts(ask, before, revision, (files) =>
    typedOver(files, typed),
  );
  if (saved.kind === 'conflict') return json({ kind: 'conflict', to: saved.to });
  if (saved.kind === 'refused') return json({ kind: 'refused' }, 409);
  const { draft, merged } = saved;
  return json({
    kind: 'saved',
    merged,
    revision: draft.revision,
    files: Object.fromEntries(draft.files),
    note: await noteOf(ask, flow, rewordedQuery(examples)),
  });
}

/** What was done to the kept examples, as a page that is loaded would say it. */
async function noteOf({ w }: Ask, flow: string, said: Record<string, string>): Promise<string> {
  const counts = followedIn('reworded', new URLSearchParams(said));
  return String(await followedNote(w, flow, 'reworded', counts));
}

/** All files of a flow, for the editor. */
export async function allFiles(ask: Ask): Promise<Answer> {
  const draft = await openDraft(ask, ask.param('flow'));
  if (draft === undefined) return notFound();
  return json({ revision: draft.revision, files: Object.fromEntries(draft.files) });
}

let schemas: ReadonlyMap<string, string> | undefined;

/** What may stand where in a file, for completion: the reader's own forms. */
export function schema(ask: Ask): Answer {
  schemas ??= jsonSchemas();
  const text = schemas.get(ask.param('name'));
  return text === undefined
    ? notFound()
    : textFile(ask.param('name'), 'application/json', text, true);
}
