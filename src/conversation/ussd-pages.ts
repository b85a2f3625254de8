import { assert } from '../base/assert.ts';
import { ussdUnits } from './fit-ussd.ts';

/** `limit` in units of `ussdUnits`; `more` is the line that says how to turn the page (`7 More`). */
export type PageOptions = { limit: number; more: string };

/** The smallest screen that is dealt with: below it the line for more leaves no room for words. */
const LIMIT_MIN = 40;

/**
 * Cuts a text that `fitUssd` made ready into screens, first fit by lines; every screen but the last ends with the line
 * for more. A choice line or a word is never split, unless it alone is longer than a screen (the proof refuses such a
 * text; a member who meets one still reads all of it).
 */
export function ussdPages(text: string, options: PageOptions): string[] {
  assert(options.limit >= LIMIT_MIN, 'a screen has room for words');
  const room = options.limit - ussdUnits(`\n${options.more}`);
  assert(room >= LIMIT_MIN / 2, 'the line for more leaves room');
  const pages: string[] = [];
  let rest = text.split('\n');
  while (ussdUnits(rest.join('\n')) > options.limit) {
    const { page, left } = fillPage(rest, room);
    pages.push(`${page}\n${options.more}`);
    rest = left;
  }
  return [...pages, rest.join('\n')];
}

function fillPage(lines: readonly string[], room: number): { page: string; left: string[] } {
  let count = 0;
  while (count < lines.length && ussdUnits(lines.slice(0, count + 1).join('\n')) <= room) count += 1;
  const whole = lines.slice(0, count).join('\n');
  const next = lines[count];
  if (next === undefined || (whole.trim() !== '' && (isChoice(next) || ussdUnits(next) <= room))) {
    return { page: whole.trimEnd(), left: withoutBlankStart(lines.slice(count)) };
  }
  const before = whole.trim() === '' ? '' : `${whole}\n`;
  const [head, tail] = splitLine(next, before, room);
  const page = `${before}${head}`.trimEnd();
  return { page, left: withoutBlankStart([tail, ...lines.slice(count + 1)]) };
}

/** The most words of a line that fit behind what stands before; a word too long for any screen is cut. */
function splitLine(line: string, before: string, room: number): [head: string, tail: string] {
  const words = line.split(' ');
  let count = 0;
  const fits = (head: string) => ussdUnits(before + head) <= room;
  while (count < words.length && fits(words.slice(0, count + 1).join(' '))) count += 1;
  if (count > 0 || before !== '') {
    return [words.slice(0, count).join(' '), words.slice(count).join(' ')];
  }
  const characters = Array.from(line);
  let cut = 1;
  while (cut < characters.length && fits(characters.slice(0, cut + 1).join(''))) cut += 1;
  return [characters.slice(0, cut).join(''), characters.slice(cut).join('')];
}

/** A line that begins with the digits to press. */
function isChoice(line: string): boolean {
  return /^\d{1,2}[ .:)]/u.test(line);
}

function withoutBlankStart(lines: readonly string[]): string[] {
  const first = lines.findIndex((line) => line.trim() !== '');
  return first === -1 ? [] : lines.slice(first);
}
