import { initialTransition } from 'xstate';
import type { Release } from '../flow/release.ts';
import type { Facts, Memory } from '../flow/vocabulary.ts';
import { readActions } from './advance-actions.ts';
import { stepOf, type Turn, turnAt } from './place.ts';

/**
 * Begins a conversation. Of `memory` it keeps what the flow declares. Consent for the release's purpose is the
 * caller's to check.
 */
export function begin(release: Release, memory: Memory, facts: Facts, _now: Date): Turn {
  const [snapshot, actions] = initialTransition(release.machine, {
    memory: declared(release, memory),
    facts,
  });
  return turnAt(release, {
    place: { step: stepOf(snapshot.value), memory: snapshot.context.memory },
    effects: readActions(actions, facts),
    understood: true,
  });
}

function declared(release: Release, memory: Memory): Memory {
  const kept = Object.entries(memory).filter(
    ([field, value]) => typeof value === 'string' && release.memory.get(field)?.includes(value),
  );
  return Object.fromEntries(kept);
}
