import { z } from 'zod';
import { Language } from './definition.ts';
import { parseDataFile, type Parsed, type SourceFile } from './data-file.ts';

const Text = z.string().min(1).max(60).describe('a text of at most 60 characters');
const Words = z.array(Text).max(30).describe('a list of at most 30 words');
const seven = z.array(Text).length(7).describe('seven names, Monday first');
const twelve = z.array(Text).length(12).describe('twelve names, January first');
const Patterns = z
  .strictObject({ date: Text, time: Text, money: Text })
  .describe('`date`, `time` and `money`, with their parts in braces');

/**
 * How one language writes and reads dates, times, money and numbers: flows/formats/<language>.yaml. `clock: swahili`
 * counts hours from sunrise: 7 in the morning is saa moja, 1. Lists are what people write, most usual first.
 */
const FormatFile = z
  .strictObject({
    spec: z.literal(1),
    language: Language,
    /** Who signed it, and when; null until a native speaker did. */
    reviewed: z.strictObject({ by: Text, on: z.iso.date() }).nullable(),
    clock: z.enum(['24h', '12h', 'swahili']),
    weekdays: seven,
    months: twelve,
    /**
     * date: {weekday} {day} {month} {month_number} {year}; time: {hour} {minute} {day_part}; money: {currency} {amount}.
     */
    write: Patterns,
    /** The parts of a day as the clock names them, written after or before the hour. */
    day_parts: z.strictObject({ morning: Text, afternoon: Text, evening: Text, night: Text }),
    /** How often a rhythm comes. */
    often: z.strictObject({ day: Text, week: Text, two_weeks: Text, month: Text }),
    /** What a reply costs when it costs nothing. */
    free: Text,
    read: z.strictObject({
      yes: Words,
      no: Words,
      /** By number, 0 to 60. */
      numbers: z.record(z.string().regex(/^\d{1,2}$/u), Words),
      weekdays: z.array(Words).length(7),
      months: z.array(Words).length(12),
      today: Words,
      tomorrow: Words,
      after_tomorrow: Words,
      /** Before or after a number of days or weeks: `in {n} days`. */
      in_days: Words,
      in_weeks: Words,
      next_week: Words,
      /** Words that only surround a time or date: at, on, o'clock, saa. */
      around: Words,
      half_past: Words,
      quarter_past: Words,
      quarter_to: Words,
      morning: Words,
      afternoon: Words,
      evening: Words,
      night: Words,
      midday: Words,
    }),
  })
  .describe('how a language writes and reads dates, times, money and numbers');
export type Format = z.infer<typeof FormatFile>;

/** By language. */
export type Formats = ReadonlyMap<string, Format>;

/** Parses flows/formats. */
export function parseFormats(sources: readonly SourceFile[]): Parsed<Formats> {
  const parsed = sources.map((source) => parseDataFile(source, FormatFile));
  const findings = parsed.flatMap((one) => (one.ok ? [] : one.findings));
  if (findings.length > 0) return { ok: false, findings };
  const formats = parsed.flatMap((one) => (one.ok ? [one.value] : []));
  return { ok: true, value: new Map(formats.map((value) => [value.language, value])) };
}
