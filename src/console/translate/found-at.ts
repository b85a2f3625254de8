import type { Draft } from '../../store/drafts.ts';
import { wordsOfCode } from '../flows/findings-panel.ts';
import { proofSoon } from '../flows/proof-soon.ts';
import { shownFindings } from '../flows/shown-findings.ts';
import { html, type Html, nothing } from '../frame/html.ts';
import type { Ask } from '../frame/route.ts';
import type { Unit } from './units.ts';

/** What the proof says of the words of a language, to be said at each text; a proof that takes long says it beside Read. */
export async function foundAt(
  ask: Ask,
  draft: Draft,
  language: string,
): Promise<(unit: Unit) => Html> {
  const soon = await proofSoon(ask, draft.flow, draft.files);
  if (soon.kind !== 'proved') return () => nothing;
  const { findings } = await shownFindings(ask, soon.proof, draft.files);
  const own = findings.filter(
    ({ place }) => place.flow === draft.flow && place.language === language,
  );
  return ({ kind, name }) => {
    const here = own.filter(({ place }) => (kind === 'text' ? place.text : place.answer) === name);
    if (here.length === 0) return nothing;
    return html`<ul class="unit-said">
      ${[...new Set(here.map(({ code }) => code))].map(
        (code) =>
          html`<li class="warn">${wordsOfCode(ask, code)} ${ask.w(`findings.${code}_do`)}</li>`,
      )}
    </ul>`;
  };
}
