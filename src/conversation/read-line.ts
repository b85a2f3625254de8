import { type Item, itemsOf } from './read-items.ts';
import { readNumber } from './read-number.ts';
import { phraseKey, tokensOf } from './read-tokens.ts';
import type { Tongue } from './read-tongue.ts';

/** Longest answer to "when?", in characters: a longer text tells something. */
const WHEN_TEXT_MAX = 40;
const LINE = /^([1-9]) (.+)$/u;

/**
 * The digit of a question whose choices stand in its text, a line each: typed, told as a number, or as the words of that line.
 * Undefined for what is none of them.
 */
export function readLine(text: string, question: string, tongue: Tongue): number | undefined {
  if (text.length > WHEN_TEXT_MAX || text.includes('?')) return undefined;
  const lines = question.split('\n').flatMap((line) => {
    const [, digit, label] = LINE.exec(line) ?? [];
    return digit === undefined || label === undefined ? [] : [{ digit, label }];
  });
  const number = readNumber(text, { from: 1, to: lines.length }, tongue);
  if (number !== undefined) return number;
  const names = new Map(lines.map(({ digit, label }) => [phraseKey(tokensOf(label)), digit]));
  const items = itemsOf(text, { senses: ['polite'], names }, tongue);
  const [only, ...more] = items.filter((item) => !isPolite(item));
  return more.length === 0 && only?.kind === 'name' ? Number(only.digit) : undefined;
}

function isPolite(item: Item): boolean {
  return item.kind === 'sense' && item.sense.kind === 'polite';
}
