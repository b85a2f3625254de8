import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { corpus, misread, ordinary, shownAs, stopsOrPauses } from './judge-corpus.ts';

const run = promisify(execFile);
/** Milliseconds: the corpus is read once for each mutant; the rest is for a busy machine. */
const BUSY_MS = 300_000;
const of = (language: string) => corpus.filter((line) => line.language === language);

describe('[rel P5] how people stop, refuse and ask for help', () => {
  test.each([...new Set(corpus.map(({ language }) => language))])(
    'in %s, every line',
    (language) => {
      expect(of(language).flatMap(misread)).toEqual([]);
    },
  );

  test('there are lines enough of each language, and of each kind', () => {
    expect(corpus.length).toBeGreaterThanOrEqual(400);
    expect(of('en').length).toBeGreaterThanOrEqual(120);
    for (const language of ['sn', 'nd', 'sw', 'pt', 'es', 'fr', 'zu', 'ny', 'hi', 'gu'])
      for (const must of ['stop', 'pause_ask', 'risk', 'person'])
        expect(of(language).some((line) => line.must.split('+').includes(must))).toBe(true);
  });

  test('ordinary texts with such a word in them neither stop nor pause', () => {
    expect(ordinary.length).toBeGreaterThan(250);
    expect(ordinary.flatMap(stopsOrPauses)).toEqual([]);
  });

  test('a text that stops may hold danger too: both are said, and STOP is first', () => {
    expect(shownAs('stop, I want to die')).toEqual({
      text: 'stop, I want to die',
      reading: 'stop_confirm',
      risk: true,
      risk_kind: 'self_harm',
      pause: true,
    });
  });
});

/** What is taken out of the source: a file of src/conversation, a piece, and what stands in its place. */
const MUTANTS: readonly (readonly [rule: string, file: string, piece: string, by: string])[] = [
  ['wide letters', 'read-normal.ts', ".normalize('NFKC')", ''],
  ['what cannot be seen', 'read-normal.ts', ".replace(INVISIBLE, '')", ''],
  [
    'repeated letters',
    'read-normal.ts',
    "return word.replace(/(\\p{L})\\1+/gu, '$1');",
    'return word;',
  ],
  ['digits for letters', 'read-normal.ts', 'LOOK_ALIKE[digit] ?? digit', 'digit'],
  [
    'please',
    'read-stop.ts',
    'withoutCourtesies(squeezeWords(plain, words.ordinary), words);',
    'squeezeWords(plain, words.ordinary);',
  ],
  [
    'more behind a stop word',
    'read-stop.ts',
    'first?.isSure !== true ||',
    'first !== undefined ||',
  ],
  [
    'what a stop word may mean else',
    'read-stop.ts',
    'spansOf(words.notStop, said).filter',
    'spansOf(words.joking, said).filter',
  ],
  [
    'sentences apart',
    'read-stop.ts',
    '!ends.slice(from + 1, to).includes(true)',
    'ends.length > 0',
  ],
  [
    'which begins first',
    'read-stop.ts',
    '!others.outdoes(span));\n  const wrong',
    'span.from >= 0);\n  const wrong',
  ],
  ['play', 'read-stop.ts', 'return !isPlay(heard, words);', 'return true;'],
  [
    'STOP before danger',
    'show-reading.ts',
    "risk !== undefined && reading.kind !== 'stop'",
    'risk !== undefined',
  ],
  [
    'danger beside STOP',
    'understand.ts',
    'return { reading, risk: danger.risk,',
    "return { reading, risk: reading.kind === 'stop' ? undefined : danger.risk,",
  ],
  [
    'a pause where it may be a STOP',
    'understand.ts',
    'pause: isUnclear || mayStop(reading) }',
    'pause: false }',
  ],
];

test(
  'each rule of reading is needed: without it a text is read wrongly',
  async () => {
    const replaced = JSON.stringify(MUTANTS.map(([, ...mutant]) => mutant));
    const { stdout } = await run(process.execPath, [
      'test/conversation/judge-process.ts',
      replaced,
    ]);
    const [asItIs, ...wrong] = z.array(z.number()).parse(JSON.parse(stdout));
    expect(asItIs).toBe(0);
    expect(wrong).toHaveLength(MUTANTS.length);
    expect(MUTANTS.filter((_, at) => wrong[at] === 0).map(([rule]) => rule)).toEqual([]);
  },
  BUSY_MS,
);
