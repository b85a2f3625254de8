import { z } from 'zod';
import { PARTS_OF_DAY } from './definition.ts';
import { durationMs } from './duration.ts';

/**
 * Forms of values as an author writes them. The description of each is what a finding asks for, and what an editor
 * shows. Steps and texts of a part are named `<step>__<id>` in a release, so nobody else may write two `_` in a row.
 */
export const Name = z
  .string()
  .regex(/^[a-z][a-z0-9]*(_[a-z0-9]+)*$/u)
  .max(40)
  .describe('a word of a-z, 0-9 and single _, for instance `not_yet`');

/** A span of time such as `48h`, read as milliseconds; `described` is what an author is asked to write. */
export function span(described: string) {
  return z
    .string()
    .regex(/^[1-9]\d{0,3}[mhd]$/u)
    .transform((text, context) => {
      const ms = durationMs(text);
      if (ms !== undefined) return ms;
      context.addIssue({ code: 'custom', message: `Write ${described}.` });
      return z.NEVER;
    })
    .describe(described);
}

export const Duration = span(
  'a time of at most 90 days: a number with `m`, `h` or `d`, for instance `48h`',
);

export const TimeOfDay = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/u)
  .describe("a time of day in quotes, for instance '08:00'");

/** Longest number that somebody types on a phone without losing count: six digits. */
export const NUMBER_MAX = 999_999;

/** `1 to 5`, read as its two ends. */
const Range = z
  .string()
  .regex(/^\d{1,6} to \d{1,6}$/u)
  .transform((text, context) => {
    const [from = 0, to = 0] = text.split(' to ').map(Number);
    if (from <= to) return { from, to };
    context.addIssue('begins after its end');
    return z.NEVER;
  })
  .describe('two whole numbers, the smaller first, for instance `1 to 5`');

/** Furthest day that a question for a date may reach: a year ahead. */
const DAYS_MAX = 366;
/** `14d`, read as 14. */
const Days = z
  .string()
  .regex(/^[1-9]\d{0,2}d$/u)
  .transform((text, context) => {
    const days = Number(text.slice(0, -1));
    if (days <= DAYS_MAX) return days;
    context.addIssue('more than a year');
    return z.NEVER;
  })
  .describe('how many days ahead, at most 366, for instance `14d`');

/** Longest own words of a person, in characters: what one SMS carries. */
const OWN_WORDS_MAX = 160;
const Length = z
  .int()
  .min(1)
  .max(OWN_WORDS_MAX)
  .describe(`the longest it may be, in characters, at most ${OWN_WORDS_MAX}`);

/** One of these words; at most so many. */
export const Values = z
  .array(Name)
  .min(1)
  .max(20)
  .describe('the list of values it may have, 1 to 20 words, for instance `[done, part]`');
const NumberField = z.strictObject({ number: Range });
const TextField = z.strictObject({
  text: Length,
  coded: Name.meta({ title: 'The text that is shown in its place where texts are coded' }),
});
/** What the keys of a field that is a mapping may be. */
export const FieldKeys = z.strictObject({ ...NumberField.shape, ...TextField.shape }).partial();
export const WrittenField = z
  .union([Values, NumberField, TextField, z.enum(['date', 'time', 'pin'])])
  .describe(
    'a list of words, `{ number: 1 to 5 }`, `{ text: 40, coded: … }`, `date`, `time` or `pin`',
  );

const Part = z
  .enum(PARTS_OF_DAY)
  .describe('`morning`, `midday`, `afternoon` or `evening`')
  .meta({ title: 'In which part of the day an hour alone is meant' });

const SamePin = Name.meta({ title: 'The field that holds the PIN as it was typed first' });

/** What the keys of `answer:` may be, one at a time. */
export const AnswerKeys = z
  .strictObject({ number: Range, text: Length, date: Days, time: Part, same_pin_as: SamePin })
  .partial();
export const WrittenAnswer = z
  .union([
    z.strictObject({ number: Range }),
    z.strictObject({ text: Length }),
    z.strictObject({ date: Days }),
    z.strictObject({ time: Part }),
    z.strictObject({ same_pin_as: SamePin }),
    z.enum(['time', 'pin']),
  ])
  .describe(
    '`{ number: 1 to 5 }`, `{ text: 40 }`, `{ date: 14d }`, `{ time: morning }`, `time` or `pin`',
  );

/** One value to keep. */
export const FixedValue = z
  .union([z.string().max(40), z.int().min(0).max(NUMBER_MAX)])
  .describe('a word, a whole number or a time in quotes');
export const FieldNames = z
  .record(Name, Name)
  .describe('fields of the part and of this flow, for instance `{ day: step_day }`');
export const FixedValues = z
  .record(Name, FixedValue)
  .describe('fields and their values, for instance `{ day: tomorrow, missed: 0 }`');
