import { freeName } from './desk.ts';

/** A question for everybody keeps in this field where somebody would have gone, and this fork leads her on to there. */
const FIELD = 'goes on';
const FORK = 'go on';

export function goesOnField(taken: Iterable<string>): string {
  return freeName(FIELD, taken);
}

export function goesOnFork(taken: Iterable<string>): string {
  return freeName(FORK, taken);
}

/** Whether a step is such a fork, which people know as "goes on as before". */
export function goesOnAsBefore(step: string): boolean {
  return /^go_on(?:_\d+)?$/u.test(step);
}

export function keepsWhereItGoesOn(field: string): boolean {
  return /^goes_on(?:_\d+)?$/u.test(field);
}
