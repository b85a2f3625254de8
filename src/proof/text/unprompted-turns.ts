import type { WrittenEffect } from '../../flow/definition.ts';
import { exits } from '../../flow/exits.ts';
import type { ProofInput } from '../read-input.ts';
import type { ProvedFlow } from '../rule.ts';
import type { WalkedTurn } from '../walk/walk-flow.ts';

/** Effects that begin a flow later, by a timer. */
const LATER: ReadonlySet<WrittenEffect['type']> = new Set(['start', 'remind', 'remind_field']);

/** Turns whose SMS nobody asked for: after a silence, and the first of a flow that begins by itself. */
export function unpromptedTurns({ name, release, walk, set }: ProvedFlow): WalkedTurn[] {
  const led = ledTo(set, name);
  // With a purpose and without a way to it, only somebody else's decision can begin it.
  const begins = led.later || (release.purpose !== undefined && !led.now);
  return walk.turns.filter(
    ({ channel, from, way }) =>
      channel === 'sms' && (from === undefined ? begins : way[0] === 'silence'),
  );
}

/** Whether flows or programmes begin this one later, by a timer, and whether flows hand over to it. */
function ledTo({ flows, programmes }: ProofInput, name: string): { later: boolean; now: boolean } {
  const rhythms = programmes.flatMap(({ programme }) => [...programme.rhythm.keys()]);
  const homes = programmes.flatMap(({ programme: { flows: own } }) => [
    own.home,
    own.join,
    own.complaint,
  ]);
  const effects = flows.flatMap(({ release }) =>
    [...(release?.steps.values() ?? [])].flatMap((step) => exits(step).flatMap((exit) => exit.do)),
  );
  const to = effects.filter((effect) => 'flow' in effect && effect.flow === name);
  return {
    later: rhythms.includes(name) || to.some(({ type }) => LATER.has(type)),
    now: homes.includes(name) || to.some(({ type }) => type === 'hand_over'),
  };
}
