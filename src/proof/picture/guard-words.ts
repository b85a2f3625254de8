import { never } from '../../base/assert.ts';
import type { Guard } from '../../flow/definition.ts';

type Label = (word: string) => string;

/** What a branch asks, for staff. */
export function questionOf(guards: readonly Guard[], labelOf: Label): string {
  const [first] = guards;
  if (first === undefined) return 'always';
  if (guards.length === 1) return `${conditionOf(first, labelOf)}?`;
  const subjects = new Set(guards.map(subjectOf));
  const [subject] = subjects;
  return subjects.size === 1 && subject !== undefined ? `${subject}?` : 'which holds first?';
}

/** One question of a branch as a condition, for staff. */
export function conditionOf(guard: Guard, labelOf: Label): string {
  switch (guard.type) {
    case 'consented':
      return `agreed to ${guard.purpose}`;
    case 'memory':
      return `${guard.field}: ${labelOf(guard.is)}`;
    case 'at_least':
      return `${guard.field} at least ${guard.atLeast}`;
    case 'days_ahead':
      return `${guard.field} at least ${guard.atLeast} days ahead`;
    case 'known':
      return `${guard.field} is known`;
    case 'channel':
      return guard.channel === 'ussd' ? 'by dialling' : 'by SMS';
    case 'language':
      return `speaks ${guard.language}`;
    case 'member':
      return guard.trait.replaceAll('_', ' ');
    case 'silences':
      return `silent ${guard.atLeast} times`;
    case 'days_since':
      return `${guard.what} ${guard.atLeast} days ago`;
    case 'not_after':
      return `until ${guard.date}`;
    default:
      return never(guard, 'guard');
  }
}

/** What several questions of a branch have in common. */
function subjectOf(guard: Guard): string {
  switch (guard.type) {
    case 'memory':
    case 'at_least':
    case 'days_ahead':
    case 'known':
      return guard.field.replaceAll('_', ' ');
    case 'consented':
      return 'agreed to what';
    case 'channel':
      return 'which channel';
    case 'language':
      return 'which language';
    case 'member':
      return 'what is noted';
    case 'silences':
      return 'how often silent';
    case 'days_since':
      return `days since ${guard.what}`;
    case 'not_after':
      return 'until which day';
    default:
      return never(guard, 'guard');
  }
}
