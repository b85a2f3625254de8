import { never } from '../base/assert.ts';
import type { Step, WrittenEffect } from './definition.ts';
import type { DraftStep } from './draft.ts';

/** One way out of a step: where to, with which effects and values, and where it is written (the path within the step). */
export type Exit = {
  to: string;
  do: readonly WrittenEffect[];
  set?: Readonly<Record<string, string | number>> | undefined;
  path: readonly string[];
};

/** A step that waits for an answer. */
export type Question = Step & { kind: 'ask' | 'ask_language' | 'ask_value' };

/** Whether a step waits for an answer; the others are run through in the same turn. */
export function isQuestion(step: DraftStep): step is Question {
  return step.kind === 'ask' || step.kind === 'ask_language' || step.kind === 'ask_value';
}

/** Whether digits are answers here, so that 0, 7 and 9 are no commands: questions for a number, a time or a date. */
export function asksForDigits(step: DraftStep): boolean {
  return step.kind === 'ask_value' && step.answer.kind !== 'text';
}

export function exits(step: DraftStep): Exit[] {
  switch (step.kind) {
    case 'ask':
      return [
        ...step.choices.map((one, index) => exit(one, ['choices', String(index + 1), 'to'])),
        ...waits(step),
      ];
    case 'ask_language':
      return [exit(step, ['to']), ...waits(step)];
    case 'ask_value':
      return [
        exit(step, ['to']),
        ...(step.unclear === undefined ? [] : [{ to: step.unclear, do: [], path: ['unclear'] }]),
        ...waits(step),
      ];
    case 'branch':
      return [
        ...step.cases.map((one, index) => exit(one, ['branch', String(index), 'to'])),
        { to: step.otherwise, do: [], path: ['else'] },
      ];
    case 'say':
    case 'do':
      return [exit(step, ['to'])];
    case 'use':
      return [{ to: step.to, do: [], path: ['to'] }];
    default:
      return never(step, 'kind of step');
  }
}

function exit({ to, do: effects, set }: Omit<Exit, 'path'>, path: readonly string[]): Exit {
  return { to, do: effects, set, path };
}

function waits(step: { back?: string | undefined; silence?: { to: string } | undefined }): Exit[] {
  const back = step.back === undefined ? [] : [{ to: step.back, do: [], path: ['back'] }];
  if (step.silence === undefined) return back;
  return [...back, { to: step.silence.to, do: [], path: ['silence'] }];
}
