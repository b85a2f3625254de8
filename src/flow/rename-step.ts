import { never } from '../base/assert.ts';
import { type Answer, END, type Guard, type Step, type WrittenEffect } from './definition.ts';

/** What the things of a part are called in the flow that uses it. */
export type Names = {
  /** Stands in front of its steps and texts. */
  prefix: string;
  /** The step that its end is. */
  after: string;
  field: (name: string) => string;
};

type Go = { to: string; do: WrittenEffect[]; set?: Record<string, string | number> | undefined };
type Waits = {
  back?: string | undefined;
  silence?: { afterMs: number; to: string } | undefined;
};

/** A step of a part as it stands in a flow. */
export function renamedStep(step: Step, names: Names): Step {
  const text = 'text' in step ? `${names.prefix}${step.text}` : '';
  switch (step.kind) {
    case 'ask': {
      const choices = step.choices.map((one) => ({
        ...one,
        ...(one.save === undefined ? {} : { save: names.field(one.save) }),
        ...renamedGo(one, names),
      }));
      return { ...step, text, choices, ...renamedWaits(step, names) };
    }
    case 'ask_language':
      return { ...step, text, ...renamedGo(step, names), ...renamedWaits(step, names) };
    case 'ask_value': {
      const unclear = step.unclear === undefined ? {} : { unclear: target(step.unclear, names) };
      const waits = renamedWaits(step, names);
      const save = names.field(step.save);
      const answer = renamedAnswer(step.answer, names);
      return { ...step, text, answer, save, ...renamedGo(step, names), ...unclear, ...waits };
    }
    case 'say':
      return { ...step, text, ...renamedGo(step, names) };
    case 'do':
      return { ...step, ...renamedGo(step, names) };
    case 'branch': {
      const cases = step.cases.map((one) => ({
        when: renamedGuard(one.when, names),
        ...renamedGo(one, names),
      }));
      return { ...step, cases, otherwise: target(step.otherwise, names) };
    }
    default:
      return never(step, 'kind of step');
  }
}

function target(id: string, { prefix, after }: Names): string {
  return id === END ? after : `${prefix}${id}`;
}

function renamedGo({ to, do: effects, set }: Go, names: Names): Go {
  const kept = Object.entries(set ?? {}).map(
    ([name, value]) => [names.field(name), value] as const,
  );
  return {
    to: target(to, names),
    do: effects.map((effect) => renamedEffect(effect, names)),
    ...(set === undefined ? {} : { set: Object.fromEntries(kept) }),
  };
}

function renamedWaits({ back, silence }: Waits, names: Names): Waits {
  return {
    ...(back === undefined ? {} : { back: target(back, names) }),
    ...(silence === undefined ? {} : { silence: { ...silence, to: target(silence.to, names) } }),
  };
}

function renamedGuard(guard: Guard, { field }: Names): Guard {
  return 'field' in guard ? { ...guard, field: field(guard.field) } : guard;
}

function renamedAnswer(answer: Answer, { field }: Names): Answer {
  if (answer.kind !== 'pin' || answer.sameAs === undefined) return answer;
  return { ...answer, sameAs: field(answer.sameAs) };
}

function renamedEffect(effect: WrittenEffect, { field }: Names): WrittenEffect {
  if (effect.type === 'join_group_field') return { ...effect, codeField: field(effect.codeField) };
  if (effect.type === 'vote_field') return { ...effect, numberField: field(effect.numberField) };
  if (effect.type === 'complain_field') return renamedComplaint(effect, field);
  if (effect.type === 'set_pin_field') return { ...effect, pinField: field(effect.pinField) };
  if (effect.type !== 'remind_field') return effect;
  const { dateField, timeField } = effect;
  return {
    ...effect,
    ...(dateField === undefined ? {} : { dateField: field(dateField) }),
    ...(timeField === undefined ? {} : { timeField: field(timeField) }),
  };
}

function renamedComplaint(
  effect: Extract<WrittenEffect, { type: 'complain_field' }>,
  field: Names['field'],
): WrittenEffect {
  const { wordsField, aboutField } = effect;
  const about = aboutField === undefined ? {} : { aboutField: field(aboutField) };
  return { ...effect, wordsField: field(wordsField), ...about };
}
