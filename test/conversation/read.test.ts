import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { readText } from '../../src/conversation/read-text.ts';
import { parseWords, type Words } from '../../src/conversation/read-words.ts';
import { findingLine } from '../../src/flow/finding.ts';
import { loadWords } from '../../src/store/word-files.ts';

const corpus = readFileSync(new URL('read-corpus.txt', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
  .map((line) => {
    const [wanted = '', ...rest] = line.split(' ');
    const shown = rest.join(' ');
    return { wanted, shown, text: String(JSON.parse(shown)) };
  });

let words: Words;
beforeAll(async () => {
  const loaded = await loadWords('flows');
  if (!loaded.ok) throw new Error(loaded.findings.map(findingLine).join('\n'));
  words = loaded.value;
});

const read = (text: string) => readText(text, words, { digitsAreAnswers: false });
const readNumber = (text: string) => readText(text, words, { digitsAreAnswers: true });

describe('what people write', () => {
  test.each(corpus)('[rel P5] $shown is $wanted', ({ wanted, text }) => {
    const reading = read(text);
    expect(reading.kind).toBe(wanted === 'wait' ? 'stop' : wanted);
    if (reading.kind === 'stop') expect(reading.mayMeanWait).toBe(wanted === 'wait');
  });

  test.each(corpus.filter(({ wanted }) => !/answer|back|more|stop_digits/.test(wanted)))(
    '$shown is $wanted also where digits are answers, but for 9',
    ({ wanted, text }) => {
      const lone9 = wanted === 'person' && !/99|[\p{L}]/u.test(text);
      const kind = wanted === 'wait' ? 'stop' : wanted;
      expect(readNumber(text).kind).toBe(lone9 ? 'answer' : kind);
    },
  );

  test.each(['0', '7', '9', '5', '9.', '1990'])('where digits are answers, %s is one', (text) => {
    expect(readNumber(text)).toEqual({ kind: 'answer', text: text.replace('.', '') });
  });

  test('an answer keeps its case and accents, and loses only what nobody sees', () => {
    expect(read('  Não\u200b, eu   vou \u0000')).toEqual({ kind: 'answer', text: 'Não, eu vou' });
    expect(read('１．')).toEqual({ kind: 'answer', text: '1' });
    expect(read('-5')).toEqual({ kind: 'answer', text: '-5' });
    expect(read('1.5')).toEqual({ kind: 'answer', text: '1.5' });
  });
});

describe('any decoration', () => {
  const invisible = fc.constantFrom(
    '',
    '',
    '\u200b',
    '\u200d',
    '\ufeff',
    '\u00ad',
    '\u0000',
    '\u202e',
  );
  const edge = fc.string({
    unit: fc.constantFrom(...Array.from(' .,!?"*#-_()\n🙏“”\u00a0')),
    maxLength: 6,
  });
  const gap = fc.constantFrom('', ' ', '.', '-', ' . ');
  const fullWidth = (letter: string) =>
    /[a-z]/i.test(letter) ? String.fromCodePoint((letter.codePointAt(0) ?? 0) + 0xfee0) : letter;

  test('[rel P5] of a stop word in any language stops', () => {
    const stopWords = [...words.stopSpellings].filter((word) => /^[a-z]{3,}$/.test(word));
    expect(stopWords.length).toBeGreaterThan(50);
    const letterStyle = fc.record({
      times: fc.integer({ min: 1, max: 4 }),
      style: fc.constantFrom('lower', 'upper', 'wide'),
      after: invisible,
    });
    const decorated = fc.record({
      word: fc.constantFrom(...stopWords),
      styles: fc.array(letterStyle, { minLength: 20, maxLength: 20 }),
      gap,
      before: edge,
      behind: edge,
    });
    fc.assert(
      fc.property(decorated, ({ word, styles, gap: between, before, behind }) => {
        // A letter apart is one sign; repeated, it is a word of its own.
        const letters = Array.from(word, (letter, i) => {
          const { times, style, after } = styles[i] ?? { times: 1, style: 'lower', after: '' };
          const shown =
            style === 'upper'
              ? letter.toUpperCase()
              : style === 'wide'
                ? fullWidth(letter)
                : letter;
          return shown.repeat(between === '' ? times : 1) + after;
        });
        const text = before + letters.join(between) + behind;
        const bare = text
          .normalize('NFKC')
          .toLowerCase()
          .replaceAll(/[^a-z]/gu, '');
        fc.pre(!words.ordinary.has(bare));
        expect(read(text).kind).toBe('stop');
      }),
      { numRuns: 1_000 },
    );
  });

  test('nothing that can be typed throws, and a long text is never a command', () => {
    const anything = fc.string({ unit: 'binary', maxLength: 300 });
    fc.assert(
      fc.property(anything, (text) => {
        expect(read(text).kind).toBeTypeOf('string');
        expect(readNumber(`${'word '.repeat(20)}${text}`).kind).toBe('answer');
      }),
    );
    expect(read(`stop ${'\ud800'.repeat(5_000)}${'a'.repeat(5_000)}`).kind).toBe('answer');
    expect(read('stop\ud800').kind).toBe('stop');
  });
});

describe('the files of words', () => {
  const file = (name: string, lists: string) => ({
    file: `${name}.yaml`,
    source: `spec: 1\nlanguage: ${name}\nreviewed: null\n${lists}\n`,
  });

  test('a word with two meanings is refused, across languages too', () => {
    const parsed = parseWords([file('sw', 'stop: [acha]'), file('zz', 'start: [Achaa]')]);
    expect(parsed).toMatchObject({
      ok: false,
      findings: [{ code: 'two_meanings', file: 'zz.yaml' }],
    });
  });

  test.each([
    ['stopp: [acha]', { code: 'unknown_key', line: 4, meant: 'stop' }],
    ['stop: [{ word: mira, also: later }]', { code: 'bad_value', line: 4 }],
    ['stop: ["!!"]', { code: 'no_letters' }],
    ['stop: acha', { code: 'bad_value', line: 4 }],
  ])('%s is refused with its place', (lists, finding) => {
    const parsed = parseWords([file('sw', lists)]);
    expect(parsed.ok ? undefined : parsed.findings[0]).toMatchObject(finding);
  });
});
