import type { WhyHeld } from '../../release/hold-rule.ts';
import type { StageView } from '../../release/stages.ts';
import type { StoredAct } from '../../store/approvals.ts';
import type { StageFigures, StandingStage } from '../../store/release-stages.ts';
import { act } from '../frame/forms.ts';
import { given, html, type Html, nothing } from '../frame/html.ts';
import { dayOf, momentOf, timeOf } from '../frame/moments.ts';
import { has, type Ask } from '../frame/route.ts';
import { forSecond } from '../people/for-second.ts';
import type { Seen } from './read-review.ts';
import { said } from './release-approvals.ts';
import { copyLink } from './copy-link.ts';
import { backForm, MAY_STOP, type WayBack } from './way-back.ts';

/** The release under way: for whom, what became of those people beside before, and what can be done about it. */
export function stageCard(
  ask: Ask,
  review: Seen,
  stages: StageView | undefined,
  back: WayBack | undefined,
): Html {
  const { w } = ask;
  const open = stages?.open;
  if (stages === undefined) return nothing;
  if (open === undefined) return settledCard(ask, review, stages, back);
  const { figures, usual, watchedAt, watched } = stages;
  const isWatching = open.state === 'running' && !watched && watchedAt !== undefined;
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
      isWatching
        ? html`<p class="hint">
          ${w(`release.${watchedKey(open)}`, { when: momentOf(ask, watchedAt) })}
        </p>`
        : nothing
    }
    ${deeds(ask, review, stages, back)}
  </section>`;
}

function watchedKey({ percent, plan }: StandingStage) {
  if (percent === 100) return 'watched_end';
  return plan === 'steps' ? 'watched_plan' : 'watched_at';
}

/** What is everybody's, and what can still be done about it. */
function settledCard(
  ask: Ask,
  { draft }: Seen,
  { settled }: StageView,
  back: WayBack | undefined,
): Html {
  const { w } = ask;
  if (settled === undefined) return nothing;
  return html`<section class="card stack" id="stage" aria-labelledby="stage-title">
    <h2 id="stage-title">${w('release.settled', { version: settled.version })}</h2>
    ${backForm(ask, draft.flow, back)}
  </section>`;
}

/** While a draft is under way: below it and folded, since it is about what people have now and not about the draft. */
export function settledApart(ask: Ask, flow: string, back: WayBack | undefined): Html {
  const { w } = ask;
  if (back === undefined || !has(ask.staff, MAY_STOP)) return nothing;
  return html`<details class="card" id="stage">
    <summary>${w('release.go_back_from', { given: back.given })}</summary>
    <div class="stack">
      <p>${w('release.back_beside', { given: back.given })}</p>
      ${backForm(ask, flow, back)}
    </div>
  </details>`;
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

function deeds(ask: Ask, review: Seen, stages: StageView, back: WayBack | undefined): Html {
  const { open } = stages;
  const { flow } = review.draft;
  if (open === undefined) return nothing;
  const further = isAboveTheStage(review, stages) ? nothing : goOn(ask, review, stages);
  return html`${further} ${holdForm(ask, flow, open)} ${backForm(ask, flow, back)}`;
}

function holdForm({ w, staff }: Ask, flow: string, open: StandingStage): Html {
  if (open.state === 'held' || !has(staff, MAY_STOP)) return nothing;
  return html`<div class="stack">
    <div class="row">${act(`/console/flows/${flow}/release/hold`, w('release.hold'), 'quiet')}</div>
    <p class="hint">${w('release.hold_hint')}</p>
  </div>`;
}

/** Who has asked a second person to go on with the stage as it stands. */
export function askedFor({ acts }: Seen, open: StandingStage | undefined): StoredAct | undefined {
  const kind = open?.state === 'held' ? 'asked_resume' : 'asked_wider';
  return acts.find((one) => one.kind === kind && one.hash === open?.seq);
}

/** Going on is what comes next, and stands on top: only what goes on by itself does not, while nobody waits for it. */
export function isAboveTheStage(review: Seen, { open, watched }: StageView): boolean {
  const byItself = open?.percent === 100 || (open?.plan === 'steps' && !watched);
  if (!byItself || open.state === 'held') return true;
  return review.facts.isChanged || askedFor(review, open) !== undefined;
}

/** The button to the next share, or out of a hold: alone, asking for a second person, or agreeing with who has asked. */
export function goOn(
  ask: Ask,
  review: Seen,
  { open, watched }: StageView,
  beside: Html = nothing,
): Html {
  const { w, staff } = ask;
  if (open === undefined || !has(staff, ['admin', 'editor']))
    return html`<div class="row">${beside}</div>`;
  const here = `/console/flows/${review.draft.flow}/release`;
  const isHeld = open.state === 'held';
  // It was watched for long enough that one person may.
  const alone = !isHeld && watched;
  const asked = askedFor(review, open);
  const what = isHeld ? 'resume' : WIDER[open.percent];
  const label = alone ? w(`release.${what}`) : goLabel(ask, asked, what);
  if (!alone && asked?.by === staff.id)
    return html`<div class="stack">
      <p class="note">
        ${w('release.you_asked', { when: askedWhen(ask, asked.at), deed: w(`release.${what}`) })}
      </p>
      <div class="row">${beside} ${copyLink(w, here)}</div>
    </div>`;
  const action = `${here}/${isHeld ? 'resume' : 'widen'}`;
  // Whoever is asked to agree has this to do; at 100 % nothing more has to be done.
  const isMain = alone ? open.percent < 100 : asked !== undefined;
  const press = act(action, label, isMain ? 'main' : 'quiet', { stage: open.seq });
  return html`<div class="stack">
    ${given(
      asked,
      (one) => html`<p class="note">${w('release.asked_by', said(ask, review, one))}</p>`,
    )}
    <div class="row">${pressedBy(ask, alone ? undefined : asked, press)} ${beside}</div>
    <p class="hint">${hintOf(ask, open, alone)}</p>
  </div>`;
}

function pressedBy(ask: Ask, asked: StoredAct | undefined, press: Html): Html | Promise<Html> {
  return asked === undefined ? press : forSecond(ask, asked.by, press);
}

function hintOf({ w }: Ask, { state, percent, plan }: StandingStage, alone: boolean): string {
  if (state === 'held') return w('release.two_resume');
  if (percent === 100) return w(alone ? 'release.end_hint' : 'release.two_end');
  if (!alone && plan === 'steps') return w('release.two_quicker');
  return w(alone ? 'release.watched' : 'release.two_widen');
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
