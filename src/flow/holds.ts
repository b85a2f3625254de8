import { never } from '../base/assert.ts';
import type { Guard } from './definition.ts';
import type { Facts, Memory } from './vocabulary.ts';

/** Whether a case of a branch holds, with what is remembered and what is known of the person. */
export function holds(guard: Guard, { memory, facts }: { memory: Memory; facts: Facts }): boolean {
  switch (guard.type) {
    case 'consented':
      return facts.purposes.includes(guard.purpose);
    case 'memory':
      return valueOf(memory, guard.field) === guard.is;
    case 'at_least':
      return reaches(valueOf(memory, guard.field), guard.atLeast);
    case 'days_ahead':
      return reaches(valueOf(memory, guard.field), dayAfter(facts.today, guard.atLeast));
    case 'known':
      return !['', undefined].includes(valueOf(memory, guard.field)?.toString());
    case 'channel':
      return facts.channel === guard.channel;
    case 'language':
      return facts.language === guard.language;
    case 'member':
      return facts.traits.includes(guard.trait);
    case 'silences':
      return facts.silences >= guard.atLeast;
    case 'days_since':
      return (facts.days[guard.what] ?? -1) >= guard.atLeast;
    case 'not_after':
      return facts.today <= guard.date;
    default:
      return never(guard, 'guard');
  }
}

/** Whether a number, or a date as it is written, is a limit or beyond it. */
function reaches(value: Memory[string] | undefined, limit: number | string): boolean {
  return value !== undefined && typeof value === typeof limit && value >= limit;
}

/** So many days later, as `2027-01-31`: dates so written sort as they follow. */
function dayAfter(today: string, days: number): string {
  return Temporal.PlainDate.from(today).add({ days }).toString();
}

function valueOf(memory: Memory, field: string): Memory[string] | undefined {
  return Object.hasOwn(memory, field) ? memory[field] : undefined;
}
