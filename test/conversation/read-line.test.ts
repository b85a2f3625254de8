import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parsePhrases, phrase } from '../../src/conversation/phrases.ts';
import { readLine } from '../../src/conversation/read-line.ts';
import { shippedFormats } from './shipped-formats.ts';

const sources = readdirSync('flows/phrases').map((file) => ({
  file,
  source: readFileSync(`flows/phrases/${file}`, 'utf8'),
}));
const parsed = parsePhrases(sources);
if (!parsed.ok) throw new Error('the phrases that ship have no findings');
const phrases = parsed.value;
const formats = await shippedFormats();
const languages = [...phrases.keys()];

function read(language: string, text: string): number | undefined {
  const question = phrase(phrases, language, 'person_when', {});
  return readLine(text, question, {
    language,
    languages: [language],
    today: '2027-01-04',
    formats,
  });
}

describe('an answer to "when?"', () => {
  test.each(languages)('in %s is a digit, or the words of its line', (language) => {
    const lines = phrase(phrases, language, 'person_when', {}).split('\n').slice(1);
    expect(lines).toHaveLength(4);
    for (const [index, line] of lines.entries()) {
      expect(read(language, String(index + 1))).toBe(index + 1);
      expect([line, read(language, line.slice(2))]).toEqual([line, index + 1]);
    }
  });

  test.each([
    ['1.', 1],
    ['two', 2],
    ['morning please', 1],
    ['5', undefined],
    ['0', undefined],
    ['1 2', undefined],
    ['morning?', undefined],
    ['morning or afternoon', undefined],
    ['my child is ill, call me this morning or else', undefined],
    ['', undefined],
  ])('"%s" is %s', (text, expected) => {
    expect(read('en', text)).toBe(expected);
  });
});
