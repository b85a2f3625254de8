import type { Pool } from '../store/connect.ts';
import {
  countContacts,
  countOutcomes,
  countPapers,
  type Span,
  waitsForPerson,
} from '../store/outcomes.ts';
import { OUTCOME_GROUPS, OUTCOME_TIMES } from './outcome-groups.ts';
import { FEWEST, withhold } from './withhold.ts';

/** One figure of one month. `total` is the sum of a group whose cells are parts of it. */
export type OutcomeLine = {
  month: string;
  group: string;
  cell: string;
  value: number | 'withheld';
};

/** The ninth of ten waits would be one person's. */
const FEWEST_FOR_P90 = 20;
/** A report reads whole tables of the months it is about. */
const LIMIT = { deadlineMs: 120_000 };

/**
 * The figures of each month (`2027-01`) by itself. No months are added up: a sum less the months that are shown would tell the
 * one that is withheld.
 */
export async function outcomeReport(
  pool: Pool,
  months: readonly string[],
  timeZone: string,
): Promise<OutcomeLine[]> {
  const lines: OutcomeLine[] = [];
  for (const month of months) lines.push(...(await monthLines(pool, month, timeZone)));
  return lines;
}

async function monthLines(pool: Pool, month: string, timeZone: string): Promise<OutcomeLine[]> {
  const { span, days } = spanOf(month, timeZone);
  const counted = await pool.run((db) => countOutcomes(db, span), LIMIT);
  const contacts = await pool.run((db) => countContacts(db, days), LIMIT);
  const papers = await pool.run((db) => countPapers(db, days), LIMIT);
  const waits = await pool.run((db) => waitsForPerson(db, span), LIMIT);
  const all = [
    ...counted,
    ...contacts.map((one) => ({ group: 'contacts', ...one })),
    ...papers.map((one) => ({ group: 'papers', ...one })),
  ];
  const byGroup = Map.groupBy(all, ({ group }) => group);
  const line = (group: string) => (cell: string, value: OutcomeLine['value']) => ({
    month,
    group,
    cell,
    value,
  });
  const figures = OUTCOME_GROUPS.flatMap(({ group, cells, parts }) => {
    const found = new Map(byGroup.get(group)?.map(({ cell, count }) => [cell, count]));
    const counts = new Map(cells.map((cell) => [cell, found.get(cell) ?? 0]));
    const kept = withhold(counts, { parts });
    const of = line(group);
    const sum = kept.total === undefined ? [] : [of('total', kept.total)];
    return [...kept.cells.map(({ cell, count }) => of(cell, count)), ...sum];
  });
  return [...figures, ...timeLines(waits).map(([cell, value]) => line('times')(cell, value))];
}

type Waits = readonly { accepted: number | null; met: number | null }[];

function timeLines(waits: Waits): [string, OutcomeLine['value']][] {
  const sorted = (of: (one: Waits[number]) => number | null) =>
    waits.flatMap((one) => of(one) ?? []).toSorted((a, b) => a - b);
  const accepted = sorted((one) => one.accepted);
  const met = sorted((one) => one.met);
  const values = [
    at(accepted, 0.5, FEWEST),
    at(accepted, 0.9, FEWEST_FOR_P90),
    at(met, 0.5, FEWEST),
    at(met, 0.9, FEWEST_FOR_P90),
  ];
  return OUTCOME_TIMES.map((name, index) => [name, values[index] ?? 'withheld']);
}

/** To half an hour, so that it is nobody's own wait. */
function at(sorted: readonly number[], share: number, fewest: number): OutcomeLine['value'] {
  const found = sorted[Math.floor(sorted.length * share)];
  return sorted.length < fewest || found === undefined ? 'withheld' : Math.round(found * 2) / 2;
}

/** A month where the programme is. */
function spanOf(
  month: string,
  timeZone: string,
): { span: Span; days: { from: string; to: string } } {
  const first = Temporal.PlainYearMonth.from(month).toPlainDate({ day: 1 });
  const next = first.add({ months: 1 });
  const begins = (day: Temporal.PlainDate) =>
    new Date(day.toZonedDateTime({ timeZone }).epochMilliseconds);
  return {
    span: { from: begins(first), to: begins(next) },
    days: { from: first.toString(), to: next.subtract({ days: 1 }).toString() },
  };
}
