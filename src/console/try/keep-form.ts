import { field, hidden } from '../frame/forms.ts';
import { html, type Html, nothing } from '../frame/html.ts';
import type { Ask } from '../frame/route.ts';
import { glimpse } from '../flows/names/step-names.ts';
import { lastShown } from './draw-phone.ts';
import { headOf } from './happened.ts';
import type { Played } from './play.ts';
import { writeScript } from './script.ts';
import type { Standing, Told } from './try-page.ts';

/** So many of the things that were done are named; of more the last ones, which say where it went. */
const DONE_NAMED = 5;

/** A form of its own, so that Enter in the name keeps, and sends nothing from the phone. */
const KEEP_FORM = 'try-keep';

/** What the fields below belong to, with what is kept. */
export function keepOf({ draft, script }: Standing): Html {
  return html`<form method="post" action="/console/flows/${draft.flow}/try/keep" id="${KEEP_FORM}">
    ${hidden({ script: writeScript(script), revision: String(draft.revision) })}
  </form>`;
}

/** Keeps a try as an example, which begins at the first step and shows what the flow itself says. */
export function keepForm(
  ask: Ask,
  { script: { setup } }: Standing,
  played: Played,
  told: Told,
): Html {
  const { w } = ask;
  // On top of the page stands why, and the way to the first step.
  if (setup.from !== undefined) return nothing;
  if (Object.keys(setup.values).length > 0)
    return html`<p class="hint">${w('try.keep_not_values')}</p>`;
  const name = told?.kind === 'bad' ? told.name : undefined;
  const isOpen = name !== undefined || isToKeep(played, told);
  return html`<details class="card" ${isOpen ? html`open` : nothing}>
    <summary>${w('try.keep_title')}</summary>
    <div class="stack">
      <p class="try-kept-so">${whatIsKept(ask, played)}</p>
      ${field({ label: w('try.keep_name'), name: 'name', value: name, hint: w('try.keep_hint'), most: 60, form: KEEP_FORM })}
      <div class="row">
        <button class="button" type="submit" form="${KEEP_FORM}">${w('try.keep')}</button>
        ${
          name === undefined || told?.key !== 'name_taken'
            ? nothing
            : html`<button class="button danger" type="submit" form="${KEEP_FORM}" name="replace" value="${name}">
                ${w('try.replace', { name })}
              </button>`
        }
      </div>
    </div>
  </details>`;
}

/** What has come to its end is at hand to be kept, until it is. */
export function isToKeep(played: Played, told: Told): boolean {
  return played.phone.scene.closed !== undefined && told?.kind !== 'good';
}

/** What was done and where it ended, in a line, so that its name can fit. */
function whatIsKept(ask: Ask, played: Played): string {
  const { w } = ask;
  const done = played.moments.flatMap(({ input }) => (input === undefined ? [] : [input]));
  const last = glimpse(lastShown(played)?.text ?? '');
  if (done.length === 0) return w('try.keeps_beginning', { words: last });
  const named = done.slice(-DONE_NAMED).map((input) => headOf(ask, input));
  const list = [...(done.length > DONE_NAMED ? ['…'] : []), ...named].join(' · ');
  return w('try.keeps', { count: done.length, list, words: last });
}
