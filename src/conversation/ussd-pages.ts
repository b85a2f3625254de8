import { assert } from '../base/assert.ts';
import { createRecall } from '../base/recall.ts';
import { fitUssd, ussdUnits } from './fit-ussd.ts';

/** Operators cut a screen at 160 characters (docs/africastalking.md section 6). */
export const SCREEN_MAX = 160;

/** `limit` in units of `ussdUnits`; `more` is the line that says how to turn the page (`7 More`). */
export type PageOptions = { limit: number; more: string };

/** The smallest screen that is dealt with: below it the line for more leaves no room for words. */
const LIMIT_MIN = 40;

/** Screens of the releases in use, in each language, are a few hundred; 1,000 take about 1 MB. */
const SCREENS_MAX = 1_000;
const recallPages = createRecall<readonly string[]>(SCREENS_MAX);

/**
 * Cuts a text that `fitUssd` made ready into screens, first fit by lines; every screen but the last ends with the line
 * for more. A choice line or a word is never split, unless it alone is longer than a screen (the proof refuses such a
 * text; a member who meets one still reads all of it).
 */
export function ussdPages(text: string, options: PageOptions): readonly string[] {
  const { limit } = options;
  const more = fitUssd(options.more);
  const key = `${limit} ${more.length} ${more}${text}`;
  return recallPages(key, () => Object.freeze(pagesOf(text, { limit, more })));
}

function pagesOf(text: string, options: PageOptions): string[] {
  assert(options.limit >= LIMIT_MIN, 'a screen has room for words');
  const fits: Fits = (page) => ussdUnits(`${page}\n${options.more}`) <= options.limit;
  assert(fits('x'.repeat(LIMIT_MIN / 2)), 'the line for more leaves room');
  const pages: string[] = [];
  let rest = text.trim().split('\n');
  while (ussdUnits(rest.join('\n')) > options.limit) {
    const { page, left } = fillPage(rest, fits);
    pages.push(`${page}\n${options.more}`);
    rest = left;
  }
  return [...pages, rest.join('\n')];
}

/** Whether a page and the line for more have room on one screen. */
type Fits = (page: string) => boolean;

function fillPage(lines: readonly string[], fits: Fits): { page: string; left: string[] } {
  let count = 0;
  while (count < lines.length && fits(lines.slice(0, count + 1).join('\n'))) count += 1;
  const whole = lines.slice(0, count).join('\n').trimEnd();
  const next = lines[count];
  if (next === undefined || (whole !== '' && (isChoice(next) || fits(next)))) {
    return { page: whole, left: withoutBlankStart(lines.slice(count)) };
  }
  const before = whole === '' ? '' : `${whole}\n`;
  const { head, tail } = splitLine(next, before, fits);
  const page = `${before}${head}`.trimEnd();
  return { page, left: withoutBlankStart([tail, ...lines.slice(count + 1)]) };
}

/** The most words of a line that fit behind what stands before; a word too long for any screen is cut. */
function splitLine(line: string, before: string, fits: Fits): { head: string; tail: string } {
  const words = line.split(' ');
  let count = 0;
  while (count < words.length && fits(before + words.slice(0, count + 1).join(' '))) count += 1;
  if (count > 0 || before !== '') {
    return { head: words.slice(0, count).join(' '), tail: words.slice(count).join(' ') };
  }
  const characters = Array.from(line);
  let cut = 1;
  while (cut < characters.length && fits(characters.slice(0, cut + 1).join(''))) cut += 1;
  return { head: characters.slice(0, cut).join(''), tail: characters.slice(cut).join('') };
}

/** A line that begins with the digits to press. */
function isChoice(line: string): boolean {
  return /^\d{1,2}[ .:)]/u.test(line);
}

function withoutBlankStart(lines: readonly string[]): string[] {
  const first = lines.findIndex((line) => line.trim() !== '');
  return first === -1 ? [] : lines.slice(first);
}
