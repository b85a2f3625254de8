import type { Field, FlowDefinition, Guard, Step, WrittenEffect } from '../../flow/definition.ts';
import { isQuestion } from '../../flow/exits.ts';
import type { Release } from '../../flow/release.ts';
import { variablesOf } from '../../flow/variables.ts';
import { USUAL_DAY } from './known-facts.ts';
import type { WaysOut } from './ways-out.ts';

type Value = string | number;

/** What is read of the memory of a flow, where, and in how many different ways its values matter. */
export type Fields = {
  /** Fields that a step reads itself: variables of its text, fields of its branches. */
  readAt(step: string): ReadonlySet<string>;
  /** Fields that may still be read when the flow stands before this step. */
  liveAt(step: string): ReadonlySet<string>;
  /** One value for each way in which branches tell values of this field apart. */
  valuesOf(field: string): readonly Value[];
  /** The one of `valuesOf` that branches do not tell apart from this. */
  likeOf(field: string, value: Value): Value;
};

const NONE: ReadonlySet<string> = new Set();

export function fieldsOf(release: Release, definition: FlowDefinition, ways: WaysOut): Fields {
  const reads = new Map<string, ReadonlySet<string>>();
  for (const [id, step] of Object.entries(definition.steps))
    reads.set(id, new Set(readsOf(release, definition, step)));
  const live = liveFields(reads, ways);
  const values = new Map<string, readonly Value[]>();
  for (const [field, declared] of Object.entries(definition.memory))
    values.set(field, valuesToTell(declared, guardsOn(definition, field)));
  const valuesOf = (field: string) => values.get(field) ?? [];
  return {
    readAt: (step) => reads.get(step) ?? NONE,
    liveAt: (step) => live.get(step) ?? NONE,
    valuesOf,
    likeOf: (field, value) => likeIn(valuesOf(field), value),
  };
}

/** The fields that an effect puts into what it asks for. */
export function fieldsIn(effect: WrittenEffect): string[] {
  if (effect.type === 'join_group_field') return [effect.codeField];
  if (effect.type === 'vote_field') return [effect.numberField];
  if (effect.type === 'complain_field')
    return [effect.wordsField, ...(effect.aboutField === undefined ? [] : [effect.aboutField])];
  if (effect.type === 'set_pin_field') return [effect.pinField];
  if (effect.type !== 'remind_field') return [];
  return [effect.dateField, effect.timeField].filter((field) => field !== undefined);
}

function readsOf(release: Release, definition: FlowDefinition, step: Step): string[] {
  if (step.kind === 'branch')
    return step.cases.flatMap(({ when }) => ('field' in when ? [when.field] : []));
  if (!('text' in step)) return [];
  const feet = isQuestion(step) ? [definition.foot, definition.footValues] : [];
  const same =
    step.kind === 'ask_value' && step.answer.kind === 'pin' ? step.answer.sameAs : undefined;
  const named = [step.text, ...feet.filter((id) => id !== undefined)]
    .flatMap((id) => variablesIn(release, id))
    .filter((name) => Object.hasOwn(definition.memory, name));
  return same === undefined ? named : [...named, same];
}

/** The variables of a text in any language and channel. */
function variablesIn(release: Release, id: string): string[] {
  return [...release.texts.values()].flatMap(({ texts }) => {
    const wording = texts[id];
    return wording === undefined ? [] : variablesOf(`${wording.sms} ${wording.ussd}`);
  });
}

function liveFields(reads: ReadonlyMap<string, ReadonlySet<string>>, ways: WaysOut) {
  const live = new Map<string, Set<string>>();
  for (const [id, own] of reads) live.set(id, new Set(own));
  for (let grew = true; grew;) {
    grew = false;
    for (const [id, own] of live) {
      const before = own.size;
      for (const way of ways.get(id) ?? []) {
        for (const effect of way.do) for (const field of fieldsIn(effect)) own.add(field);
        for (const field of live.get(way.to) ?? NONE) if (!way.saves.has(field)) own.add(field);
      }
      if (own.size > before) grew = true;
    }
  }
  return live;
}

function guardsOn(definition: FlowDefinition, field: string): Guard[] {
  return Object.values(definition.steps).flatMap((step) =>
    step.kind === 'branch'
      ? step.cases.map(({ when }) => when).filter((when) => 'field' in when && when.field === field)
      : [],
  );
}

function valuesToTell(field: Field, guards: readonly Guard[]): Value[] {
  if (!('kind' in field)) {
    const asked = new Set(guards.flatMap((guard) => (guard.type === 'memory' ? [guard.is] : [])));
    const other = field.find((value) => !asked.has(value));
    return [...field.filter((value) => asked.has(value)), ...(other === undefined ? [] : [other])];
  }
  switch (field.kind) {
    case 'number': {
      const least = guards.flatMap((guard) => (guard.type === 'at_least' ? [guard.atLeast] : []));
      const inside = least.filter((value) => value > field.from && value <= field.to);
      return [...new Set([field.from, ...inside])].toSorted((a, b) => a - b);
    }
    case 'text':
      return ['x'];
    case 'date':
      return daysToTell(guards);
    case 'time':
      return ['18:30'];
    case 'pin':
      return ['4826'];
  }
}

/** A day a week after that of a walk; where something asks how far ahead it is, one on each side of every limit. */
function daysToTell(guards: readonly Guard[]): string[] {
  const limits = guards.flatMap((guard) => (guard.type === 'days_ahead' ? [guard.atLeast] : []));
  if (limits.length === 0) return ['2027-01-11'];
  const days = new Set(limits.flatMap((limit) => [limit - 1, limit]));
  return [...days]
    .toSorted((a, b) => a - b)
    .map((ahead) => Temporal.PlainDate.from(USUAL_DAY).add({ days: ahead }).toString());
}

const IS_DATE = /^\d{4}-\d{2}-\d{2}$/u;

function likeIn(values: readonly Value[], value: Value): Value {
  if (typeof value === 'string' && IS_DATE.test(value))
    return (
      values.findLast((one) => typeof one === 'string' && one <= value) ?? values.at(-1) ?? value
    );
  if (typeof value === 'number')
    return values.findLast((one) => typeof one === 'number' && one <= value) ?? value;
  return values.includes(value) ? value : (values.at(-1) ?? value);
}
