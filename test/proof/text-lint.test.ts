import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { BANNED_KINDS, type LintWords, parseLintWords } from '../../src/flow/lint-words.ts';
import { bannedWords, topicsIn } from '../../src/proof/text/banned-words.ts';
import { dearLetters } from '../../src/proof/text/letters.ts';
import { matcherOf, wordsIn } from '../../src/proof/text/match-words.ts';
import { readingGrade, sentencesIn, syllablesIn } from '../../src/proof/text/sentences.ts';

const FOLDER = join(import.meta.dirname, '..', '..', 'flows', 'lint');
const sources = readdirSync(FOLDER).map((name) => ({
  file: `lint/${name}`,
  source: readFileSync(join(FOLDER, name), 'utf8'),
}));
const parsed = parseLintWords(sources);
const lints: readonly LintWords[] = parsed.ok ? [...parsed.value.values()] : [];

/** What a pattern stands for, with more letters where it allows some. */
const written = (pattern: string) =>
  pattern
    .split(' ')
    .map((word) => (word === '*' ? 'zz' : word.replaceAll('*', 'zz')))
    .join(' ');

describe('the lists that ship', () => {
  test('are there for each language of the flows, unsigned', () => {
    expect(lints.map(({ language }) => language).toSorted()).toEqual(
      ['en', 'es', 'gu', 'nd', 'pt', 'sn', 'sw'].toSorted(),
    );
    expect(lints.map(({ reviewed }) => reviewed)).toEqual(lints.map(() => null));
  });

  test.each(lints.map((lint) => [lint.language, lint] as const))(
    'each word of %s is found in a text, behind another and before another',
    (_, lint) => {
      for (const kind of BANNED_KINDS)
        for (const pattern of Object.keys(lint.banned[kind].words)) {
          const codes = bannedWords(`Xx ${written(pattern)} xx.`, lint);
          expect(codes.length, `${kind} ${pattern}`).toBeGreaterThanOrEqual(1);
        }
      for (const [topic, patterns] of Object.entries(lint.shared_phone))
        for (const pattern of patterns) {
          const topics = topicsIn(`Xx ${written(pattern)} xx.`, lint).map((one) => one.topic);
          expect(topics, pattern).toContain(topic.replaceAll('_', ' '));
        }
    },
  );

  test.each(lints.map((lint) => [lint.language, lint] as const))(
    'each exception of %s stands for something that would be found without it',
    (_, lint) => {
      const bare = { ...lint, exceptions: [] };
      for (const one of lint.exceptions) {
        if (!('words' in one)) continue;
        const found = (list: LintWords) => [
          ...bannedWords(written(one.words), list),
          ...topicsIn(written(one.words), list),
        ];
        expect(found(bare).length, one.words).toBeGreaterThan(0);
        expect(found(lint), one.words).toEqual([]);
      }
    },
  );

  test('every better word is itself no banned one', () => {
    for (const lint of lints)
      for (const kind of BANNED_KINDS)
        for (const better of Object.values(lint.banned[kind].words)) {
          const [first = ''] = better.split(/[;{]/u);
          const codes = bannedWords(first, lint).filter(({ severity }) => severity === 'error');
          expect(codes, better).toEqual([]);
        }
  });
});

describe('a list', () => {
  const banned = { reason: 'none', words: { one: 'two' } };
  const listWith = (own: Readonly<Record<string, unknown>>) => {
    const file = {
      spec: 1,
      language: 'en',
      reviewed: null,
      letters: 'gsm7',
      limits: { words_in_sentence: 12, letters_in_word: 12, sentences: 2 },
      banned: Object.fromEntries(BANNED_KINDS.map((kind) => [kind, banned])),
      shared_phone: { health: ['one'] },
      names: ['one'],
      capitals: [],
      exceptions: [],
      ...own,
    };
    return parseLintWords([{ file: 'lint/en.yaml', source: JSON.stringify(file) }]);
  };
  const withPattern = (pattern: unknown) => listWith({ names: [pattern] });

  test.each(['heal*', '*heal*', 'so * does not', "don't", 'self-harm', 'દર્દી*', 'a one', 'm-pesa'])(
    'may hold %s',
    (pattern) => {
      expect(withPattern(pattern).ok).toBe(true);
    },
  );

  test.each([
    '*',
    '**',
    'a*',
    '*ab*',
    'h*l*th',
    '* does not',
    '(a+)+$',
    '[a-z]',
    'a|b',
    '.',
    '',
    'two  spaces',
    'x'.repeat(61),
    'one two three four five six seven eight nine',
    7,
    { words: 'x' },
  ])('may not hold %j', (pattern) => {
    const result = withPattern(pattern);
    expect(result.ok).toBe(false);
    const [finding] = result.ok ? [] : result.findings;
    expect(finding).toMatchObject({ file: 'lint/en.yaml', severity: 'error' });
  });

  test('names a reason for each exception, and excuses only rules of style', () => {
    const withException = (exception: unknown) => listWith({ exceptions: [exception] }).ok;
    const notice = { text: 'advance-plan/legal_force', rule: 'long_sentence', reason: 'by law' };
    expect(withException(notice)).toBe(true);
    expect(withException({ ...notice, reason: undefined })).toBe(false);
    expect(withException({ ...notice, rule: 'shared_phone' })).toBe(false);
    expect(withException({ ...notice, rule: 'phone_number' })).toBe(false);
    expect(withException({ words: 'in any case' })).toBe(false);
  });

  test('of more words than anybody needs is refused', () => {
    const many = (count: number) => Array.from({ length: count }, (_, at) => `word${at}`);
    expect(listWith({ names: many(400) }).ok).toBe(true);
    expect(listWith({ names: many(401) }).ok).toBe(false);
  });
});

describe('words of a text', () => {
  const finds = (pattern: string, text: string) => matcherOf([pattern])(wordsIn(text)).length > 0;

  test.each([
    ['case', 'In any CASE.', true],
    ['case', 'because', false],
    ['depress*', 'Depressão', true],
    ['*rwere', 'pachirwere', true],
    ['*rwere', 'rwerera', false],
    ['nao veio', 'Não veio', true],
    ["don't forget", 'Don’t forget', true],
    ['self-harm', 'self harm', true],
    ['દવા*', 'દવાઓ', true],
    ['દવા', 'દવાઓ', false],
    ['so * sees', 'so he sees', true],
    ['so * sees', 'so sees', false],
    ['programme', '{programme}', false],
    ['ｃｌｉｎｉｃ', 'clinic', true],
    ['clinic', 'cli\u00adnic', true],
  ])('%s in "%s": %s', (pattern, text, expected) => {
    expect(finds(pattern, text)).toBe(expected);
  });
});

describe('the reading grade', () => {
  test.each([
    ['cat', 1],
    ['somebody', 3],
    ['everybody', 4],
    ['careful', 2],
    ['used', 1],
    ['named', 1],
    ['likes', 1],
    ['closed', 1],
    ['wanted', 2],
    ['places', 2],
    ['little', 2],
    ['table', 2],
    ['time', 1],
    ['another', 3],
    ['question', 2],
    ['effort', 2],
  ])('%s has %i syllables', (word, count) => {
    expect(syllablesIn(word)).toBe(count);
  });

  test('is that of the formula', () => {
    // 11 words, 2 sentences, 11 syllables: 0.39 × 5.5 + 11.8 × 1 − 15.59
    const sentences = sentencesIn('The cat sat on the mat. It was a big cat.');
    expect(sentences.map(({ length }) => length)).toEqual([6, 5]);
    expect(readingGrade(sentences)).toBeCloseTo(-1.645, 3);
  });

  test('leaves keys out, and counts a variable as one short word', () => {
    expect(sentencesIn('Hello from {programme}. 9 to talk, 88 to stop.')).toEqual([
      ['hello', 'from', 'x'],
    ]);
  });
});

test('a dear letter is named with a plain spelling where there is one', () => {
  expect(dearLetters('irmão ção ’')).toEqual([
    { letter: 'ã', plain: 'a', folds: true },
    { letter: 'ç', plain: 'c', folds: true },
  ]);
  expect(dearLetters('é ñ ü à €')).toEqual([]);
  expect(dearLetters('ક')).toEqual([{ letter: 'ક', plain: undefined, folds: false }]);
});
