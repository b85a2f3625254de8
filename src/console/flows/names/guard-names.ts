import type { Guard } from '../../../flow/definition.ts';
import { findingsOf } from '../../../flow/finding.ts';
import { readGuard } from '../../../flow/read-effects.ts';
import { knownName, plain } from './plain-names.ts';
import type { Telling } from './telling.ts';

/** A condition as it is written; undefined where it is a mistake. */
export function guardIn(when: unknown): Guard | undefined {
  return readGuard(
    findingsOf('', () => ({ line: 1, column: 1 })),
    [],
    when,
  );
}

/** What a fork asks, as half a sentence: "If she said yes to check-ins". */
export function guardName({ w, spoken, outline }: Telling, guard: Guard | undefined): string {
  switch (guard?.type) {
    case undefined:
      return w('read.when_unknown');
    case 'memory': {
      const { field, is } = guard;
      return w('read.when_is', { field: plain(field), value: spoken.labels.get(is) ?? plain(is) });
    }
    case 'at_least':
    case 'days_ahead': {
      const { type, field, atLeast: count } = guard;
      return w(`read.when_${type}`, { field: plain(field), count });
    }
    case 'consented':
      return w('read.when_consented', { value: knownName(w, guard.purpose) });
    case 'known':
      return w('read.when_known', { value: plain(guard.field) });
    case 'channel':
      return w('read.when_channel', { value: knownName(w, guard.channel) });
    case 'language': {
      const own = outline.spoken.find(({ language }) => language === guard.language);
      return w('read.when_language', { value: own?.name ?? guard.language });
    }
    case 'member':
      return w('read.when_member', { value: knownName(w, guard.trait) });
    case 'silences':
      return w('read.when_silences', { count: guard.atLeast });
    case 'days_since':
      return w(`read.when_${guard.what}`, { count: guard.atLeast });
    case 'not_after':
      return w('read.when_not_after', { value: guard.date });
  }
}

/** What a fork looks at: "does not read?", "the language". */
export function lookName({ w }: Pick<Telling, 'w'>, guard: Guard | undefined): string {
  switch (guard?.type) {
    case undefined:
      return w('read.looks_unknown');
    case 'memory':
    case 'at_least':
    case 'days_ahead':
    case 'known':
      return w('read.looks_memory', { field: plain(guard.field) });
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
