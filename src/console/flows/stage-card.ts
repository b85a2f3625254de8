import type { WhyHeld } from '../../release/hold-rule.ts';
import type { StageView } from '../../release/stages.ts';
import type { StoredAct } from '../../store/approvals.ts';
import type { StageFigures, StandingStage } from '../../store/release-stages.ts';
import { act } from '../frame/forms.ts';
import { given, html, type Html, nothing } from '../frame/html.ts';
import { dayOf, momentOf, timeOf } from '../frame/moments.ts';
import { has, type Ask } from '../frame/route.ts';
import type { Review } from './read-review.ts';
import { said } from './release-approvals.ts';

/** The release under way: for whom, what became of those people beside before, and what can be done about it. */
export function stageCard(ask: Ask, review: Review, stages: StageView | undefined): Html {
  const { w } = ask;
  const open = stages?.open;
  if (stages === undefined) return nothing;
  if (open === undefined) return settledCard(ask, review, stages);
  const { figures, usual, watchedAt, watched } = stages;
  return html`<section class="card stack" id="stage" aria-labelledby="stage-title">
    <div class="row apart">
      <h2 id="stage-title">${w('release.stage', { version: open.version })}</h2>
      <span class="chip ${open.state === 'held' ? 'bad' : 'good'}"
        >${w(`release.stage_${open.state}`, { percent: open.percent })}</span
      >
    </div>
    ${given(stages.why, (why) => html`<p class="note bad">${heldWords(ask, why)}</p>`)}
    ${figures === undefined || usual === undefined ? nothing : figuresTable(ask, figures, usual)}
    ${
      open.state === 'held'
        ? nothing
        : html`<p class="hint">
          ${
            watched || watchedAt === undefined
              ? w('release.watched')
              : w('release.watched_at', { when: momentOf(ask, watchedAt) })
          }
        </p>`
    }
    ${deeds(ask, review, stages)}
  </section>`;
}

function settledCard(ask: Ask, { draft }: Review, { settled, previous }: StageView): Html {
  const { w } = ask;
  if (settled === undefined) return nothing;
  const back =
    previous === undefined || !has(ask.staff, ['admin', 'editor', 'supervisor'])
      ? nothing
      : html`<details>
        <summary>${w('release.back', { version: previous.version })}</summary>
        <div class="stack">
          <p>${w('release.back_hint', { version: previous.version })}</p>
          ${act(
            `/console/flows/${draft.flow}/release/back`,
            w('release.do_back', { version: previous.version }),
            'danger',
            { version: String(settled.version) },
          )}
        </div>
      </details>`;
  return html`<section class="card stack" id="stage" aria-labelledby="stage-title">
    <h2 id="stage-title">${w('release.settled', { version: settled.version })}</h2>
    ${back}
  </section>`;
}

const SIGNS = ['stops', 'parked', 'notUnderstood'] as const;

function figuresTable(ask: Ask, figures: StageFigures, usual: StageFigures): Html {
  const { w } = ask;
  const share = (all: StageFigures, count: number) =>
    all.people === 0 ? '–' : w('release.of_people', { count, people: all.people });
  return html`<div
    class="table-wrap"
    tabindex="0"
    role="region"
    aria-label="${w('release.figures')}"
  >
    <table class="table">
      <caption class="unseen">
        ${w('release.figures')}
      </caption>
      <thead>
        <tr>
          <th scope="col">${w('release.within_a_day')}</th>
          <th scope="col">${w('release.this_version')}</th>
          <th scope="col">${w('release.version_before')}</th>
        </tr>
      </thead>
      <tbody>
        ${SIGNS.map(
          (sign) =>
            html`<tr>
              <th scope="row">${w(`release.sign_${sign}`)}</th>
              <td>${share(figures, figures[sign])}</td>
              <td>${share(usual, usual[sign])}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

function heldWords({ w }: Ask, { sign, count, people, usualCount, usualPeople }: WhyHeld): string {
  return w('release.held_because', {
    sign: w(`release.sign_${sign}`),
    now: w('release.of_people', { count, people }),
    before: w('release.of_people', { count: usualCount, people: usualPeople }),
  });
}

function deeds(ask: Ask, review: Review, { open, previous, watched }: StageView): Html {
  const { w, staff } = ask;
  if (open === undefined || !has(staff, ['admin', 'editor', 'supervisor'])) return nothing;
  const here = `/console/flows/${review.draft.flow}/release`;
  const isHeld = open.state === 'held';
  return html`${has(staff, ['admin', 'editor']) ? goOn(ask, review, open, !isHeld && watched) : nothing}
    <div class="row">
      ${isHeld ? nothing : act(`${here}/hold`, w('release.hold'), 'quiet')}
      ${
        previous === undefined
          ? nothing
          : act(`${here}/back`, w('release.do_back', { version: previous.version }), 'danger', {
              version: String(open.version),
            })
      }
    </div>`;
}

/** The button to the next share, or out of a hold. `alone`: it was watched for long enough that one person may. */
function goOn(ask: Ask, review: Review, open: StandingStage, alone: boolean): Html {
  const { w } = ask;
  const here = `/console/flows/${review.draft.flow}/release`;
  const isHeld = open.state === 'held';
  const kind = isHeld ? 'asked_resume' : 'asked_wider';
  const asked = review.acts.find((one) => one.kind === kind && one.hash === open.seq);
  const what = isHeld ? 'resume' : WIDER[open.percent];
  const label = alone ? w(`release.${what}`) : goLabel(ask, asked, what);
  if (!alone && asked?.by === ask.staff.id)
    return html`<p class="note" role="status">
      ${w('release.you_asked', { when: askedWhen(ask, asked.at), deed: w(`release.${what}`) })}
    </p>`;
  const action = `${here}/${isHeld ? 'resume' : 'widen'}`;
  return html`${given(
    asked,
    (one) => html`<p class="note">${w('release.asked_by', said(ask, review, one))}</p>`,
  )}
    <div class="row">${act(action, label, alone ? 'main' : 'quiet', { stage: open.seq })}</div>
    ${alone ? nothing : html`<p class="hint">${w(`release.two_${isHeld ? 'resume' : 'widen'}`)}</p>`}`;
}

const WIDER = { 1: 'widen_ten', 10: 'widen_all', 100: 'widen_done' } as const;

/** The time of today, or a day and its time. */
function askedWhen(ask: Ask, at: Date): string {
  return dayOf(ask, at) === dayOf(ask, ask.now) ? timeOf(ask, at) : momentOf(ask, at);
}

/** What the button does for her: ask, or agree with who has asked. */
function goLabel(
  { w, staff }: Ask,
  asked: StoredAct | undefined,
  what: 'resume' | `widen_${'ten' | 'all' | 'done'}`,
): string {
  const deed = w(`release.${what}`);
  return asked !== undefined && asked.by !== staff.id
    ? w('release.agree_to', { deed })
    : w('release.ask_to', { deed });
}
