import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { assert } from '../../base/assert.ts';
import { type Answer, notFound, page } from '../frame/answer.ts';
import { html, type Html, nothing } from '../frame/html.ts';
import type { Ask } from '../frame/route.ts';

/** Documents that came with the service and say how a task of the first steps is done. */
const GUIDES = ['requests', 'field-test'] as const;
export type Guide = (typeof GUIDES)[number];

const DOCS = join(import.meta.dirname, '..', '..', '..', 'docs');
/** What is between these stands out; anything else of Markdown is read as it is. */
const MARKED = /(\*\*[^*]+\*\*|\*[^*\s][^*]*\*|`[^`]+`)/u;
/** What is to be copied as it is: its lines stay lines, and its first and last only say so. */
const FENCED = /^```[^\n]*\n([^]*?)\n```$/u;

/** One of the documents, to be read here: whoever works in the console has no folder to look it up in. */
export async function guidePage(ask: Ask): Promise<Answer> {
  const { w, param, language } = ask;
  const name = GUIDES.find((one) => one === param('guide'));
  if (name === undefined) return notFound();
  const written = await readFile(join(DOCS, `${name}.md`), 'utf8');
  const [title = '', ...blocks] = written.trim().split(/\n{2,}/u);
  return page({
    title: w('start.title'),
    styles: ['start.css'],
    body: html`${language === 'en' ? nothing : html`<p class="note">${w('start.guide_english')}</p>`}
      <article class="card stack guide" lang="en">
        <h1>${title.replace(/^# /u, '')}</h1>
        ${blocks.map(blockOf)}
      </article>`,
  });
}

function blockOf(block: string): Html {
  const lines = block.split('\n');
  const fenced = FENCED.exec(block)?.[1];
  if (fenced !== undefined) return html`<pre tabindex="0">${fenced}</pre>`;
  if (block.startsWith('## ')) return html`<h2>${block.slice('## '.length)}</h2>`;
  if (block.startsWith('|')) return table(lines);
  if (block.startsWith('> '))
    return html`<blockquote>${marked(lines.map((line) => line.replace(/^> ?/u, '')).join(' '))}</blockquote>`;
  if (/^(?:- |\d+\. )/u.test(block)) {
    const items = block.split(/\n(?=- |\d+\. )/u);
    const all = items.map((item) => html`<li>${marked(item.replace(/^(?:- |\d+\. )/u, ''))}</li>`);
    return block.startsWith('- ') ? html`<ul>${all}</ul>` : html`<ol>${all}</ol>`;
  }
  return html`<p>${marked(block)}</p>`;
}

/** Its second line only draws the rule below the names. */
function table([names, , ...rows]: readonly string[]): Html {
  assert(names !== undefined, 'a table has a first line');
  const columns = cellsOf(names);
  return html`<div class="list table-wrap" tabindex="0" role="region" aria-label="${columns[0] ?? ''}">
    <table class="table">
      <thead>
        <tr>
          ${columns.map((name) => html`<th scope="col">${name}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (row) =>
            html`<tr>
              ${cellsOf(row).map(
                (cell, index) =>
                  html`<td data-label="${columns[index] ?? ''}">${marked(cell)}</td>`,
              )}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

function cellsOf(row: string): string[] {
  return row
    .replace(/^\||\|$/gu, '')
    .split('|')
    .map((cell) => cell.trim());
}

function marked(text: string): Html {
  return html`${text.split(MARKED).map((part) => {
    if (part.startsWith('**')) return html`<strong>${part.slice(2, -2)}</strong>`;
    if (part.startsWith('*')) return html`<em>${part.slice(1, -1)}</em>`;
    return part.startsWith('`') ? html`<code>${part.slice(1, -1)}</code>` : html`${part}`;
  })}`;
}
