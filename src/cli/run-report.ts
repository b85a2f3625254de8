import { localDate } from '../engine/local-date.ts';
import { Refusal } from '../base/refusal.ts';
import { outcomeReport, type OutcomeLine } from '../followup/outcome-report.ts';
import { loadProgrammes } from '../store/word-files.ts';
import { outcomeCsv } from './outcome-csv.ts';
import { readArgs } from './read-args.ts';
import type { AtDatabase } from './with-database.ts';

const HOW =
  'npm run -s report -- --from 2027-01 --to 2027-03 [--csv]: whole months that are over, one column each.';
const OPTIONS = {
  from: { type: 'string' },
  to: { type: 'string' },
  csv: { type: 'boolean', default: false },
} as const;
/** Months of one report: what is dealt with is kept for a year. */
const MONTHS_MAX = 24;
const NOTES = [
  'Figures under 5 are withheld, and others where they would tell them by subtraction. Months are not added up.',
  'Sex and age are not asked of anybody, so nothing is told by them.',
  'Stops are a sign of how safe people feel, not a target: look at what came before them.',
];

/** What became of the work, month by month, in counts that name nobody. @throws Refusal for a time that it cannot be told of */
export async function runReport(
  typed: readonly string[],
  reach: <T>(work: (at: AtDatabase) => Promise<T>) => Promise<T>,
): Promise<string> {
  const { values } = readArgs({ args: [...typed], options: OPTIONS }, HOW);
  return reach(async ({ config, pool, clock }) => {
    const programmes = await loadProgrammes(config.FLOWS_DIR);
    const programme = programmes.ok ? programmes.value.get(config.PROGRAMME) : undefined;
    if (programme === undefined)
      throw new Refusal('not_found', `PROGRAMME=${config.PROGRAMME}: there is no such file.`);
    const { timeZone } = programme;
    const months = monthsOf(values.from, values.to, localDate(clock.now(), timeZone));
    const lines = await outcomeReport(pool, months, timeZone);
    if (values.csv) return outcomeCsv(programme.programme, lines);
    return [tableWords(months, lines), '', ...NOTES].join('\n');
  });
}

/** Whole months, the last one over: of days, two reports would differ by what one person did. */
function monthsOf(from: string | undefined, to: string | undefined, today: string): string[] {
  const [first, last] = [monthOf(from, 'first'), monthOf(to, 'last')];
  const count = first.until(last, { largestUnit: 'months' }).months + 1;
  const thisMonth = Temporal.PlainDate.from(today).toPlainYearMonth();
  if (Temporal.PlainYearMonth.compare(last, thisMonth) >= 0)
    throw new Refusal('invalid', `${last.toString()} is not over yet. ${HOW}`);
  if (count < 1 || count > MONTHS_MAX)
    throw new Refusal('invalid', `Between 1 and ${MONTHS_MAX} months can be told of. ${HOW}`);
  return Array.from({ length: count }, (_, months) => first.add({ months }).toString());
}

/** `2027-01`, or the day of that month that it begins or ends with. */
function monthOf(text: string | undefined, day: 'first' | 'last'): Temporal.PlainYearMonth {
  const [, month, ofMonth] = /^(\d{4}-(?:0[1-9]|1[0-2]))(?:-(\d\d))?$/u.exec(text ?? '') ?? [];
  if (month === undefined) throw new Refusal('invalid', HOW);
  const found = Temporal.PlainYearMonth.from(month);
  const wanted = day === 'first' ? 1 : found.daysInMonth;
  if (ofMonth !== undefined && Number(ofMonth) !== wanted)
    throw new Refusal('invalid', `${text ?? ''} is not the ${day} day of a month. ${HOW}`);
  return found;
}

/** A line for each figure, a column for each month. */
function tableWords(months: readonly string[], lines: readonly OutcomeLine[]): string {
  const rows = Map.groupBy(lines, ({ group, cell }) => `${group}  ${cell}`);
  const width = Math.max(...[...rows.keys()].map((name) => name.length)) + 2;
  const row = (name: string, cells: readonly string[]) =>
    `${name.padEnd(width)}${cells.map((cell) => cell.padStart(10)).join('')}`;
  return [
    row('', months),
    ...[...rows].map(([name, cells]) =>
      row(
        name,
        cells.map(({ value }) => String(value)),
      ),
    ),
  ].join('\n');
}
