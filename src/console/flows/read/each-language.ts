import { spokenFirst } from '../../../flow/edit/spoken-first.ts';
import type { Spoken } from '../../../flow/edit/outline.ts';
import { html, type Html, nothing } from '../../frame/html.ts';
import type { Ask } from '../../frame/route.ts';
import type { Telling } from '../names/telling.ts';

/** Languages beside each other; more are folded below. */
const BESIDE = 2;

/** The language that is read first, where the programme speaks it, then those of the programme in their order. */
export function readFirst({ parts }: Pick<Ask, 'parts'>, { outline, spoken }: Telling): Spoken[] {
  const { languages } = parts.programme;
  const read = languages.includes(spoken.language) ? [spoken.language] : [];
  return spokenFirst(outline.spoken, [...read, ...languages], (one) => one.language);
}

export function besideAndMore<One>(all: readonly One[]): [readonly One[], readonly One[]] {
  return [all.slice(0, BESIDE), all.slice(BESIDE)];
}

/** Languages that few need, folded; `isOpen` where something typed there came back. */
export function moreOf<One>(
  { w }: Pick<Ask, 'w'>,
  more: readonly One[],
  inside: (some: readonly One[]) => Html,
  isOpen = false,
): Html {
  if (more.length === 0) return nothing;
  return html`<details ${isOpen ? html`open` : nothing}>
    <summary>${w('read.more_languages', { count: more.length })}</summary>
    ${inside(more)}
  </details>`;
}
