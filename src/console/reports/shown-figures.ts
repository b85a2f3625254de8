import { FEWEST, withhold } from '../../followup/withhold.ts';
import type { Figure, OutcomeRow } from '../../store/figures.ts';

/** Who takes part is told in fives: two days that differ by one person look the same. */
const STEP = 5;
/** A share of fewer would change visibly with one person. */
const FEWEST_FOR_SHARE = 20;

/** A number of people at a moment; undefined: too few. */
export function stock(count: number): number | undefined {
  return count < FEWEST ? undefined : Math.round(count / STEP) * STEP;
}

/** How many of a hundred, to fives; undefined: too few were asked. */
export function share(part: number, whole: number): number | undefined {
  if (whole < FEWEST_FOR_SHARE) return undefined;
  return Math.round((part / whole) * (100 / STEP)) * STEP;
}

export type WeekShare = { week: string; flow: string; percent: number | undefined };

/** Of each week and flow: how many of those asked have answered. */
export function answersByWeek(figures: readonly Figure[]): WeekShare[] {
  const answered = new Map(
    figures.filter(({ name }) => name === 'answered').map((one) => [`${one.day} ${one.cell}`, one]),
  );
  return figures
    .filter(({ name }) => name === 'asked')
    .map(({ day, cell, count }) => ({
      week: day,
      flow: cell,
      percent: share(answered.get(`${day} ${cell}`)?.count ?? 0, count),
    }));
}

export type StepFigures = {
  flow: string;
  step: string;
  wentOn: number | undefined;
  stopped: number | undefined;
};

/** What is counted of steps; other figures have a day in the month too, and cells that are no step. */
const OF_STEPS: ReadonlySet<string> = new Set(['went_on', 'stopped']);

/**
 * Of each step that somebody stood in that month: who went on and who said nothing more, where both may be told. In fives: who
 * goes on from one step stands in the next, and what is withheld of the one would else be told by what is shown of the other.
 */
export function stepsOfMonth(figures: readonly Figure[], month: string): StepFigures[] {
  const ofMonth = figures.filter(({ name, day }) => OF_STEPS.has(name) && day.startsWith(month));
  const count = (name: string, cell: string) =>
    ofMonth.find((one) => one.name === name && one.cell === cell)?.count ?? 0;
  return [...new Set(ofMonth.map(({ cell }) => cell))].map((cell) => {
    const [flow = '', step = ''] = cell.split('/');
    const counts = new Map([
      ['went_on', count('went_on', cell)],
      ['stopped', count('stopped', cell)],
    ]);
    const { cells } = withhold(counts, { parts: true });
    const of = (name: string) => {
      const found = cells.find((one) => one.cell === name)?.count;
      return found === undefined || found === 'withheld' ? undefined : stock(found);
    };
    return { flow, step, wentOn: of('went_on'), stopped: of('stopped') };
  });
}

/** The figures of one month, by group, in their order. */
export function groupsOfMonth(
  rows: readonly OutcomeRow[],
  month: string,
): [string, OutcomeRow[]][] {
  return [
    ...Map.groupBy(
      rows.filter((row) => row.month === month),
      ({ group }) => group,
    ),
  ];
}
