import { transition } from 'xstate';
import { answerWord } from '../flow/answer-words.ts';
import { END } from '../flow/definition.ts';
import { isQuestion } from '../flow/exits.ts';
import { digitOfWord, type Release } from '../flow/release.ts';
import type { Facts, FlowEvent } from '../flow/vocabulary.ts';
import { readActions } from './advance-actions.ts';
import { type Place, StepGone, stepOf, type Turn, turnAt } from './place.ts';

const DIGIT = /^\d$/;

/**
 * Takes one event to a conversation: pure, so that the same input gives the same turn. An answer that fits nothing
 * leaves everything as it was. @throws StepGone if the release has no such step
 */
export function advance(release: Release, place: Place, event: FlowEvent, facts: Facts): Turn {
  if (place.step !== END && !release.steps.has(place.step))
    throw new StepGone(`${release.flow} ${release.version} has no such step`);
  const known = event.type === 'REPLY' ? readReply(release, place, event, facts) : event;
  const before = release.machine.resolveState({
    value: place.step,
    context: { memory: place.memory, facts },
  });
  const [after, actions] = transition(release.machine, before, known);
  if (after === before) return turnAt(release, { place, effects: [], understood: false });
  return turnAt(release, {
    place: { step: stepOf(after.value), memory: after.context.memory },
    effects: readActions(actions, facts),
    understood: true,
  });
}

/** The reply with its text read as a digit, by itself or as a word that stands for one; empty where it is neither. */
function readReply(
  release: Release,
  place: Place,
  event: FlowEvent & { type: 'REPLY' },
  facts: Facts,
): FlowEvent {
  const step = release.steps.get(place.step);
  const word = answerWord(event.text);
  if (step === undefined || !isQuestion(step) || word === '') return { ...event, text: '' };
  const digit = DIGIT.test(word) ? word : digitOfWord(release, step, word, facts);
  return { ...event, text: digit ?? '' };
}
