import type { Guard, Step, WrittenEffect } from '../../flow/definition.ts';
import { durationWords } from '../transcripts/effect-line.ts';
import { effectWords } from './badges.ts';
import { conditionOf, questionOf } from './guard-words.ts';

type ValueQuestion = Extract<Step, { kind: 'ask_value' }>;

/** What the parts of a graph are called: as they are in the files, or as whoever looks at it says it. */
export type GraphNames = {
  step(id: string): string;
  /** Another flow. */
  flow(name: string): string;
  /** What a branch asks; `label` names an answer. */
  question(guards: readonly Guard[], label: (word: string) => string): string;
  condition(guard: Guard, label: (word: string) => string): string;
  yes: string;
  no: string;
  otherwise: string;
  /** What is answered where there are no choices. */
  answer(step: ValueQuestion): string;
  answerKept(step: ValueQuestion): string;
  aLanguage: string;
  unclear: string;
  silence(afterMs: number): string;
  effect(effect: WrittenEffect): string;
  kept(field: string, value: string | number): string;
};

/** For whoever works with the files. */
export const NAMES_OF_FILES: GraphNames = {
  step: (id) => id.replaceAll('__', ' / '),
  flow: (name) => name,
  question: questionOf,
  condition: conditionOf,
  yes: 'yes',
  no: 'no',
  otherwise: 'else',
  answer: answerWords,
  answerKept: (step) => `${answerWords(step)}, kept as ${step.save}`,
  aLanguage: 'a language',
  unclear: 'not understood',
  silence: (afterMs) => `no answer ${durationWords(afterMs)}`,
  effect: effectWords,
  kept: (field, value) => (value === '' ? `forgets ${field}` : `${field} = ${value}`),
};

function answerWords({ answer }: ValueQuestion): string {
  switch (answer.kind) {
    case 'number':
      return `a number from ${answer.from} to ${answer.to}`;
    case 'text':
      return 'own words';
    case 'time':
      return answer.part === undefined ? 'a time' : `a time: ${answer.part}`;
    case 'date':
      return 'a day';
    case 'pin':
      return answer.sameAs === undefined ? 'a PIN' : 'the same PIN';
  }
}
