import { z } from 'zod';
import { Language } from './definition.ts';
import { parseDataFile, type Parsed, type SourceFile } from './data-file.ts';

const Text = z.string().min(1).max(60).describe('a text of at most 60 characters');
/** Longest that a counsellor is called, or what stands in that place, in characters. */
export const SHOWN_MAX = 24;
/** More ways to say one thing than anybody lists are a mistake. */
const WORDS_MAX = 90;
const Words = z.array(Text).max(WORDS_MAX).describe(`a list of at most ${WORDS_MAX} words`);
const seven = z.array(Text).length(7).describe('seven names, Monday first');
/** Short names stand in a row of days: `Mon-Fri`. */
const sevenShort = z
  .array(z.string().min(1).max(8))
  .length(7)
  .describe('seven names of at most 8 characters, Monday first, for instance `Mon`');
const twelve = z.array(Text).length(12).describe('twelve names, January first');

/** A text with certain parts in braces and no other. */
function Pattern(needs: readonly string[], may: readonly string[] = []) {
  const wanted = [...needs, ...may].map((part) => `{${part}}`).join(' ');
  const fits = (text: string): boolean => {
    const parts = [...text.matchAll(/\{([^}]*)\}/gu)].map(([, part]) => part ?? '');
    const known = parts.every((part) => needs.includes(part) || may.includes(part));
    return known && needs.every((part) => parts.includes(part));
  };
  return Text.refine(fits).describe(`a text with ${wanted}`);
}
const patterns = (needs: readonly string[], may?: readonly string[]) =>
  z.array(Pattern(needs, may)).max(WORDS_MAX).describe('a list of such texts');

/** The parts of a day in which hours are told, and their first hour. Together they are the whole day. */
const DayParts = z
  .array(z.strictObject({ from: z.int().min(0).max(23), say: Text }))
  .min(1)
  .refine((parts) => parts.every(({ from }, i) => from > (parts[i - 1]?.from ?? -1)))
  .refine((parts) => parts[0]?.from === 0)
  .describe('a list such as [{ from: 0, say: am }, { from: 12, say: pm }], the first from 0');

const Numbers = z
  .record(z.string().regex(/^([0-5]?\d|60)$/u), Words)
  .refine((numbers) => Array.from({ length: 32 }, (_, n) => String(n)).every((n) => n in numbers))
  .describe('a mapping of numbers to their words, 0 to 60, with all of 0 to 31');

/** What people write, most usual first. Words of one list mean the same; a word may stand in several lists. */
const Read = z.strictObject({
  /** Answers that are a yes and a no by themselves, such as `yes please` and `no problem`. */
  yes: Words,
  no: Words,
  /** Those of them that mean the same before other words: `yes I will come`, but not `ok who are you`. */
  leads: Words,
  /** Contrast, condition, doubt and negation: `but`, `if`, `maybe`, `not`, `or`, `before`. What holds one is asked again. */
  unsure: Words,
  /** Courtesies and names that change nothing. */
  polite: Words,
  /** What may stand before an answer: `my answer is`, `number`, `I did`. */
  says: Words,
  /** What makes a number a moment: `1 min`. Hours are told apart: `18 hours` may be a time of day. */
  moments: Words,
  hours: Words,
  numbers: Numbers,
  /** The first to the fifth: of choices, and of a month. */
  ordinals: z.array(Words).length(5).describe('five lists: the first, the second …'),
  weekdays: z.array(Words).length(7).describe('seven lists, Monday first'),
  months: z.array(Words).length(12).describe('twelve lists, January first'),
  today: Words,
  tomorrow: Words,
  after_tomorrow: Words,
  in_days: patterns(['n']),
  in_weeks: patterns([], ['n']),
  next_week: Words,
  /** Beside a weekday: the one that comes first, or the one of next week. */
  coming: Words,
  next: Words,
  /** Words that only surround a time or date: at, on, the. */
  around: Words,
  /** Words that say that a number is an hour of the clock. */
  oclock: Words,
  half_past: patterns(['h']),
  quarter_past: patterns(['h']),
  quarter_to: patterns(['h']),
  minutes_past: patterns(['h', 'm']),
  minutes_to: patterns(['h', 'm']),
  dawn: Words,
  /** Before and after noon, where the clock has 12 hours. */
  am: Words,
  pm: Words,
  morning: Words,
  afternoon: Words,
  evening: Words,
  night: Words,
  midday: Words,
  midnight: Words,
});

/**
 * How one language writes and reads dates, times, money and numbers: flows/formats/<language>.yaml. `clock: swahili`
 * counts hours from sunrise: 7 in the morning is saa moja, 1.
 */
export const FormatFile = z
  .strictObject({
    spec: z.literal(1),
    language: Language,
    /** Who signed it, and when; null until a native speaker did. */
    reviewed: z.strictObject({ by: Text, on: z.iso.date() }).nullable(),
    clock: z.enum(['24h', '12h', 'swahili']),
    /** 5/6 is 5 June or 6 May. */
    date_order: z.enum(['day_month', 'month_day']),
    decimal: z.enum(['.', ',']),
    weekdays: seven,
    weekdays_short: sevenShort,
    months: twelve,
    write: z.strictObject({
      date: Pattern(['day'], ['weekday', 'month', 'month_number', 'year']),
      /** {hour} and {day_part} by `clock`; {hour24} has two digits and counts from midnight. */
      time: Pattern(['minute'], ['hour', 'hour24', 'day_part']),
      money: Pattern(['currency', 'amount']),
    }),
    day_parts: DayParts,
    /** What a currency is called, by its code; else the code is written. */
    currencies: z.record(z.string().regex(/^[A-Z]{3}$/u), Text),
    /** How often a rhythm comes. */
    often: z.strictObject({
      day: Text,
      days: Pattern(['n']),
      week: Text,
      weeks: Pattern(['n']),
      month: Text,
    }),
    /** What a reply costs when it costs nothing. */
    free: Text,
    /** Before "9 a person", for as long as nobody has signed the words of danger of this language (docs/wording.md). */
    unwatched: Text,
    /** Stands where somebody is not named. */
    somebody: z.string().min(1).max(SHOWN_MAX).optional(),
    /** To a member alone with her phone, where dialling and a PIN open a part of her own. */
    own_pin: Pattern(['service_code']),
    read: Read,
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
