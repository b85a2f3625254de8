import { getInitialMicrosteps, getMicrosteps } from 'xstate';
import { assert } from '../base/assert.ts';
import type { MachineEvent } from '../flow/compile.ts';
import { holds } from '../flow/holds.ts';
import type { Release } from '../flow/release.ts';
import type { Effect, Facts, Memory } from '../flow/vocabulary.ts';
import { readActions } from './advance-actions.ts';
import { type Place, stepOf } from './place.ts';

/** One step that a turn runs into: what was asked of the service on the way there and at its door. */
export type Stride = {
  step: string;
  memory: Memory;
  effects: readonly Effect[];
  /** The case of the branch before it that held, from 0; the number of cases is `else`. Undefined behind other steps. */
  held: number | undefined;
};

/**
 * Takes one event through the compiled machine and shows every step on the way, the last being where it waits or ends.
 * Empty where the event fits nothing. `from` undefined begins the conversation. What `advance` does in one go.
 */
export function walk(
  release: Release,
  from: Place | undefined,
  told: MachineEvent,
  { facts, memory = {} }: { facts: Facts; memory?: Memory },
): Stride[] {
  const { machine } = release;
  const taken =
    from === undefined
      ? getInitialMicrosteps(machine, { memory, facts })
      : getMicrosteps(
          machine,
          machine.resolveState({ value: from.step, context: { memory: from.memory, facts } }),
          told,
        );
  const strides = taken.map(([after, actions], index): Stride => {
    const before = taken[index - 1]?.[0];
    const held = before && caseThatHeld(release, stepOf(before.value), before.context);
    const { memory: remembered } = after.context;
    const effects = readActions(actions, facts);
    return { step: stepOf(after.value), memory: remembered, effects, held };
  });
  // What fits nothing is one microstep that stays where it is and says nothing.
  const [only] = strides;
  const isIdle = strides.length === 1 && only?.step === from?.step && only?.effects.length === 0;
  return isIdle ? [] : strides;
}

function caseThatHeld(
  release: Release,
  id: string,
  context: { memory: Memory; facts: Facts },
): number | undefined {
  const step = release.steps.get(id);
  assert(step !== undefined, 'a machine runs through the steps of its release');
  if (step.kind !== 'branch') return undefined;
  const held = step.cases.findIndex(({ when }) => holds(when, context));
  return held === -1 ? step.cases.length : held;
}
