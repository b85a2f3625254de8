import { assign, setup } from 'xstate';
import { never } from '../base/assert.ts';
import { dateOfWord } from './date-words.ts';
import {
  CHOICES_MAX,
  END,
  type Field,
  type FlowDefinition,
  type Guard,
  type Step,
  type WrittenEffect,
} from './definition.ts';
import { isQuestion, type Question } from './exits.ts';
import { filledEffect } from './filled-effect.ts';
import { holds } from './holds.ts';
import type { Effect, Facts, FlowEvent, Memory } from './vocabulary.ts';

/** What the machine works on in one turn: what the conversation remembers, and what was true when the turn began. */
type Context = { memory: Memory; facts: Facts };

/**
 * What the machine is told of an event: nothing that differs from one equal turn to the next, so that its transitions
 * can be remembered. A guard on the date or on lateness has to bring its fact in here, and into the key of `advance`.
 */
export type MachineEvent =
  | { type: 'REPLY'; digit: string; value?: string | number }
  | { type: Exclude<FlowEvent['type'], 'REPLY'> };

/** An action that XState hands back as data and never runs: the engine does it, after the turn is committed. */
type HandBack<Params> = (scope: unknown, params: Params) => void;
const handBack = (): void => undefined;
const effect: HandBack<Effect> = handBack;
const setLanguageOfLine: HandBack<{ line: number }> = handBack;

/** XState reads the types of these and never their values. */
const NOBODY: Context = {
  memory: {},
  facts: {
    language: '',
    channel: 'sms',
    purposes: [],
    languages: [],
    today: '',
    traits: [],
    silences: 0,
    days: { joined: undefined, answered: undefined },
  },
};
const types: { context: Context; input: Context; events: MachineEvent } = {
  context: NOBODY,
  input: NOBODY,
  events: { type: 'RESUMED' },
};

const vocabulary = setup({
  types,
  guards: {
    /** The reply, already read as a digit, is this one. */
    chose: ({ event }, { digit }: { digit: string }) =>
      event.type === 'REPLY' && event.digit === digit,
    /** The installation speaks a language of this number, counted from 1. */
    choseLanguage: ({ context, event }, { line }: { line: number }) =>
      event.type === 'REPLY' &&
      event.digit === String(line) &&
      line <= context.facts.languages.length,
    /** The reply was read as a value of the kind that the question asks for. */
    gave: ({ event }) => event.type === 'REPLY' && event.value !== undefined,
    holds: ({ context }, guard: Guard) => holds(guard, context),
  },
  actions: {
    save: assign({
      memory: ({ context }, { field, value }: { field: string; value: string | number }) => ({
        ...context.memory,
        [field]: value,
      }),
    }),
    /** A date is named by a word, and the day of the turn makes it a date. */
    save_date: assign({
      memory: ({ context }, { field, word }: { field: string; word: string }) => ({
        ...context.memory,
        [field]: dateOfWord(word, context.facts.today),
      }),
    }),
    save_answer: assign({
      memory: ({ context, event }, { field }: { field: string }) =>
        event.type === 'REPLY' && event.value !== undefined
          ? { ...context.memory, [field]: event.value }
          : context.memory,
    }),
    /** The silence that is just being counted counts in the branch that follows. */
    count_silence: assign({
      facts: ({ context: { facts } }) => ({ ...facts, silences: facts.silences + 1 }),
    }),
    /** Becomes `set_language` of the line chosen, since only the turn knows the installation's languages. */
    set_language_of_line: setLanguageOfLine,
    /** What is to be done or said, as it stands in the flow. */
    effect,
  },
});

const FINAL = { type: 'final' as const };

export type Machine = ReturnType<typeof compile>;

/** Builds the machine of a flow: flat states, one for each step. @throws Error for a target that does not exist. */
export function compile(flow: FlowDefinition) {
  const states: Record<string, ReturnType<typeof stateOf> | typeof FINAL> = { [END]: FINAL };
  for (const [id, step] of Object.entries(flow.steps)) states[id] = stateOf(flow, id, step);
  return vocabulary.createMachine({
    id: flow.flow,
    context: ({ input }) => input,
    initial: flow.start,
    states,
  });
}

type Exit = { to: string; do: readonly WrittenEffect[]; set?: Saved | undefined };
type Saved = Readonly<Record<string, string | number>>;

function stateOf(flow: FlowDefinition, id: string, step: Step) {
  const entry = 'text' in step ? [effectOf({ type: 'say', text: step.text })] : [];
  const go = (exit: Exit) => ({ target: exit.to, actions: actionsOf(flow, exit) });
  if (isQuestion(step))
    return {
      entry,
      on: {
        REPLY: [...repliesOf(flow, step), ...backOf(step), ...unclearOf(step)],
        ...(step.silence === undefined
          ? {}
          : { SILENCE: { target: step.silence.to, reenter: true } }),
        RESUMED: { target: id, reenter: true },
      },
    };
  switch (step.kind) {
    case 'say':
      return { entry, always: go(step) };
    case 'do':
      return { always: go(step) };
    case 'branch':
      return {
        always: [
          ...step.cases.map((one) => ({
            guard: { type: 'holds' as const, params: one.when },
            ...go(one),
          })),
          { target: step.otherwise },
        ],
      };
    default:
      return never(step, 'kind of step');
  }
}

function repliesOf(flow: FlowDefinition, step: Question) {
  if (step.kind === 'ask')
    return step.choices.map((choice, index) => ({
      guard: { type: 'chose' as const, params: { digit: String(index + 1) } },
      target: choice.to,
      reenter: true,
      actions: [
        ...(choice.save === undefined ? [] : [savingOf(flow, choice.save, choice.means)]),
        ...actionsOf(flow, choice),
      ],
    }));
  if (step.kind === 'ask_value')
    return [
      {
        guard: { type: 'gave' as const },
        target: step.to,
        reenter: true,
        actions: [
          { type: 'save_answer' as const, params: { field: step.save } },
          ...actionsOf(flow, step),
        ],
      },
    ];
  return Array.from({ length: CHOICES_MAX }, (_, index) => ({
    guard: { type: 'choseLanguage' as const, params: { line: index + 1 } },
    target: step.to,
    reenter: true,
    actions: [
      { type: 'set_language_of_line' as const, params: { line: index + 1 } },
      ...actionsOf(flow, step),
    ],
  }));
}

function backOf(step: { back?: string | undefined }) {
  if (step.back === undefined) return [];
  const guard = { type: 'chose' as const, params: { digit: '0' } };
  return [{ guard, target: step.back, reenter: true }];
}

/** The last of a question's replies: what nothing else took. */
function unclearOf(step: Question) {
  if (step.kind !== 'ask_value' || step.unclear === undefined) return [];
  return [{ target: step.unclear, reenter: true }];
}

function actionsOf(flow: FlowDefinition, { do: effects, set = {} }: Exit) {
  const saved = Object.entries(set).map(([field, value]) => savingOf(flow, field, value));
  return [...saved, ...effects.flatMap(actionsOfEffect)];
}

function actionsOfEffect(written: WrittenEffect) {
  const counted = written.type === 'quiet' ? [{ type: 'count_silence' as const }] : [];
  return [effectOf(written), ...counted];
}

function savingOf(flow: FlowDefinition, field: string, value: string | number) {
  return typeof value === 'string' && isDate(flow.memory[field])
    ? { type: 'save_date' as const, params: { field, word: value } }
    : { type: 'save' as const, params: { field, value } };
}

function isDate(field: Field | undefined): boolean {
  return field !== undefined && 'kind' in field && field.kind === 'date';
}

/** Where an effect names fields, the machine puts in what they hold at that moment. */
function effectOf(written: WrittenEffect) {
  return {
    type: 'effect' as const,
    params: ({ context }: { context: Context }) => filledEffect(written, context.memory),
  };
}
