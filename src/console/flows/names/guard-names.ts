import { languageName } from '../../frame/language-names.ts';
import type { Guard } from '../../../flow/definition.ts';
import { findingsOf } from '../../../flow/finding.ts';
import { readGuard } from '../../../flow/read-effects.ts';
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
export function guardName<T extends Type>(telling: Telling, guard: GuardOf<T> | undefined): string {
  if (guard === undefined) return telling.w('read.when_unknown');
  return NAMES[guard.type](telling, guard);
}

const NAMES: { [T in Type]: (telling: Telling, guard: GuardOf<T>) => string } = {
  memory: ({ w, spoken }, { field, is }) =>
    w('read.when_is', { field: fieldName(w, field), value: valueName({ w, spoken }, is) }),
  at_least: ({ w }, { field, atLeast: count }) =>
    w('read.when_at_least', { field: fieldName(w, field), count }),
  days_ahead: ({ w }, { field, atLeast: count }) =>
    w('read.when_days_ahead', { field: fieldName(w, field), count }),
  consented: ({ w }, { purpose }) => w('read.when_consented', { value: knownName(w, purpose) }),
  known: ({ w }, { field }) => w('read.when_known', { value: fieldName(w, field) }),
  channel: ({ w }, { channel }) => w('read.when_channel', { value: knownName(w, channel) }),
  language: ({ w }, { language }) =>
    w('read.when_language', { value: languageName({ w }, language) }),
  member: ({ w }, { trait }) => w('read.when_member', { value: knownName(w, trait) }),
  silences: ({ w }, { atLeast: count }) => w('read.when_silences', { count }),
  days_since: ({ w }, { what, atLeast: count }) => w(`read.when_${what}`, { count }),
  not_after: ({ w }, { date }) => w('read.when_not_after', { value: date }),
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
