import type { Release } from '../../flow/release.ts';
import { peopleInside, releaseOf } from '../../release/roll-back.ts';
import type { FlowStages } from '../../release/stages.ts';
import type { PeopleAt } from '../../release/step-map.ts';
import { act, button, hidden } from '../frame/forms.ts';
import { html, type Html, nothing } from '../frame/html.ts';
import { type Ask, has } from '../frame/route.ts';
import { moveTable } from './move-people.ts';
import { type Telling, tellingOf } from './names/telling.ts';
import { releasedFiles } from './released-files.ts';
import { peopleWords } from './told-people.ts';

/** Whoever may stop something that goes wrong: nobody has to look for an editor. */
export const MAY_STOP = ['admin', 'editor', 'supervisor'] as const;

/** What a roll back gives up and leads to, and where people stand in it now. */
export type WayBack = {
  given: number;
  target: number;
  inside: readonly PeopleAt[];
  from: Release | undefined;
  to: Release | undefined;
  /** What the steps of both are called. */
  named: { from: Telling; to: Telling };
};

/** Undefined where there is no version before. */
export async function wayBack(
  ask: Ask,
  stages: FlowStages | undefined,
): Promise<WayBack | undefined> {
  const { pool } = ask.parts;
  const given = (stages?.open ?? stages?.settled)?.version;
  const target = stages?.previous?.version;
  if (stages === undefined || given === undefined || target === undefined) return undefined;
  const { flow } = stages;
  const [inside, from, to, released] = await Promise.all([
    peopleInside(pool, flow, given),
    releaseOf(pool, flow, given),
    releaseOf(pool, flow, target),
    releasedFiles(ask.parts, flow),
  ]);
  const known = { flow, files: released?.files ?? new Map<string, string>() };
  const named = { from: tellingOf(ask, known, from), to: tellingOf(ask, known, to) };
  return { given, target, inside, from, to, named };
}

/** One press gives the version up and moves nobody; whoever is in a hurry for the people inside finds below how to move them. */
export function backForm(ask: Ask, flow: string, back: WayBack | undefined): Html {
  const { w, staff } = ask;
  if (back === undefined || !has(staff, MAY_STOP)) return nothing;
  const { given, target, inside, from, to, named } = back;
  const action = `/console/flows/${flow}/release/back`;
  const version = String(given);
  const count = inside.reduce((sum, one) => sum + one.people, 0);
  return html`<div class="stack set-apart">
    <div class="row">
      ${act(action, w('release.do_back', { given, version: target }), 'danger', { version })}
    </div>
    <p class="hint">
      ${w('release.back_hint', { version: target })}
      ${peopleWords(ask, count, {
        many: (told) => w('release.back_inside', { count: told, version: given }),
        few: (least) => w('release.back_under', { least, version: given }),
      })}
    </p>
    ${
      count === 0 || from === undefined || to === undefined
        ? nothing
        : html`<details>
          <summary>${w('release.back_moving', { version: target })}</summary>
          <form method="post" action="${action}" class="stack" data-edit>
            ${hidden({ version, people: 'move' })}
            <p>${w('release.back_moving_hint')}</p>
            ${moveTable(ask, inside, { from, to, named }, { isForm: true, label: w('release.back_moving', { version: target }) })}
            <div class="row">
              ${button(w('release.do_back_moving', { version: target }), 'danger')}
            </div>
          </form>
        </details>`
    }
  </div>`;
}
