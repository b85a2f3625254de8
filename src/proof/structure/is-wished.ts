import type { Trait } from '../../flow/vocabulary.ts';
import type { ProvedFlow } from '../rule.ts';
import type { WalkedTurn } from '../walk/walk-flow.ts';

/** Whether a turn only happens to somebody who had said so of herself before: a branch on the way asks for it. */
export function isWished(
  { definition }: ProvedFlow,
  { strides }: WalkedTurn,
  traits: readonly Trait[],
): boolean {
  return strides.some(({ held }, index) => {
    const before = strides[index - 1];
    const step = before === undefined ? undefined : definition.steps[before.step];
    const when = step?.kind === 'branch' && held !== undefined ? step.cases[held]?.when : undefined;
    return when?.type === 'member' && traits.includes(when.trait);
  });
}
