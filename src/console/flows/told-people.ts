import type { Ask } from '../frame/route.ts';
import { seesAll } from '../frame/who.ts';
import { stock } from '../reports/shown-figures.ts';

/**
 * How many stand at a step now, as far as it may be told. Who works on flows sees no member; one who knows when somebody gets
 * her text would else see her go from step to step, also where a step says what she answered. Undefined: too few to be told.
 */
export function toldPeople({ parts, staff }: Pick<Ask, 'parts' | 'staff'>, count: number) {
  return isExact({ parts, staff }) ? count : stock(count);
}

/** The phones of the demo are nobody's, and who sees members sees where they are. */
export function isExact({ parts, staff }: Pick<Ask, 'parts' | 'staff'>): boolean {
  return parts.demo || seesAll(staff);
}
