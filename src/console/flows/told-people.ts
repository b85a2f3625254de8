import type { Ask } from '../frame/route.ts';
import { FEWEST } from '../../followup/withhold.ts';
import { seesAll } from '../frame/who.ts';
import { stock } from '../reports/shown-figures.ts';

/**
 * How many stand at a step now, as far as it may be told. Who works on flows sees no member; one who knows when somebody gets
 * her text would else see her go from step to step, also where a step says what she answered. Undefined: too few to be told, the same few as in the reports.
 */
export function toldPeople({ parts, staff }: Pick<Ask, 'parts' | 'staff'>, count: number) {
  return isExact({ parts, staff }) ? count : stock(count);
}

/** The same as a figure; of so few, none included, only that. */
export function peopleFigure(ask: Pick<Ask, 'parts' | 'staff' | 'w'>, count: number) {
  return toldPeople(ask, count) ?? ask.w('reports.fewer', { least: FEWEST });
}

/** The same as a sentence. `few`: that of too few; `many` has the words of a number. */
export function peopleWords(
  ask: Pick<Ask, 'parts' | 'staff' | 'w'>,
  count: number,
  { many, few }: { many: (count: number) => string; few: (least: number) => string },
): string {
  const told = toldPeople(ask, count);
  const said = told === undefined ? few(FEWEST) : many(told);
  return isExact(ask) ? said : `${said} ${ask.w('reports.in_fives')}`;
}

/** The phones of the demo are nobody's, and who sees members sees where they are. */
function isExact({ parts, staff }: Pick<Ask, 'parts' | 'staff'>): boolean {
  return parts.demo || seesAll(staff);
}
