import type { Clock } from '../base/clock.ts';
import { localDate } from '../engine/local-date.ts';
import type { Pool } from '../store/connect.ts';
import {
  countAnswers,
  countedAt,
  countMessageDay,
  countReach,
  countSteps,
  type Figure,
  firstAt,
  noteCounted,
  saveFigures,
  saveOutcomeMonth,
} from '../store/figures.ts';
import type { Db } from '../store/transact.ts';
import { outcomeReport } from './outcome-report.ts';

/** Days, weeks and months that one run counts at most: after a long stop, the next run goes on. */
const A_RUN = 31;
/** Who takes part is counted so often, in milliseconds. */
const REACH_MS = 3_600_000;
/** A message that was unknown may still turn out to be sent, so a day is counted until two days after its end. */
const SETTLES_DAYS = 2;
/** A question has a week to be answered; a month of steps is looked at when nobody stands in them any more. */
const ANSWERS_DAYS = 7;
const STEPS_DAYS = 14;
/** Weeks and months that reports show. */
const WEEKS = 26;
const MONTHS = 13;
/** A whole month of turns is read. */
const LIMIT = { deadlineMs: 12_000 };

export type FigureParts = { pool: Pool; clock: Clock; timeZone: string };

/** Keeps the figures of the reports: each count is bounded, and done again it gives the same. */
export async function keepFigures({ pool, clock, timeZone }: FigureParts): Promise<void> {
  const now = clock.now();
  const first = await pool.run(firstAt);
  if (first === undefined) return;
  const days = { now, timeZone, today: dateOf(now, timeZone), first: dateOf(first, timeZone) };
  await keepDays(pool, days);
  await keepReach(pool, days);
  await keepWeeks(pool, days);
  await keepMonths(pool, days);
}

type Days = {
  now: Date;
  timeZone: string;
  today: Temporal.PlainDate;
  first: Temporal.PlainDate;
};

function dateOf(at: Date, timeZone: string): Temporal.PlainDate {
  return Temporal.PlainDate.from(localDate(at, timeZone));
}

async function keepDays(pool: Pool, days: Days): Promise<void> {
  const counted = await pool.run((db) => countedAt(db, 'messages'));
  const oldest = latest(days.first, days.today.subtract({ months: MONTHS }));
  const due: Temporal.PlainDate[] = [];
  for (let day = days.today; notBefore(day, oldest); day = day.subtract({ days: 1 })) {
    const at = counted.get(day.toString());
    const settled = startOf(day.add({ days: SETTLES_DAYS + 1 }), days.timeZone);
    if (at === undefined || at < settled) due.push(day);
  }
  for (const day of due.slice(0, A_RUN)) {
    const span = spanOf(day, day.add({ days: 1 }), days.timeZone);
    await pool.run(async (db) => {
      await countMessageDay(db, day.toString(), span);
      await noteCounted(db, 'messages', day.toString(), days.now);
    }, LIMIT);
  }
}

async function keepReach(pool: Pool, { now, today }: Days): Promise<void> {
  const at = (await pool.run((db) => countedAt(db, 'reach'))).get(today.toString());
  if (at !== undefined && now.getTime() - at.getTime() < REACH_MS) return;
  await save(pool, { name: 'reach', names: ['reach', 'consent'], day: today, now }, (db) =>
    countReach(db, now),
  );
}

async function keepWeeks(pool: Pool, days: Days): Promise<void> {
  const counted = await pool.run((db) => countedAt(db, 'answers'));
  const ends = days.today.subtract({ days: ANSWERS_DAYS });
  const monday = ends.subtract({ days: ends.dayOfWeek - 1 }).subtract({ weeks: 1 });
  for (let back = 0; back < WEEKS; back += 1) {
    const day = monday.subtract({ weeks: back });
    if (!notBefore(day.add({ weeks: 1 }), days.first)) return;
    if (counted.has(day.toString())) continue;
    const span = spanOf(day, day.add({ weeks: 1 }), days.timeZone);
    await save(pool, { name: 'answers', names: ['asked', 'answered'], day, now: days.now }, (db) =>
      countAnswers(db, span),
    );
  }
}

async function keepMonths(pool: Pool, days: Days): Promise<void> {
  const outcomes = await pool.run((db) => countedAt(db, 'outcomes'));
  const steps = await pool.run((db) => countedAt(db, 'steps'));
  const thisMonth = days.today.with({ day: 1 });
  for (let back = 1; back <= MONTHS; back += 1) {
    const day = thisMonth.subtract({ months: back });
    const next = day.add({ months: 1 });
    if (!notBefore(next, days.first)) return;
    if (!outcomes.has(day.toString())) await keepOutcomes(pool, day, days);
    const over = notBefore(days.today, next.add({ days: STEPS_DAYS }));
    if (!over || steps.has(day.toString())) continue;
    await save(pool, { name: 'steps', names: ['went_on', 'stopped'], day, now: days.now }, (db) =>
      countSteps(db, spanOf(day, next, days.timeZone)),
    );
  }
}

/** The very lines that `npm run report` prints, withheld as there. */
async function keepOutcomes(pool: Pool, day: Temporal.PlainDate, days: Days): Promise<void> {
  const month = day.toPlainYearMonth().toString();
  const lines = await outcomeReport(pool, [month], days.timeZone);
  await pool.transact(async (tx) => {
    const rows = lines.map(({ group, cell, value }, place) => ({
      month,
      group,
      cell,
      place,
      value: value === 'withheld' ? null : value,
    }));
    await saveOutcomeMonth(tx, month, rows);
    await noteCounted(tx, 'outcomes', day.toString(), days.now);
  });
}

async function save(
  pool: Pool,
  of: { name: string; names: readonly string[]; day: Temporal.PlainDate; now: Date },
  count: (db: Db) => Promise<Omit<Figure, 'day'>[]>,
): Promise<void> {
  const figures = await pool.run(count, LIMIT);
  await pool.transact(async (tx) => {
    await saveFigures(tx, of.names, of.day.toString(), figures);
    await noteCounted(tx, of.name, of.day.toString(), of.now);
  });
}

function spanOf(
  from: Temporal.PlainDate,
  to: Temporal.PlainDate,
  timeZone: string,
): { from: Date; to: Date } {
  return { from: startOf(from, timeZone), to: startOf(to, timeZone) };
}

function startOf(day: Temporal.PlainDate, timeZone: string): Date {
  return new Date(day.toZonedDateTime({ timeZone }).epochMilliseconds);
}

function notBefore(day: Temporal.PlainDate, other: Temporal.PlainDate): boolean {
  return Temporal.PlainDate.compare(day, other) >= 0;
}

function latest(one: Temporal.PlainDate, other: Temporal.PlainDate): Temporal.PlainDate {
  return notBefore(one, other) ? one : other;
}
