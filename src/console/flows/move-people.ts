import { isQuestion } from '../../flow/exits.ts';
import type { Release } from '../../flow/release.ts';
import { type PeopleAt, type StepMap, takesTheSame } from '../../release/step-map.ts';
import { hidden } from '../frame/forms.ts';
import { html, type Html, nothing } from '../frame/html.ts';
import type { Ask } from '../frame/route.ts';
import { peopleFigure } from './told-people.ts';
import { asRead, stepName } from './names/step-names.ts';
import type { Telling } from './names/telling.ts';

/** Whether those who are inside end where they began, or are moved as the table says. */
export function moveChoice({ w }: Ask, people: number): Html {
  if (people === 0) return nothing;
  return html`<fieldset class="field">
    <legend>${w('release.people_choice')}</legend>
    <label class="tick"
      ><input type="radio" name="people" value="stay" checked /><span
        >${w('release.people_stay')}<small>${w('release.people_stay_hint')}</small></span
      ></label
    >
    <label class="tick"
      ><input type="radio" name="people" value="move" /><span
        >${w('release.people_move')}<small>${w('release.people_move_hint')}</small></span
      ></label
    >
  </fieldset>`;
}

type Versions = { from: Release | undefined; to: Release | undefined };
/** What the steps of both are called. */
type Named = { from: Telling; to: Telling };

/** Where people stand, and where each place would go on: the same step where it takes the same answers. */
export function moveTable(
  ask: Ask,
  inside: readonly PeopleAt[],
  { from, to, named }: Versions & { named: Named },
  { isForm, label }: { isForm: boolean; label: string },
): Html {
  const { w } = ask;
  if (inside.length === 0 || from === undefined || to === undefined) return nothing;
  return html`<div
    class="table-wrap"
    tabindex="0"
    role="region"
    aria-label="${label}"
  >
    <table class="table">
      <caption class="unseen">
        ${label}
      </caption>
      <thead>
        <tr>
          <th scope="col">${w('release.at_step')}</th>
          <th scope="col">${w('release.how_many')}</th>
          <th scope="col">${w('release.if_moved')}</th>
        </tr>
      </thead>
      <tbody>
        ${inside.map(
          ({ step, people }) =>
            html`<tr>
              <th scope="row">${stepName(named.from, step)}</th>
              <td>${peopleFigure(ask, people)}</td>
              <td>${movedTo(ask, { from, to, named }, step, isForm)}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

function movedTo(
  { w }: Ask,
  versions: Record<keyof Versions, Release> & { named: Named },
  step: string,
  isForm: boolean,
): Html {
  const questions = [...versions.to.steps].flatMap(([id, one]) => (isQuestion(one) ? [id] : []));
  const { named } = versions;
  const possible = asRead(named.to, questions).filter((to) => takesTheSame(versions, step, to));
  const proposed = possible.includes(step) ? step : '';
  const name = `move_${step}`;
  if (possible.length === 0)
    return html`${isForm ? hidden({ [name]: '' }) : nothing}${w('release.no_match', { version: versions.to.version })}`;
  if (!isForm) return html`${proposed === '' ? w('release.stays') : stepName(named.to, proposed)}`;
  return html`<select name="${name}" aria-label="${w('release.move_from', { step: stepName(named.from, step) })}">
    <option value="">${w('release.stays')}</option>
    ${possible.map(
      (to) =>
        html`<option value="${to}" ${to === proposed ? html`selected` : nothing}>${stepName(named.to, to)}</option>`,
    )}
  </select>`;
}

/** Where the people inside go on; undefined: they end in the version in which they began. */
export function readMap(form: URLSearchParams): StepMap | undefined {
  if (form.get('people') !== 'move') return undefined;
  const steps = [...form].filter(([name]) => name.startsWith('move_'));
  return Object.fromEntries(
    steps.map(([name, to]) => [name.slice('move_'.length), to === '' ? null : to]),
  );
}
