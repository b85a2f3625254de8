import type { ProvedFlow, Rule } from '../rule.ts';
import type { State, WalkedTurn } from '../walk/walk-flow.ts';
import { eachEffect } from './each-effect.ts';

/**
 * A flow that comes again by itself sets its next time on every way that ends or expires, but where somebody decided
 * otherwise: unsubscribed, cancelled, paused, handed over, or was silent too often.
 */
export const returning: Rule = (flow, add) => {
  if (!comesAgain(flow)) return;
  for (const [id, how] of losing(flow))
    add(
      // A question of a part is told where the flow uses the part.
      { path: ['steps', id.split('__')[0] ?? id], at: 'key' },
      {
        code: 'may_not_return',
        severity: 'warning',
        found: `whoever ${how} here never gets \`${flow.name}\` again, though it comes again by itself`,
        mend: `Set the next time before you ask, in the first step: \`do: { start: { flow: ${flow.name}, … } }\`.`,
      },
    );
};

/** Whether it is sent unasked and comes again; a day that somebody chose is an appointment, not a next time. */
function comesAgain({ name, release, walk }: ProvedFlow): boolean {
  if (release.purpose === undefined) return false;
  return eachEffect(walk.ways).some(({ effect }) => {
    if (effect.type === 'remind_field')
      return effect.flow === name && effect.dateField === undefined;
    return (effect.type === 'start' || effect.type === 'remind') && effect.flow === name;
  });
}

/** The questions at which the next time is lost, and how. */
function losing(flow: ProvedFlow): Map<string, string> {
  const lost = new Map<string, string>();
  const byState = new Map<string, WalkedTurn[]>();
  const open = new Map<string, State>();
  for (const turn of flow.walk.turns) {
    const key = turn.from?.key ?? '';
    byState.set(key, [...(byState.get(key) ?? []), turn]);
  }
  follow(byState.get(''), flow.definition.start);
  for (const { key, step } of open.values()) {
    const turns = byState.get(key) ?? [];
    if (!turns.some(({ way }) => way[0] === 'silence')) lost.set(step, 'does not answer');
    follow(turns, step);
  }
  return lost;

  function follow(turns: readonly WalkedTurn[] | undefined, step: string): void {
    for (const turn of turns ?? []) {
      if (isSettled(flow, turn)) continue;
      if (turn.to !== undefined) open.set(turn.to.key, turn.to);
      else if (!lost.has(step))
        lost.set(step, turn.way[0] === 'silence' ? 'does not answer' : 'ends');
    }
  }
}

/** Whether the next time is set in this turn, or was given up on purpose. */
function isSettled({ name, definition }: ProvedFlow, { effects, strides }: WalkedTurn): boolean {
  const isSet = effects.some((effect) => {
    if (effect.type === 'start' || effect.type === 'remind' || effect.type === 'cancel')
      return effect.flow === name;
    return ['unsubscribe', 'pause', 'hand_over'].includes(effect.type);
  });
  const wasSilent = strides.some(({ held }, index) => {
    const step = definition.steps[strides[index - 1]?.step ?? ''];
    return step?.kind === 'branch' && step.cases[held ?? -1]?.when.type === 'silences';
  });
  return isSet || wasSilent;
}
