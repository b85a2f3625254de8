import { transition } from 'xstate';
import { answerWord } from '../flow/answer-words.ts';
import { digitOfWord } from '../flow/answers.ts';
import type { MachineEvent } from '../flow/compile.ts';
import { END } from '../flow/definition.ts';
import type { Release } from '../flow/release.ts';
import type { Facts, FlowEvent } from '../flow/vocabulary.ts';
import { readActions } from './advance-actions.ts';
import { remembered } from './advance-remembered.ts';
import { type Place, StepGone, stepOf, type Turn, turnAt } from './place.ts';

const DIGIT = /^\d$/;

/**
 * Takes one event to a conversation: pure, so that the same input gives the same turn (frozen, and shared between equal
 * calls). An answer that fits nothing leaves everything as it was. @throws StepGone if the release has no such step
 */
export function advance(release: Release, place: Place, event: FlowEvent, facts: Facts): Turn {
  if (place.step !== END && !release.steps.has(place.step))
    throw new StepGone(`${release.flow} ${release.version} has no such step`);
  const told: MachineEvent =
    event.type === 'REPLY'
      ? { type: 'REPLY', digit: digitOf(release, place.step, event.text, facts) }
      : { type: event.type };
  return remembered(release, { place, told, facts }, () => decide(release, place, told, facts));
}

function decide(release: Release, place: Place, told: MachineEvent, facts: Facts): Turn {
  const before = release.machine.resolveState({
    value: place.step,
    context: { memory: place.memory, facts },
  });
  const [after, actions] = transition(release.machine, before, told);
  // A question asked again is the same snapshot, but it says something.
  if (after === before && actions.length === 0)
    return turnAt(release, { place, effects: [], understood: false });
  return turnAt(release, {
    place: { step: stepOf(after.value), memory: after.context.memory },
    effects: readActions(actions, facts),
    understood: true,
  });
}

/** The digit that was answered, as itself or as a word that stands for it; empty where it is neither. */
function digitOf(release: Release, step: string, text: string, facts: Facts): string {
  const word = answerWord(text);
  if (word === '') return '';
  return DIGIT.test(word) ? word : (digitOfWord(release, step, word, facts) ?? '');
}
