import { type Item, itemsOf } from './read-items.ts';
import type { SenseKind } from './read-lexicon.ts';
import type { Tongue } from './read-tongue.ts';

/** Words of which nothing is known that may stand around a number: with more of them it is a story. */
const UNKNOWN_MAX = 4;

const HARMLESS = ['polite', 'says'] as const;
/** What leaves a number no number: a doubt, or that it tells a time or a date. */
const SPOILING: readonly SenseKind[] = [
  'unsure',
  'no',
  'moments',
  'hours',
  'am',
  'pm',
  'oclock',
  'months',
];

/** Digits as they are typed on phones and paper: O and o for 0, l, I and | for 1. */
const LOOK_ALIKE: ReadonlyArray<readonly [RegExp, string]> = [
  [/[Oo]/gu, '0'],
  [/[lI|]/gu, '1'],
];
const ALIKE_ALONE = /^[OolI|]$/u;
const ALIKE_AMONG_DIGITS = /^(?=.*\d)[\dOolI|]{1,4}$/u;

/** The digits that somebody meant by `O`, `l`, `1O` or `2l`; undefined for anything else. */
export function digitsMeant(text: string): string | undefined {
  const bare = text.trim().replace(/^[\s("*#.]+|[\s.,;:!)"*#]+$/gu, '');
  if (!ALIKE_ALONE.test(bare) && !ALIKE_AMONG_DIGITS.test(bare)) return undefined;
  return LOOK_ALIKE.reduce((digits, [mark, digit]) => digits.replace(mark, digit), bare);
}

/**
 * A number from `from` to `to`: in digits, in words, or alone in a short text ("ndakaita 1"). Two numbers, a number that
 * only counts minutes ("1 min"), a doubt or a limit ("not 2", "more than 3") are none.
 */
export function readNumber(
  text: string,
  { from, to }: { from: number; to: number },
  tongue: Tongue,
): number | undefined {
  const digits = digitsMeant(text);
  const number = digits === undefined ? onlyNumber(text, tongue) : Number(digits);
  return number !== undefined && number >= from && number <= to ? number : undefined;
}

function onlyNumber(text: string, tongue: Tongue): number | undefined {
  const items = itemsOf(text, { senses: ['numbers', ...HARMLESS, ...SPOILING] }, tongue);
  const numbers = items.flatMap((item) => (item.kind === 'number' ? [item] : []));
  const [number, ...more] = new Set(numbers.map(({ n }) => n));
  // "Three (3)" is one number; "2 2" may be 22.
  const inDigits = numbers.filter(({ digits }) => digits !== undefined).length;
  if (more.length > 0 || inDigits > 1) return undefined;
  if (items.some((item, at) => spoils(item, items[at - 1]))) return undefined;
  const unknown = items.filter(({ kind }) => kind === 'word').length;
  return unknown > UNKNOWN_MAX ? undefined : number;
}

/** A doubt, a second reading, a fraction, or letters right behind a digit: `2moro`, `6pm`. */
function spoils(item: Item, before: Item | undefined): boolean {
  switch (item.kind) {
    case 'shape':
    case 'doubt':
    case 'clash':
    case 'template':
      return true;
    case 'word':
      return item.glued && before?.kind === 'number';
    case 'sense':
      return SPOILING.includes(item.sense.kind);
    case 'number':
    case 'name':
      return false;
  }
}
