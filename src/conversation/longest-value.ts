import type { Field } from '../flow/definition.ts';
import { smsSize } from './gsm7.ts';
import { ussdUnits } from './fit-ussd.ts';
import { writeValue, type Writing } from './write-value.ts';

const recalls = new WeakMap<object, Map<string, string>>();

/**
 * The longest text that a value of a field can become, so that a text which fits with it fits with all. Where any value
 * forces UCS-2, it does too. Own words are letters of GSM-7: a person's accents may cost a segment more.
 */
export function longestValue(field: Field, writing: Writing): string {
  if (!('kind' in field)) return longestText(field.map((word) => writeValue(field, word, writing)));
  switch (field.kind) {
    case 'number':
      return longestText([field.from, field.to].map(String));
    case 'text':
      return 'w'.repeat(field.max);
    case 'date':
      return ofFormat(field, writing, dates);
    case 'time':
      return ofFormat(field, writing, times);
    case 'pin':
      return writeValue(field, '', writing);
  }
}

function ofFormat(
  field: Field & { kind: string },
  writing: Writing,
  values: () => string[],
): string {
  const { format } = writing;
  const known = format === undefined ? undefined : (recalls.get(format) ?? new Map());
  if (format !== undefined && known !== undefined) recalls.set(format, known);
  const before = known?.get(field.kind);
  if (before !== undefined) return before;
  const found = longestText(values().map((value) => writeValue(field, value, writing)));
  known?.set(field.kind, found);
  return found;
}

/** Of several texts the one that takes most room; one that forces UCS-2 is filled up to the length of the longest. */
export function longestText(texts: readonly string[]): string {
  const room = Math.max(0, ...texts.map((text) => text.length));
  const dear = texts.filter((text) => smsSize(text).encoding === 'ucs2');
  if (dear.length === 0) return mostUnits(texts);
  const text = mostUnits(dear);
  return text + text.slice(-1).repeat(Math.max(0, room - text.length));
}

function mostUnits(texts: readonly string[]): string {
  return texts.reduce((most, text) => (ussdUnits(text) > ussdUnits(most) ? text : most), '');
}

/** Seven days of two digits in each month: every weekday meets every month. */
function dates(): string[] {
  return Array.from({ length: 12 * 7 }, (_, n) => {
    const month = String(Math.floor(n / 7) + 1).padStart(2, '0');
    return `2027-${month}-${20 + (n % 7)}`;
  });
}

/** Every hour; minutes have two digits in all languages. */
function times(): string[] {
  return Array.from({ length: 24 }, (_, hour) => `${String(hour).padStart(2, '0')}:30`);
}
