import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { digitOfWord } from '../../src/flow/answers.ts';
import { parseFormats } from '../../src/flow/formats.ts';
import { parseFlow } from '../../src/flow/parse-flow.ts';
import { parseTexts, type Texts } from '../../src/flow/parse-texts.ts';
import { makeRelease } from '../../src/flow/release.ts';

const FORMATS = join(import.meta.dirname, '..', '..', 'flows', 'formats');
const formats = parseFormats(
  ['en', 'sn', 'pt'].map((language) => ({
    file: `${language}.yaml`,
    source: readFileSync(join(FORMATS, `${language}.yaml`), 'utf8'),
  })),
);
const FLOW = `{ spec: 1, flow: f, version: 1, start: plain, expires: 1d, steps: {
  plain: { ask: plain, yes: { to: listed }, no: { to: end } },
  listed: { ask: listed, choices: { 1: { means: later, to: other }, 2: { means: yes, to: other }, 3: { means: no, to: other } } },
  other: { ask: other, choices: { 1: { means: later, to: end } } } } }`;

function texts(language: string, labels: string): Texts {
  const source = `{ spec: 1, language: ${language}, name: ${language}, reviewed: null,
    texts: { plain: a, listed: b, other: c }, choices: ${labels}, answers: { later: [ok] } }`;
  const parsed = parseTexts(source, `${language}.yaml`, language);
  if (!parsed.ok) throw new Error('it is right');
  return parsed.texts;
}

function release() {
  const flow = parseFlow(FLOW, 'flow.yaml');
  if (!flow.ok) throw new Error('it is right');
  const made = makeRelease(flow.flow, {
    en: texts('en', '{ yes: "Yes, do", no: Rather not, later: Later }'),
    sn: texts('sn', '{ yes: Hongu, no: Kwete, later: Gare }'),
  });
  if (!made.ok) throw new Error('it is complete');
  return made.release;
}

if (!formats.ok) throw new Error('the formats that ship are right');
const spoken = (language: string) => ({
  language,
  languages: ['en', 'sn'],
  formats: formats.value,
});
const digit = (step: string, word: string, language = 'en') =>
  digitOfWord(release(), step, word, spoken(language));

test.each([
  ['a word of her own language', 'plain', 'yep', 'en', '1'],
  ['a word of another language', 'plain', 'sim', 'en', '1'],
  ['no in another language', 'plain', 'kwete', 'en', '2'],
  ['the name of the answer', 'plain', 'rather not', 'en', '2'],
  ['yes where other answers come first', 'listed', 'yes', 'en', '2'],
  ['no where other answers come first', 'listed', 'kwete', 'sn', '3'],
])('%s counts as yes or no, listed or not', (_, step, word, language, expected) => {
  expect(digit(step, word, language)).toBe(expected);
});

test('what a flow lists comes before what a language knows', () => {
  expect(digit('plain', 'ok')).toBe('1');
  expect(digit('listed', 'ok')).toBe('1');
});

test('a question without yes or no takes neither', () => {
  expect(digit('other', 'yes')).toBeUndefined();
  expect(digit('other', 'kwete', 'sn')).toBeUndefined();
});

test('a word that is yes in one language and no in another is neither, but to who speaks one', () => {
  if (!formats.ok) throw new Error('the formats that ship are right');
  const [en, sn] = [formats.value.get('en'), formats.value.get('sn')];
  if (en === undefined || sn === undefined) throw new Error('both ship');
  const both = new Map([
    ['en', { ...en, read: { ...en.read, yes: ['ehe'], no: ['never'] } }],
    ['sn', { ...sn, read: { ...sn.read, yes: ['never'], no: ['ehe'] } }],
  ]);
  const at = (language: string) =>
    digitOfWord(release(), 'plain', 'ehe', { language, languages: ['en', 'sn'], formats: both });
  expect([at('en'), at('sn'), at('pt')]).toEqual(['1', '2', undefined]);
});
