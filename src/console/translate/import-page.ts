import { editorPage } from '../flows/editor-page.ts';
import type { Answer } from '../frame/answer.ts';
import { html, type Html, nothing } from '../frame/html.ts';
import type { Ask } from '../frame/route.ts';
import type { FileFault, Format } from './exchange.ts';
import type { Desk } from './open-desk.ts';
import { canBeTaken, isTakenAtOnce, type Planned } from './plan-import.ts';
import { problemWords } from './say-row.ts';
import { addressOf, carried } from './translate-page.ts';

type Looked = { format: Format; text: string; name: string };

/** What a file would change, row by row; nothing is written until it is taken. */
export function importPage(
  ask: Ask,
  desk: Desk,
  file: Looked,
  rows: readonly Planned[],
  status = 200,
): Promise<Answer> {
  const { w } = ask;
  const { draft } = desk;
  const takeable = rows.filter(canBeTaken);
  const remarks = rows.reduce((sum, { comments }) => sum + comments.length, 0);
  const each = (kind: Planned['kind']) => group(ask, desk, rows, kind);
  const body = html`<h2>${w('translate.look', { file: file.name })}</h2>
    ${sums(ask, rows)}
    <form class="stack" method="post" action="/console/flows/${draft.flow}/translate/take">
      ${carried(desk)}
      <input type="hidden" name="format" value="${file.format}" />
      <input type="hidden" name="name" value="${file.name}" />
      <textarea name="file" hidden aria-hidden="true">
${file.text}</textarea
      >
      ${each('error')} ${each('overwrite')} ${each('left')}
      ${each('change')} ${each('new')} ${each('confirmed')}
      ${remarks === 0 ? nothing : html`<p>${w('translate.look_remarks', { count: remarks })}</p>`}
      <p class="row">
        ${
          takeable.length + remarks === 0
            ? nothing
            : html`<button class="button main" type="submit">${w('translate.take')}</button>`
        }
        <a class="button quiet" href="${addressOf(desk)}">${w('translate.leave')}</a>
      </p>
    </form>`;
  const frame = { view: 'translate' as const, draft, styles: ['translate.css'] };
  return editorPage(ask, draft.flow, { ...frame, body, status });
}

const KINDS = [
  'new',
  'change',
  'overwrite',
  'confirmed',
  'left',
  'same',
  'empty',
  'error',
] as const;

function sums({ w }: Ask, rows: readonly Planned[]): Html {
  return html`<ul class="row import-sums">
    ${KINDS.map((kind) => ({ kind, count: rows.filter((row) => row.kind === kind).length }))
      .filter(({ count }) => count > 0)
      .map(({ kind, count }) => html`<li class="chip">${w(`translate.is_${kind}`)}: ${count}</li>`)}
  </ul>`;
}

function group(ask: Ask, desk: Desk, all: readonly Planned[], kind: Planned['kind']): Html {
  const rows = all.filter((row) => row.kind === kind);
  if (rows.length === 0) return nothing;
  return html`<section class="stack" aria-labelledby="g-${kind}">
    <h3 id="g-${kind}">${ask.w(`translate.is_${kind}`)}</h3>
    <p class="hint">${ask.w(`translate.is_${kind}_hint`)}</p>
    <ul class="import-rows">
      ${rows.map((row) => planned(ask, desk, row))}
    </ul>
  </section>`;
}

function planned({ w }: Ask, desk: Desk, row: Planned): Html {
  const { id, line, unit, words, kind } = row;
  const problems = [
    ...(row.why === undefined ? [] : [w(`translate.row_${row.why}`, { id })]),
    ...row.problems.map((problem) => problemWords(w, desk, problem)),
  ];
  return html`<li class="card ${kind}">
    <p class="row apart">
      <span><code>${id}</code> <small>${w('translate.line', { line })}</small></span>
      ${
        canBeTaken(row)
          ? html`<label class="tick"
              ><input type="checkbox" name="take" value="${id}" ${isTakenAtOnce(row) ? html`checked` : nothing} /><span
                >${w('translate.take_this')}</span
              ></label
            >`
          : nothing
      }
    </p>
    ${unit?.target === undefined || kind === 'confirmed' ? nothing : html`<p class="import-old"><span class="soft">${w('translate.here')}</span> ${unit.target}</p>`}
    <p class="import-new"><span class="soft">${w('translate.in_the_file')}</span> ${words}</p>
    ${problems.map((text) => html`<p class="error">${text}</p>`)}
  </li>`;
}

/** A file that cannot be read says where and why. */
export function faultsPage(ask: Ask, desk: Desk, faults: readonly FileFault[]): Promise<Answer> {
  const { w } = ask;
  const body = html`<div class="mistakes" role="alert" tabindex="-1">
      <h2>${w('translate.not_read')}</h2>
      <ul>
        ${faults.map(({ line, why, values }) => html`<li>${w('translate.line', { line })}: ${w(`translate.${why}`, values)}</li>`)}
      </ul>
    </div>
    <p><a class="button" href="${addressOf(desk)}">${w('translate.back')}</a></p>`;
  const { draft } = desk;
  return editorPage(ask, draft.flow, {
    view: 'translate',
    body,
    draft,
    status: 422,
    styles: ['translate.css'],
  });
}
