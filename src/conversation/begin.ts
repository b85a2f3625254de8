import { initialTransition } from 'xstate';
import type { Field } from '../flow/definition.ts';
import type { Release } from '../flow/release.ts';
import type { Facts, Memory } from '../flow/vocabulary.ts';
import { readActions } from './advance-actions.ts';
import { remembered } from './advance-remembered.ts';
import { stepOf, type Turn, turnAt } from './place.ts';
import { charactersOf } from './read-own-words.ts';

/**
 * Begins a conversation. Of `memory` it keeps what the flow declares. Consent for the release's purpose is the
 * caller's to check.
 */
export function begin(release: Release, memory: Memory, facts: Facts, _now: Date): Turn {
  const place = { step: release.start, memory: declaredMemory(release, memory) };
  const given = { place, told: { type: 'BEGIN' as const }, facts };
  return remembered(release, given, () => decide(release, place.memory, facts));
}

function decide(release: Release, memory: Memory, facts: Facts): Turn {
  const [snapshot, actions] = initialTransition(release.machine, { memory, facts });
  return turnAt(release, {
    place: { step: stepOf(snapshot.value), memory: snapshot.context.memory },
    effects: readActions(actions, facts),
    understood: true,
  });
}

/** Of what is remembered, that which this release can hold. */
export function declaredMemory(release: Release, memory: Memory): Memory {
  const kept = Object.entries(memory).filter(([name, value]) => {
    const field = release.memory.get(name);
    return field !== undefined && canHold(field, value);
  });
  return Object.fromEntries(kept);
}

function canHold(field: Field, value: Memory[string]): boolean {
  if (!('kind' in field)) return typeof value === 'string' && field.includes(value);
  switch (field.kind) {
    case 'number':
      return typeof value === 'number' && value >= field.from && value <= field.to;
    case 'text':
      return typeof value === 'string' && charactersOf(value) <= field.max;
    case 'date':
      return typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/u.test(value);
    // A PIN never outlives its session.
    case 'pin':
      return false;
    case 'time':
      return typeof value === 'string' && /^\d{2}:\d{2}$/u.test(value);
  }
}
