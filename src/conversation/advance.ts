import { transition } from 'xstate';
import { answerWord } from '../flow/answer-words.ts';
import type { MachineEvent } from '../flow/compile.ts';
import { type Answer, END } from '../flow/definition.ts';
import type { Formats } from '../flow/formats.ts';
import type { Release } from '../flow/release.ts';
import type { Facts, FlowEvent, Memory } from '../flow/vocabulary.ts';
import { readActions } from './advance-actions.ts';
import { remembered } from './advance-remembered.ts';
import { readAnswer } from './read-answer.ts';
import { readChoice } from './read-choice.ts';
import { type Place, StepGone, stepOf, type Turn, turnAt } from './place.ts';

/** With what an answer is read: the facts of the person, and how their languages write dates, times and numbers. */
export type Hearing = { facts: Facts; formats: Formats };

/**
 * Takes one event to a conversation: pure, so that the same input gives the same turn (frozen, and shared between equal
 * calls). An answer that fits nothing leaves everything as it was. @throws StepGone if the release has no such step
 */
export function advance(
  release: Release,
  place: Place,
  event: FlowEvent,
  { facts, formats }: Hearing,
): Turn {
  if (place.step !== END && !release.steps.has(place.step))
    throw new StepGone(`${release.flow} ${release.version} has no such step`);
  const told: MachineEvent =
    event.type === 'REPLY'
      ? replyOf(release, place, event.text, { facts, formats })
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

/** What was answered: the digit of a choice, however it was said, or the value that the question asks for. */
function replyOf(
  release: Release,
  { step: id, memory }: Place,
  text: string,
  hearing: Hearing,
): MachineEvent {
  const { facts, formats } = hearing;
  const { language, languages, today } = facts;
  const tongue = { language, languages, today, formats };
  const step = release.steps.get(id);
  if (step?.kind !== 'ask_value')
    return { type: 'REPLY', digit: readChoice(release, id, text, tongue) };
  if (answerWord(text) === '0' && step.back !== undefined) return { type: 'REPLY', digit: '0' };
  const value = readAnswer(text, step.answer, tongue);
  if (!isSamePin(step.answer, memory, value)) return { type: 'REPLY', digit: '' };
  return value === undefined ? { type: 'REPLY', digit: '' } : { type: 'REPLY', digit: '', value };
}

/** A PIN that is typed again counts only if it is the one that was typed first. */
function isSamePin(answer: Answer, memory: Memory, value: string | number | undefined): boolean {
  if (answer.kind !== 'pin' || answer.sameAs === undefined) return true;
  return Object.hasOwn(memory, answer.sameAs) && memory[answer.sameAs] === value;
}
