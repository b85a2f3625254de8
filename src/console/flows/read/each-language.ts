import { spokenFirst } from '../../../flow/edit/spoken-first.ts';
import type { Spoken } from '../../../flow/edit/outline.ts';
import { html, type Html, nothing } from '../../frame/html.ts';
import type { Ask } from '../../frame/route.ts';
import type { Telling } from '../names/telling.ts';

/** The language that is read first, where the programme speaks it, then those of the programme in their order. */
export function readFirst({ parts }: Pick<Ask, 'parts'>, { outline, spoken }: Telling): Spoken[] {
  const { languages } = parts.programme;
  const read = languages.includes(spoken.language) ? [spoken.language] : [];
  return spokenFirst(outline.spoken, [...read, ...languages], (one) => one.language);
}

type Named = { language: string };

/** The languages of the programme stand beside each other; those that nobody of it hears are folded below. */
export function besideAndMore<One extends Named>(
  { parts }: Pick<Ask, 'parts'>,
  all: readonly One[],
): [readonly One[], readonly One[]] {
  const spoken = all.filter(({ language }) => parts.programme.languages.includes(language));
  const beside = spoken.length === 0 ? all.slice(0, 1) : spoken;
  return [beside, all.filter((one) => !beside.includes(one))];
}

/** Languages that few need, folded; `isOpen` where something typed there came back. */
export function moreOf<One>(
  { w }: Pick<Ask, 'w'>,
  more: readonly One[],
  inside: (one: One) => Html,
  isOpen = false,
): Html {
  if (more.length === 0) return nothing;
  return html`<details ${isOpen ? html`open` : nothing}>
    <summary>${w('read.more_languages', { count: more.length })}</summary>
    <div class="stack">${more.map(inside)}</div>
  </details>`;
}
