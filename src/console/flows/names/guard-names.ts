import { languageName } from '../../frame/language-names.ts';
import type { Guard } from '../../../flow/definition.ts';
import { findingsOf } from '../../../flow/finding.ts';
import type { OutlineStep } from '../../../flow/edit/outline.ts';
import type { Exit } from '../../../flow/edit/written-exits.ts';
import { readGuard } from '../../../flow/read-effects.ts';
import { isMapping } from '../../../flow/read-object.ts';
import { fieldName, knownName, valueName } from './plain-names.ts';
import type { Telling } from './telling.ts';

/** A condition as it is written; undefined where it is a mistake. */
export function guardIn(when: unknown): Guard | undefined {
  return readGuard(
    findingsOf('', () => ({ line: 1, column: 1 })),
    [],
    when,
  );
}

type Type = Guard['type'];
type GuardOf<T extends Type> = { [P in T]: { type: P } & Extract<Guard, { type: P }> }[T];

/** What a fork asks, as half a sentence: "If she said yes to check-ins". */
export function guardName(telling: Telling, guard: Guard | undefined): string {
  return telling.w('read.when', { condition: conditionName(telling, guard, 'is') });
}

/** What a way out of a fork asks; undefined where it is none of its cases. */
export function caseName(
  telling: Telling,
  { written: { branch } }: OutlineStep,
  { id }: Exit,
): string | undefined {
  const [kind, number] = id.split('.');
  if (kind !== 'case' || !Array.isArray(branch)) return undefined;
  const one: unknown = branch[Number(number) - 1];
  return guardName(telling, isMapping(one) ? guardIn(one['when']) : undefined);
}

/** A condition, or its opposite, as a clause that stands behind "if": "she does not read", "she reads". */
export function conditionName<T extends Type>(
  telling: Telling,
  guard: GuardOf<T> | undefined,
  how: 'is' | 'not',
): string {
  if (guard === undefined) return telling.w(`read.cond_${how}_unknown`);
  return NAMES[guard.type](telling, guard, how);
}

const NAMES: { [T in Type]: (telling: Telling, guard: GuardOf<T>, how: 'is' | 'not') => string } = {
  memory: ({ w, spoken }, { field, is }, how) =>
    w(`read.cond_${how}_memory`, {
      field: fieldName(w, field),
      value: valueName({ w, spoken }, is),
    }),
  at_least: ({ w }, { field, atLeast: count }, how) =>
    w(`read.cond_${how}_at_least`, { field: fieldName(w, field), count }),
  days_ahead: ({ w }, { field, atLeast: count }, how) =>
    count === 0
      ? w(`read.cond_${how}_over`, { field: fieldName(w, field) })
      : w(`read.cond_${how}_days_ahead`, { field: fieldName(w, field), count }),
  consented: ({ w }, { purpose }, how) =>
    w(`read.cond_${how}_consented`, { value: knownName(w, purpose) }),
  known: ({ w }, { field }, how) => w(`read.cond_${how}_known`, { value: fieldName(w, field) }),
  channel: ({ w }, { channel }, how) => w(`read.cond_${how}_${channel}`),
  language: ({ w }, { language }, how) =>
    w(`read.cond_${how}_language`, { value: languageName({ w }, language) }),
  member: ({ w }, { trait }, how) => w(`read.cond_${how}_${trait}`),
  silences: ({ w }, { atLeast: count }, how) => w(`read.cond_${how}_silences`, { count }),
  days_since: ({ w }, { what, atLeast: count }, how) => w(`read.cond_${how}_${what}`, { count }),
  not_after: ({ w }, { date }, how) => w(`read.cond_${how}_not_after`, { value: date }),
};

/** What a fork looks at: "does not read?", "the language". */
export function lookName({ w }: Pick<Telling, 'w'>, guard: Guard | undefined): string {
  switch (guard?.type) {
    case undefined:
      return w('read.looks_unknown');
    case 'memory':
    case 'at_least':
    case 'days_ahead':
    case 'known':
      return w('read.looks_memory', { field: fieldName(w, guard.field) });
    case 'consented':
      return w('read.looks_consented', { value: knownName(w, guard.purpose) });
    case 'member':
      return w('read.looks_member', { value: knownName(w, guard.trait) });
    case 'days_since':
      return w(`read.looks_${guard.what}`);
    case 'channel':
    case 'language':
    case 'silences':
    case 'not_after':
      return w(`read.looks_${guard.type}`);
  }
}
