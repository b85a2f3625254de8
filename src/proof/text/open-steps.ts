import { exits } from '../../flow/exits.ts';
import type { FlowDefinition, Step } from '../../flow/definition.ts';

/** Steps that only members who want open texts come to: nothing leads there but a branch that asks for it. */
export function openSteps({ start, steps }: FlowDefinition): Set<string> {
  const closed = new Set([start]);
  for (const id of closed) {
    const step = steps[id];
    for (const to of step === undefined ? [] : closedWays(step)) closed.add(to);
  }
  return new Set(Object.keys(steps)).difference(closed);
}

function closedWays(step: Step): string[] {
  if (step.kind !== 'branch') return exits(step).map(({ to }) => to);
  const asked = step.cases.filter(
    ({ when }) => when.type !== 'member' || when.trait !== 'open_texts',
  );
  return [...asked.map(({ to }) => to), step.otherwise];
}
