import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fitUssd, ussdUnits } from '../../src/conversation/fit-ussd.ts';
import { ussdPages } from '../../src/conversation/ussd-pages.ts';

const options = { limit: 160, more: '7 More' };
const withoutMore = (pages: readonly string[]) =>
  pages.map((page, i) => (i === pages.length - 1 ? page : page.slice(0, -'\n7 More'.length)));

describe('USSD pages', () => {
  test('a text that fits is one screen without the line for more', () => {
    expect(ussdPages('How is it going?\n1 done\n2 not yet', options)).toEqual([
      'How is it going?\n1 done\n2 not yet',
    ]);
    expect(ussdPages('a'.repeat(160), options)).toHaveLength(1);
    expect(ussdPages('', options)).toEqual(['']);
  });

  test('choices go whole to the next screen', () => {
    const question = 'x'.repeat(60);
    const choices = [1, 2, 3].map((digit) => `${digit} ${'y'.repeat(40)}`);
    expect(ussdPages([question, ...choices].join('\n'), options)).toEqual([
      [question, choices[0], choices[1], '7 More'].join('\n'),
      choices[2],
    ]);
  });

  test('a choice that fills a screen of its own is not begun on the one before', () => {
    const choice = `1 ${'y '.repeat(78)}z`;
    expect(ussdPages(`Which one?\n${choice}`, options)).toEqual(['Which one?\n7 More', choice]);
  });

  test('a long paragraph breaks between words, and fills its screens', () => {
    const words = Array.from({ length: 60 }, (_, i) => `word${i}`);
    const pages = ussdPages(words.join(' '), options);
    expect(withoutMore(pages).join(' ').split(' ')).toEqual(words);
    for (const page of pages.slice(0, -1)) expect(page.length).toBeGreaterThan(150);
  });

  test('a word longer than a screen is cut, and nothing of it lost', () => {
    const pages = ussdPages(`${'z'.repeat(400)} end`, options);
    expect(withoutMore(pages).join('')).toBe(`${'z'.repeat(400)} end`);
  });

  test('another script has half the room', () => {
    const pages = ussdPages(Array.from({ length: 40 }, () => 'ሰላም').join(' '), options);
    for (const page of pages) expect(page.length).toBeLessThanOrEqual(80);
  });

  test('the foot stands on the last screen, whole', () => {
    const choices = [1, 2, 3, 4, 5].map((digit) => `${digit} ${'choice '.repeat(5)}`.trim());
    for (const foot of ['9 a person 88 stop', '99 a person, STOP ends'])
      for (let words = 1; words < 60; words += 1) {
        const text = ['word '.repeat(words).trim(), ...choices, foot].join('\n');
        const pages = ussdPages(text, options);
        expect(pages.at(-1)?.split('\n').at(-1)).toBe(foot);
      }
  });

  test('the line for more is in letters that every screen can draw', () => {
    const [first] = ussdPages('word '.repeat(50), { ...options, more: '7 Más' });
    expect(first).toMatch(/\n7 Mas$/u);
  });

  test('an operator with less room gets more screens, each within it', () => {
    const text = `${'word '.repeat(50)}\n1 Yes\n2 No\n9 a person 88 stop`;
    const counts = [182, 160, 140, 90].map((limit) => {
      const pages = ussdPages(text, { ...options, limit });
      for (const page of pages) expect(ussdUnits(page)).toBeLessThanOrEqual(limit);
      return pages.length;
    });
    expect(counts).toEqual([2, 2, 3, 4]);
  });

  test('every screen fits, no word and no choice is split, nothing is lost: for any text', () => {
    const word = fc.string({
      unit: fc.constantFrom(...Array.from('abc{é😀ሰ')),
      minLength: 1,
      maxLength: 12,
    });
    const prose = fc.array(word, { maxLength: 60 }).map((words) => words.join(' '));
    const choice = fc
      .tuple(fc.integer({ min: 1, max: 88 }), fc.array(word, { minLength: 1, maxLength: 4 }))
      .map(([digit, words]) => `${digit} ${words.join(' ')}`);
    const line = fc.oneof(prose, choice, fc.constant(''));
    fc.assert(
      fc.property(
        fc.array(line, { maxLength: 12 }),
        fc.integer({ min: 120, max: 182 }),
        (lines, limit) => {
          const text = fitUssd(lines.join('\n'));
          const pages = ussdPages(text, { ...options, limit });
          for (const page of pages) expect(ussdUnits(page)).toBeLessThanOrEqual(limit);
          for (const page of pages.slice(0, -1)) expect(page).toMatch(/[^\n]\n7 More$/);
          const shown = withoutMore(pages);
          expect(shown.join('\n').split(/\s+/u)).toEqual(text.split(/\s+/u));
          const shownLines = shown.flatMap((page) => page.split('\n'));
          for (const wanted of text.split('\n')) {
            if (/^\d{1,2} /.test(wanted)) expect(shownLines).toContain(wanted);
          }
        },
      ),
    );
  });
});
