import { assign, setup } from 'xstate';
import { never } from '../base/assert.ts';
import { CHOICES_MAX, END, type FlowDefinition, type Guard, type Step } from './definition.ts';
import type { Effect, Facts, FlowEvent, Memory } from './vocabulary.ts';

/** What the machine works on in one turn: what the conversation remembers, and what was true when the turn began. */
type Context = { memory: Memory; facts: Facts };

/**
 * What the machine is told of an event: nothing that differs from one equal turn to the next, so that its transitions
 * can be remembered. A guard on the date or on lateness has to bring its fact in here, and into the key of `advance`.
 */
export type MachineEvent =
  | { type: 'REPLY'; digit: string }
  | { type: Exclude<FlowEvent['type'], 'REPLY'> };

/** An action that XState hands back as data and never runs: the engine does it, after the turn is committed. */
type HandBack<Params> = (scope: unknown, params: Params) => void;
const handBack = (): void => undefined;
const effect: HandBack<Effect> = handBack;
const setLanguageOfLine: HandBack<{ line: number }> = handBack;

/** XState reads the types of these and never their values. */
const NOBODY: Context = {
  memory: {},
  facts: { language: '', channel: 'sms', purposes: [], languages: [] },
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
    holds: ({ context }, guard: Guard) => holds(guard, context),
  },
  actions: {
    save: assign({
      memory: ({ context }, { field, value }: { field: string; value: string }) => ({
        ...context.memory,
        [field]: value,
      }),
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
  for (const [id, step] of Object.entries(flow.steps)) states[id] = stateOf(id, step);
  return vocabulary.createMachine({
    id: flow.flow,
    context: ({ input }) => input,
    initial: flow.start,
    states,
  });
}

function stateOf(id: string, step: Step) {
  const entry = 'text' in step ? effectsOf([{ type: 'say', text: step.text }]) : [];
  switch (step.kind) {
    case 'ask':
    case 'ask_language':
      return {
        entry,
        on: {
          REPLY: [...repliesOf(step), ...backOf(step)],
          ...(step.silence === undefined
            ? {}
            : { SILENCE: { target: step.silence.to, reenter: true } }),
          RESUMED: { target: id, reenter: true },
        },
      };
    case 'say':
      return { entry, always: { target: step.to, actions: effectsOf(step.do) } };
    case 'do':
      return { always: { target: step.to, actions: effectsOf(step.do) } };
    case 'branch':
      return {
        always: [
          ...step.cases.map(({ when, to, do: effects }) => ({
            guard: { type: 'holds' as const, params: when },
            target: to,
            actions: effectsOf(effects),
          })),
          { target: step.otherwise },
        ],
      };
    default:
      return never(step, 'kind of step');
  }
}

function repliesOf(step: Step & { kind: 'ask' | 'ask_language' }) {
  if (step.kind === 'ask')
    return step.choices.map(({ means, save, to, do: effects }, index) => ({
      guard: { type: 'chose' as const, params: { digit: String(index + 1) } },
      target: to,
      reenter: true,
      actions: [
        ...(save === undefined
          ? []
          : [{ type: 'save' as const, params: { field: save, value: means } }]),
        ...effectsOf(effects),
      ],
    }));
  return Array.from({ length: CHOICES_MAX }, (_, index) => ({
    guard: { type: 'choseLanguage' as const, params: { line: index + 1 } },
    target: step.to,
    reenter: true,
    actions: [
      { type: 'set_language_of_line' as const, params: { line: index + 1 } },
      ...effectsOf(step.do),
    ],
  }));
}

function backOf(step: { back?: string | undefined }) {
  if (step.back === undefined) return [];
  const guard = { type: 'chose' as const, params: { digit: '0' } };
  return [{ guard, target: step.back, reenter: true }];
}

function effectsOf(effects: readonly Effect[]) {
  return effects.map((params) => ({ type: 'effect' as const, params }));
}

function holds(guard: Guard, { memory, facts }: Context): boolean {
  switch (guard.type) {
    case 'consented':
      return facts.purposes.includes(guard.purpose);
    case 'memory':
      return Object.hasOwn(memory, guard.field) && memory[guard.field] === guard.is;
    case 'channel':
      return facts.channel === guard.channel;
    case 'language':
      return facts.language === guard.language;
    default:
      return never(guard, 'guard');
  }
}
