import { isQuestion } from '../../flow/exits.ts';
import type { Release } from '../../flow/release.ts';
import { mayRelease } from '../../release/rules.ts';
import { peopleInside } from '../../release/roll-back.ts';
import type { StageView } from '../../release/stages.ts';
import { type PeopleAt, readStepMap } from '../../release/step-map.ts';
import { loadRelease } from '../../flow/release.ts';
import { releaseAt } from '../../store/releases.ts';
import { button, hidden } from '../frame/forms.ts';
import { html, type Html, nothing } from '../frame/html.ts';
import type { Ask } from '../frame/route.ts';
import type { Review } from './read-review.ts';

/** What happens to the people who are inside now, and the button that lets the first 1 % begin with it. */
export async function publishCard(
  ask: Ask,
  review: Review,
  stages: StageView | undefined,
): Promise<Html> {
  const { w, parts, staff } = ask;
  const { draft, facts, proof } = review;
  const settled = stages?.settled;
  if (!facts.isChanged || stages?.open !== undefined) return nothing;
  const inside =
    settled === undefined ? [] : await peopleInside(parts.pool, draft.flow, settled.version);
  const from =
    settled === undefined
      ? undefined
      : await parts.pool.run((db) => releaseAt(db, draft.flow, settled.version));
  const before = from === undefined ? undefined : loadRelease(from.definition);
  const may = mayRelease(facts, staff) === undefined;
  const people = inside.reduce((sum, one) => sum + one.people, 0);
  const body = html`<p>${w('release.people_count', { count: people })}</p>
    ${peopleTable(ask, inside, { before, after: proof.release }, may)}`;
  return html`<section class="card stack" id="people" aria-labelledby="people-title">
    <h2 id="people-title">${w('release.people')}</h2>
    ${
      may
        ? html`<form
          method="post"
          action="/console/flows/${draft.flow}/release"
          class="stack"
          data-edit
        >
          ${hidden({ content: facts.content })} ${body} ${moveChoice(ask, people)}
          <p class="hint">
            ${w(settled === undefined ? 'release.first_goes_to_all' : 'release.first_to_one')}
          </p>
          <div class="row">
            ${button(w(settled === undefined ? 'release.to_all_first' : 'release.to_one'))}
          </div>
        </form>`
        : body
    }
  </section>`;
}

function moveChoice({ w }: Ask, people: number): Html {
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

type Versions = { before: Release | undefined; after: Release | undefined };

/** Where people stand, and where each place would go on: the same step where it takes the same answers. */
function peopleTable(
  { w }: Ask,
  inside: readonly PeopleAt[],
  { before, after }: Versions,
  isForm: boolean,
): Html {
  if (inside.length === 0 || before === undefined || after === undefined) return nothing;
  const versions = { from: before, to: after };
  const fits = (step: string, to: string) =>
    readStepMap(versions, { [step]: to }, []).faults.length === 0;
  const questions = [...after.steps].flatMap(([id, step]) => (isQuestion(step) ? [id] : []));
  return html`<div
    class="table-wrap"
    tabindex="0"
    role="region"
    aria-label="${w('release.people')}"
  >
    <table class="table">
      <caption class="unseen">
        ${w('release.people')}
      </caption>
      <thead>
        <tr>
          <th scope="col">${w('release.at_step')}</th>
          <th scope="col">${w('release.how_many')}</th>
          <th scope="col">${w('release.if_moved')}</th>
        </tr>
      </thead>
      <tbody>
        ${inside.map(({ step, people }) => {
          const possible = questions.filter((to) => fits(step, to));
          const proposed = possible.includes(step) ? step : '';
          return html`<tr>
            <th scope="row"><code>${step}</code></th>
            <td>${people}</td>
            <td>
              ${
                isForm
                  ? html`<select
                    name="move_${step}"
                    aria-label="${w('release.move_from', { step })}"
                  >
                    <option value="">${w('release.stays')}</option>
                    ${possible.map(
                      (to) =>
                        html`<option value="${to}" ${to === proposed ? html`selected` : nothing}>
                          ${to}
                        </option>`,
                    )}
                  </select>`
                  : proposed === ''
                    ? w('release.stays')
                    : proposed
              }
            </td>
          </tr>`;
        })}
      </tbody>
    </table>
  </div>`;
}
