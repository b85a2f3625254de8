import type { MachineEvent } from '../../flow/compile.ts';
import type { Question } from '../../flow/exits.ts';
import type { Fields } from './fields.ts';

/** An event at a question, and the way out that it takes. */
export type Telling = { way: readonly string[]; told: MachineEvent };

/** Everything that can be told at a question, with the way out that it takes. */
export function tellings(fields: Fields, step: Question): Telling[] {
  const back = step.back === undefined ? [] : [{ way: ['back'], told: reply('0') }];
  const silence =
    step.silence === undefined ? [] : [{ way: ['silence'], told: { type: 'SILENCE' as const } }];
  return [...answers(fields, step), ...back, ...silence];
}

function answers(fields: Fields, step: Question): Telling[] {
  switch (step.kind) {
    case 'ask':
      return step.choices.map((_, index) => {
        const digit = String(index + 1);
        return { way: ['choices', digit, 'to'], told: reply(digit) };
      });
    case 'ask_language':
      return [{ way: ['to'], told: reply('1') }];
    case 'ask_value': {
      const given = fields.valuesOf(step.save).map((value) => ({
        way: ['to'],
        told: { type: 'REPLY' as const, digit: '', value },
      }));
      return step.unclear === undefined ? given : [...given, { way: ['unclear'], told: reply('') }];
    }
  }
}

function reply(digit: string): MachineEvent {
  return { type: 'REPLY', digit };
}
