import { field } from '../frame/forms.ts';
import { html, type Html, nothing } from '../frame/html.ts';
import type { Ask } from '../frame/route.ts';
import { glimpse } from '../flows/names/step-names.ts';
import { lastShown } from './draw-phone.ts';
import { headOf } from './happened.ts';
import type { Played } from './play.ts';
import type { Standing, Told } from './try-page.ts';

/** So many of the things that were done are named; of more the last ones, which say where it went. */
const DONE_NAMED = 5;

/** Keeps a try as an example, which begins at the first step and shows what the flow itself says. */
export function keepForm(
  ask: Ask,
  { draft, script: { setup } }: Standing,
  played: Played,
  told: Told,
): Html {
  const { w } = ask;
  if (setup.from !== undefined) return html`<p class="hint">${w('try.keep_not_from')}</p>`;
  if (Object.keys(setup.values).length > 0)
    return html`<p class="hint">${w('try.keep_not_values')}</p>`;
  const name = told?.kind === 'bad' ? told.name : undefined;
  const action = `/console/flows/${draft.flow}/try/keep`;
  return html`<details class="card" ${name === undefined ? nothing : html`open`}>
    <summary>${w('try.keep_title')}</summary>
    <div class="stack">
      <p class="try-kept-so">${whatIsKept(ask, played)}</p>
      ${field({ label: w('try.keep_name'), name: 'name', value: name, hint: w('try.keep_hint'), most: 60 })}
      <div class="row">
        <button class="button" type="submit" formaction="${action}">${w('try.keep')}</button>
        ${
          name === undefined || told?.key !== 'name_taken'
            ? nothing
            : html`<button class="button danger" type="submit" formaction="${action}" name="replace" value="${name}">
                ${w('try.replace', { name })}
              </button>`
        }
      </div>
    </div>
  </details>`;
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
