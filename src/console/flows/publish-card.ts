import { mayRelease } from '../../release/rules.ts';
import { peopleInside, releaseOf } from '../../release/roll-back.ts';
import type { StageView } from '../../release/stages.ts';
import { button, hidden } from '../frame/forms.ts';
import { html, type Html, nothing } from '../frame/html.ts';
import type { Ask } from '../frame/route.ts';
import { moveChoice, moveTable } from './move-people.ts';
import { tellingOf } from './names/telling.ts';
import { planShown, releaseLabel } from './plan-words.ts';
import type { Seen } from './read-review.ts';
import { peopleWords } from './told-people.ts';

/** What happens to the people who are inside now, and the button that lets the first 1 % begin with it. */
export async function publishCard(
  ask: Ask,
  review: Seen,
  stages: StageView | undefined,
): Promise<Html> {
  const { w, parts, staff } = ask;
  const { draft, facts, proof } = review;
  const settled = stages?.settled;
  if (!facts.isChanged || proof === undefined || stages?.open !== undefined) return nothing;
  const inside =
    settled === undefined ? [] : await peopleInside(parts.pool, draft.flow, settled.version);
  const before =
    settled === undefined ? undefined : await releaseOf(parts.pool, draft.flow, settled.version);
  const may = mayRelease(facts, staff) === undefined;
  const people = inside.reduce((sum, one) => sum + one.people, 0);
  const released = { flow: draft.flow, files: review.released?.files ?? draft.files };
  const named = {
    from: tellingOf(ask, released, before),
    to: tellingOf(ask, draft, proof.release),
  };
  const body = html`<p>
      ${peopleWords(ask, people, {
        many: (count) => w('release.people_count', { count }),
        few: (least) => w('release.people_under', { least }),
      })}
    </p>
    ${moveTable(ask, inside, { from: before, to: proof.release, named }, { isForm: may, label: w('release.people_choice') })}`;
  const hint = html`<p class="hint">${toWhom(ask, facts.plan, settled === undefined)}</p>`;
  const form = html`<form
    method="post"
    action="/console/flows/${draft.flow}/release"
    class="stack"
    data-edit
  >
    ${hidden({ content: facts.content, ...planShown(review) })} ${body} ${moveChoice(ask, people)} ${hint}
    <div class="row">${button(releaseLabel(ask, facts.plan, stages))}</div>
  </form>`;
  // Where nobody is inside there is nothing to choose here, and the button stands on top.
  return html`<section class="card stack" id="people" aria-labelledby="people-title">
    <h2 id="people-title">${w('release.people')}</h2>
    ${may && people > 0 ? form : html`${body} ${may ? hint : nothing}`}
  </section>`;
}

function toWhom({ w }: Ask, plan: Seen['facts']['plan'], isFirst: boolean): string {
  if (isFirst) return w('release.first_goes_to_all');
  return plan === 'at_once' ? w('release.all_at_once') : w('release.first_to_one');
}
