import { goesOnAsBefore, keepsWhereItGoesOn } from '../../flow/edit/goes-on.ts';
import type { FlowChange } from '../../flow/edit/plain-diff.ts';

/** What was changed of a flow in the order in which it is told. */
export type InOrder = {
  /** Steps and answers that are new or gone before everything else. */
  first: readonly FlowChange[];
  /** Where existing ways lead now, only because a step is new or gone. */
  because: readonly FlowChange[];
};

const NEW_OR_GONE: readonly FlowChange['kind'][] = [
  'step_added',
  'step_removed',
  'choice_added',
  'choice_removed',
];

/**
 * A question for everybody turns every way that led past its place. Only that follows from it: a way between steps that were
 * there and stay, and anything else that an answer does or no longer does, is told with the rest.
 */
export function inOrder(changes: readonly FlowChange[]): InOrder {
  const steps = new Set(
    changes.flatMap((one) =>
      one.kind === 'step_added' || one.kind === 'step_removed' ? [one.step] : [],
    ),
  );
  const turned = new Set(changes.filter((one) => isTurned(one, steps) || goesOn(one)));
  const ways = new Set([...turned].map(wayOf));
  const because = changes.filter(
    (one) => turned.has(one) || (isHandOver(one) && ways.has(wayOf(one))),
  );
  const rest = changes.filter((one) => !because.includes(one));
  const isNews = ({ kind }: FlowChange) => NEW_OR_GONE.includes(kind);
  return {
    first: [...rest.filter(isNews), ...rest.filter((one) => !isNews(one))],
    because,
  };
}

/** What leads everybody on behind a question that was put in: the fork, and the field that says where. */
function goesOn(change: FlowChange): boolean {
  if (change.kind === 'field_added' || change.kind === 'field_removed')
    return keepsWhereItGoesOn(change.field);
  const isFork = change.kind === 'step_added' || change.kind === 'step_removed';
  return isFork && goesOnAsBefore(change.step);
}

/** Whether a way leads to a step that is new, or led to one that is gone. */
function isTurned(change: FlowChange, steps: ReadonlySet<string>): boolean {
  switch (change.kind) {
    case 'choice_leads':
    case 'leads':
      return steps.has(change.after) || steps.has(change.before);
    case 'back':
      return steps.has(change.after ?? '') || steps.has(change.before ?? '');
    case 'silence': {
      const { before, after } = change;
      // When it comes is no matter of where it leads.
      if (before === undefined || after === undefined || before.afterMs !== after.afterMs)
        return false;
      return steps.has(after.to) || steps.has(before.to);
    }
    default:
      return false;
  }
}

/** The flow that came next begins behind the new step now; of all that an answer does, this alone says where it leads. */
function isHandOver(change: FlowChange): boolean {
  return (
    change.kind === 'does' &&
    [...change.gone, ...change.added].every(({ type }) => type === 'hand_over')
  );
}

/** An answer of a step, or what follows it whatever is answered. */
function wayOf(change: FlowChange): string {
  const step = 'step' in change ? change.step : '';
  const means = 'means' in change ? (change.means ?? '') : '';
  return `${step} ${means}`;
}
