import { FEW_PEOPLE } from '../../release/plan.ts';
import { sentPlan } from '../../release/rules.ts';
import type { FlowStages } from '../../release/stages.ts';
import type { ReleasePlan } from '../../store/release-stages.ts';
import { button, choice, hidden } from '../frame/forms.ts';
import { html, type Html, nothing } from '../frame/html.ts';
import type { Ask } from '../frame/route.ts';
import type { Seen } from './read-review.ts';

/** How fast a release goes, in one line. */
export function planWords({ w }: Pick<Ask, 'w'>, plan: ReleasePlan | null): string {
  return w(`release.plan_${plan ?? 'by_hand'}`);
}

/** A draft is sent to review together with how fast it is to go; of few people everybody at once is what makes sense. */
export function sendForm(ask: Ask, { facts, draft }: Seen, stages: FlowStages | undefined): Html {
  const { w } = ask;
  const plans: readonly ReleasePlan[] = facts.isFew ? ['at_once', 'steps'] : ['steps'];
  const options = plans.map((value) => ({
    value,
    label: planWords(ask, value),
    hint: w(`release.plan_${value}_hint`, { people: FEW_PEOPLE }),
  }));
  return html`<form method="post" action="/console/flows/${draft.flow}/review" class="stack">
    ${hidden({ kind: 'sent' })}
    ${
      isFirst(stages)
        ? nothing
        : choice({
            legend: w('release.plan_title'),
            name: 'plan',
            options,
            chosen: plans.slice(0, 1),
          })
    }
    <div>${button(w('release.send'), 'main')}</div>
  </form>`;
}

/** What both approvals agree to beside the words, for everybody who looks at it. */
export function planNote(ask: Ask, { facts }: Seen, stages: FlowStages | undefined): Html {
  const { w } = ask;
  if (!facts.isChanged || !facts.isSent || isFirst(stages)) return nothing;
  const { plan } = facts;
  const hint = plan === null ? nothing : w(`release.plan_${plan}_hint`, { people: FEW_PEOPLE });
  return html`<p><strong>${w('release.plan_is', { plan: planWords(ask, plan) })}</strong></p>
    <p class="hint">
      ${hint} ${sentPlan(facts.acts) === plan ? nothing : w('release.plan_slower')} ${w('release.plan_agree')}
    </p>`;
}

/** What the press does that lets it go out. */
export function releaseLabel(
  { w }: Pick<Ask, 'w'>,
  plan: ReleasePlan | null,
  stages: FlowStages | undefined,
): string {
  if (isFirst(stages)) return w('release.to_all_first');
  return plan === 'at_once' ? w('release.to_all') : w('release.to_one');
}

/** The first version of a flow is everybody's at once: there is nothing that it could be compared with. */
function isFirst(stages: FlowStages | undefined): boolean {
  return stages?.settled === undefined;
}

/** What a page has shown of the plan, sent along with what is pressed there. */
export function planShown({ facts }: Pick<Seen, 'facts'>): { plan: string } {
  return { plan: facts.plan ?? '' };
}
