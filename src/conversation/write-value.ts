import { assert } from '../base/assert.ts';
import type { Field } from '../flow/definition.ts';
import type { Format } from '../flow/formats.ts';
import { fillIn } from '../flow/variables.ts';
import { plainPunctuation } from './fit-punctuation.ts';

const DAY_MS = 86_400_000;
const DAYS_A_WEEK = 7;
/** A rhythm of so many days is told as a month: nobody counts 30 days. */
const DAYS_A_MONTH = 30;
/** Hours from midnight to the hour that Swahili calls 0. */
const SUNRISE = 6;

/** With what a value is written; a language without a format writes dates and times as they are stored. */
export type Writing = {
  format: Format | undefined;
  /** What a word of a field is called, by that word: `choices` of the texts. */
  labels: Readonly<Record<string, string>>;
};

/** A value of memory as a text shows it: a date, time or number as the language writes it, a word by its label. */
export function writeValue(
  field: Field,
  value: string | number | boolean,
  { format, labels }: Writing,
): string {
  const plain = String(value);
  if (!('kind' in field)) return Object.hasOwn(labels, plain) ? (labels[plain] ?? plain) : plain;
  switch (field.kind) {
    case 'date':
      return format === undefined ? plain : writeDate(plain, format);
    case 'time':
      return format === undefined ? plain : writeTime(plain, format);
    case 'number':
      return plain;
    case 'text':
      return writeOwnWords(plain);
    // The proof refuses a text that names one.
    case 'pin':
      return '';
  }
}

/** `2027-01-31` as a language writes it, the year only where its pattern has it. @throws RangeError for no date */
export function writeDate(date: string, format: Format): string {
  const { dayOfWeek, day, month, year } = Temporal.PlainDate.from(date);
  return fill(format.write.date, {
    weekday: format.weekdays[dayOfWeek - 1],
    day: String(day),
    month: format.months[month - 1],
    month_number: String(month),
    year: String(year),
  });
}

/** `18:30` as a language tells it: by 24 hours, by 12 with the part of the day, or from sunrise. @throws RangeError */
export function writeTime(time: string, format: Format): string {
  const { hour, minute } = Temporal.PlainTime.from(time);
  const part = format.day_parts.findLast(({ from }) => from <= hour);
  return fill(format.write.time, {
    hour: String(hourOfClock(hour, format.clock)),
    hour24: String(hour).padStart(2, '0'),
    minute: String(minute).padStart(2, '0'),
    day_part: part?.say,
  });
}

/** An amount of a currency (ISO 4217): whole, or with two decimals. */
export function writeMoney(
  { currency, amount }: { currency: string; amount: number },
  format: Format,
): string {
  const plain = Number.isInteger(amount) ? String(amount) : amount.toFixed(2);
  return fill(format.write.money, {
    currency: format.currencies[currency] ?? currency,
    amount: plain.replace('.', format.decimal),
  });
}

/** How often something comes that comes every `ms` milliseconds, to the day: "once a week". */
export function writeOften(ms: number, { often }: Format): string {
  const days = Math.max(1, Math.round(ms / DAY_MS));
  if (days === 1) return often.day;
  if (days === DAYS_A_WEEK) return often.week;
  if (days === DAYS_A_MONTH) return often.month;
  return days % DAYS_A_WEEK === 0
    ? fill(often.weeks, { n: String(days / DAYS_A_WEEK) })
    : fill(often.days, { n: String(days) });
}

/** A person's own words, on one line, without pictures, which would double the price of the text around them. */
function writeOwnWords(words: string): string {
  const shown = words.replace(/[\p{Extended_Pictographic}\p{Emoji_Modifier}\ufe0f\u200d]/gu, '');
  return plainPunctuation(shown).replace(/\s+/gu, ' ');
}

function hourOfClock(hour: number, clock: Format['clock']): number {
  switch (clock) {
    case '24h':
      return hour;
    case '12h':
      return hour % 12 === 0 ? 12 : hour % 12;
    case 'swahili':
      return hour % 12 === SUNRISE ? 12 : (hour + SUNRISE) % 12;
  }
}

function fill(pattern: string, parts: Readonly<Record<string, string | undefined>>): string {
  return fillIn(pattern, (name) => {
    const part = parts[name];
    assert(part !== undefined, 'a format that was parsed names only parts that there are');
    return part;
  });
}
