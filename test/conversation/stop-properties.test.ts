import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Parsed } from '../../src/flow/data-file.ts';
import { understand } from '../../src/conversation/understand.ts';
import { findingLine } from '../../src/flow/finding.ts';
import { loadRisks, loadWords } from '../../src/store/word-files.ts';

const words = parsed(await loadWords('flows'));
const risks = parsed(await loadRisks('flows'));
const read = (text: string) => understand(text, words, risks, { digitsAreAnswers: false });

const DIGITS: Readonly<Record<string, string>> = { o: '0', i: '1', e: '3', a: '4', s: '5', t: '7' };
/** A word keeps so many letters, else it is a number. */
const LETTERS_MIN = 2;
const latin = [...words.stopSpellings].filter((word) => /^[a-z]{3,}$/u.test(word));
const courtesies = [...words.polite.set].filter((phrase) => /^[a-z ]+$/u.test(phrase));
/** Words that greet beside a courtesy, as `habari buda` does. */
const greetings = new Set(courtesies.flatMap((phrase) => phrase.split(' ')));

const quotes = fc.constantFrom(
  ['', ''],
  ['"', '"'],
  ['“', '”'],
  ['«', '»'],
  ["'", "'"],
  ['*', '*'],
);
const blank = fc.constantFrom(' ', '\u00a0', '\u2003', '  ', '\t', '\n', ' \u200b', '. ', ', ');
const end = fc.constantFrom(
  '',
  '\n',
  '\r\n',
  '!!!',
  ' .',
  '…',
  '?',
  ' 🙏🏽',
  '\u00a0',
  '\u200e',
  ' :(',
);

/** The word with some of its letters written as the digits that look like them. */
function withDigits(word: string, chosen: readonly boolean[]): string {
  const letters = Array.from(word, (letter, at) =>
    chosen[at] === true ? (DIGITS[letter] ?? letter) : letter,
  ).join('');
  return (letters.match(/[a-z]/gu) ?? []).length < LETTERS_MIN ? word : letters;
}

describe('[rel P5] any decoration of a stop word stops', () => {
  const decorated = fc.record({
    word: fc.constantFrom(...latin),
    digits: fc.array(fc.boolean(), { minLength: 24, maxLength: 24 }),
    upper: fc.boolean(),
    times: fc.integer({ min: 1, max: 4 }),
    before: fc.array(fc.constantFrom(...courtesies), { maxLength: 2 }),
    behind: fc.array(fc.constantFrom(...courtesies), { maxLength: 2 }),
    blank,
    end,
    quotes,
  });

  test('with courtesies, quotes, digits for letters, and said again and again', () => {
    fc.assert(
      fc.property(decorated, ({ word, digits, upper, times, before, behind, ...around }) => {
        const shown = withDigits(word, digits);
        const said = [...before, ...Array.from({ length: times }, () => shown), ...behind];
        const text = said.join(around.blank);
        const cased = upper ? text.toUpperCase() : text;
        const [opens = '', closes = ''] = around.quotes;
        fc.pre(!words.ordinary.has(shown) && !greetings.has(word));
        const { reading, pause } = read(opens + cased + closes + around.end);
        expect(reading.kind).toBe('stop');
        expect(pause).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });

  test('STOP first and anything short behind it never goes on as if nothing was said of stopping, or it is explained', () => {
    const other = fc.constantFrom(
      'my phone is broken',
      'i am tired',
      'nataka kulala',
      'ndaneta',
      'é',
    );
    fc.assert(
      fc.property(
        fc.constantFrom('stop', 'STOP', 'Stop!', 'stop,', 'ｓｔｏｐ'),
        other,
        (word, rest) => {
          expect(read(`${word} ${rest}`).reading).toMatchObject({ kind: 'stop', more: true });
        },
      ),
    );
  });

  test('nothing that can be typed throws, and what pauses is said to', () => {
    const anything = fc.oneof(
      fc
        .array(fc.integer({ min: 0, max: 0x10ffff }), { maxLength: 200 })
        .map((codes) => String.fromCodePoint(...codes)),
      fc
        .array(fc.constantFrom(...latin, 'i', 'want', 'to', 'die', '9', '\n', '.', 'not'), {
          maxLength: 60,
        })
        .map((said) => said.join(' ')),
    );
    fc.assert(
      fc.property(anything, (text) => {
        const { reading, pause } = read(text);
        if (reading.kind === 'stop' || reading.kind === 'stop_or_go_on') expect(pause).toBe(true);
      }),
    );
  });
});

describe('a text takes time in proportion to its length', () => {
  /** The longest text that is taken; an SMS of ten segments is a seventh of it. */
  const LENGTH = 10_000;
  /** Some ten times what the slowest takes here, of processor time. */
  const LIMIT_MS = 300;
  const hostile = [
    ' ',
    '\n',
    's',
    's t o p ',
    'stop ',
    'stop. ',
    'stop a ',
    'please ',
    'i want to ',
    'dont text me ',
    'not stop texting me. ',
    'remove me from the sms ',
    'i dont want to die ',
    'dont want to get any more ',
    'a0',
    '1 ',
    'e\u0301',
    '\u200b',
    '\ud800',
    'haha ',
    'kujiua ',
    'બંધ ',
    "'",
    '((',
    '*',
  ];

  test.each(hostile)('10,000 characters of %j', (piece) => {
    const text = piece.repeat(Math.ceil(LENGTH / piece.length)).slice(0, LENGTH);
    read(text);
    const before = process.cpuUsage();
    read(text);
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1_000).toBeLessThan(LIMIT_MS);
  });
});

function parsed<T>(result: Parsed<T>): T {
  if (result.ok) return result.value;
  throw new Error(result.findings.map(findingLine).join('\n'));
}
