import { markWords } from '../../flow/edit/mark-words.ts';
import { html, type Html } from '../frame/html.ts';

/** A text as it reads now, with what was taken out and what is new marked; in its own language for screen readers. */
export function markedWords(language: string, before: string | undefined, after: string): Html {
  if (before === undefined) return html`<p class="words" lang="${language}">${after}</p>`;
  return html`<p class="words" lang="${language}">${markWords(before, after).map(
    ({ kind, words }) =>
      kind === 'same'
        ? words
        : kind === 'gone'
          ? html`<del>${words}</del>`
          : html`<ins>${words}</ins>`,
  )}</p>`;
}
