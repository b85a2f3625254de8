import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { showReading } from '../../src/conversation/show-reading.ts';
import { understand } from '../../src/conversation/understand.ts';
import type { Parsed } from '../../src/flow/data-file.ts';
import { findingLine } from '../../src/flow/finding.ts';
import { loadRisks, loadWords } from '../../src/store/word-files.ts';

type Line = { language: string; must: string; text: string };

const corpus = ['stop-corpus-en.tsv', 'stop-corpus.tsv'].flatMap((file) =>
  readFileSync(new URL(file, import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line): Line => {
      const [language = '', must = '', ...text] = line.split('\t');
      return { language, must, text: unescaped(text.join('\t')) };
    }),
);

const words = await loadWords('flows');
const risks = await loadRisks('flows');
const of = (language: string) => corpus.filter((line) => line.language === language);

function unescaped(text: string): string {
  return text
    .replaceAll('\\n', '\n')
    .replaceAll('\\t', '\t')
    .replace(/\\u([0-9a-f]{4})/gu, (_, code: string) => String.fromCodePoint(parseInt(code, 16)));
}

function shownAs(text: string) {
  if (!words.ok || !risks.ok) throw new Error(`${findingsOf(words)}${findingsOf(risks)}`);
  const options = { digitsAreAnswers: false };
  return showReading(text, understand(text, words.value, risks.value, options));
}

function findingsOf(parsed: Parsed<unknown>): string {
  return parsed.ok ? '' : parsed.findings.map(findingLine).join('\n');
}

/** A word of danger may pause the messages too, wherever a stop word stands beside it; elsewhere what pauses is said. */
function misread({ must, text }: Line): string[] {
  const [wanted = '', ...more] = must.split('+');
  const shown = shownAs(text);
  const isRisk = must.includes('risk');
  const isPause = more.includes('pause') || ['stop', 'stop_confirm', 'pause_ask'].includes(wanted);
  const isRight = shown.reading === wanted && shown.risk === isRisk;
  const isPaused = shown.pause === isPause || (isRisk && !isPause);
  return isRight && isPaused ? [] : [`${must} | ${JSON.stringify(shown)}`];
}

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
});

test('[rel P5] ordinary texts with such a word in them neither stop nor pause', () => {
  const lines = readFileSync(new URL('ordinary-en.txt', import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
  expect(lines.length).toBeGreaterThan(250);
  const wrong = lines.flatMap((text) => {
    const shown = shownAs(text);
    return shown.pause || shown.risk ? [shown] : [];
  });
  expect(wrong).toEqual([]);
});
