import { assert } from '../base/assert.ts';
import { END } from '../flow/definition.ts';
import { asksForDigits, isQuestion } from '../flow/exits.ts';
import type { Release } from '../flow/release.ts';
import type { Effect, Memory } from '../flow/vocabulary.ts';

/** Where a conversation stands: all that is stored of it beside its release and the number of its turn. */
export type Place = { readonly step: string; readonly memory: Memory };

/** What one event does to a conversation. The same input gives the same turn; nothing has happened yet. */
export type Turn = {
  readonly place: Place;
  /** In the order in which they are to be done and said. */
  readonly effects: readonly Effect[];
  readonly done: boolean;
  /** False when the event fits nothing here: the place is unchanged and there are no effects. */
  readonly understood: boolean;
  /** After so long without a reply a SILENCE event is due. */
  readonly silenceAfterMs: number | undefined;
  /** After so long without a reply the conversation is over. */
  readonly expiresAfterMs: number;
};

/** The step a conversation stands at is not in this release: it needs attention, and nothing was decided. */
export class StepGone extends Error {
  override readonly name = 'StepGone';
}

/** Whether digits are answers at the step where a conversation stands. */
export function digitsAreAnswers(release: Release, step: string): boolean {
  const found = release.steps.get(step);
  return found !== undefined && asksForDigits(found);
}

/** Whether the author named a step for `0`; without one, `0` leaves and changes nothing. */
export function hasBack(release: Release, step: string): boolean {
  const found = release.steps.get(step);
  return found !== undefined && isQuestion(found) && found.back !== undefined;
}

/** The step of a machine, whose states are flat. */
export function stepOf(value: unknown): string {
  assert(typeof value === 'string', 'machines are compiled flat');
  return value;
}

export function turnAt(
  release: Release,
  turn: { place: Place; effects: readonly Effect[]; understood: boolean },
): Turn {
  const step = release.steps.get(turn.place.step);
  return {
    ...turn,
    done: turn.place.step === END,
    silenceAfterMs: step !== undefined && isQuestion(step) ? step.silence?.afterMs : undefined,
    expiresAfterMs: release.expiresAfterMs,
  };
}
