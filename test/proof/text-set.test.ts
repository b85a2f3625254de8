import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { codesOf, PLAIN, programmeOf, proveTexts } from './text-from.ts';

const PHRASES = join(import.meta.dirname, '..', '..', 'flows', 'phrases', 'en.yaml');

describe('digits', () => {
  const asking = (...means: readonly string[]) =>
    PLAIN.replace('thanks: { say: thanks, to: end }', '').replace(
      /choices:\n.*\n.*\n/u,
      `choices:\n${means.map((word, at) => `      ${at + 1}: { means: ${word}, to: thanks }\n`).join('')}`,
    ) + '  thanks: { say: thanks, to: end }\n';
  const choices = (...means: readonly string[]) => ({
    en: { choices: Object.fromEntries(means.map((word) => [word, `Name of ${word}`])) },
  });

  test('yes stands before no', () => {
    const told = (...means: readonly string[]) =>
      codesOf({ flow: asking(...means), texts: choices(...means) });
    expect(told('no', 'yes')).toEqual(['no_before_yes']);
    expect(told('yes', 'no')).toEqual([]);
    expect(told('fine', 'no')).toEqual([]);
  });

  test('an answer keeps its digit', () => {
    const again = (first: string, second: string) =>
      asking('fine', 'other')
        .replace('fine, to: thanks', 'fine, to: sure')
        .concat(
          `  sure:\n    ask: sure\n    choices:\n      1: { means: ${first}, to: thanks }\n      2: { means: ${second}, to: thanks }\n`,
        );
    const texts = { en: { ...choices('fine', 'other').en, sure: 'Is it so?' } };
    expect(codesOf({ flow: again('fine', 'other'), texts })).toEqual([]);
    expect(codesOf({ flow: again('other', 'fine'), texts })).toEqual([
      'digit_changes',
      'digit_changes',
    ]);
  });
});

describe('translations', () => {
  test('have words of their own; one or two alike are no sign', () => {
    const told = (thanks: string) =>
      codesOf({ texts: { en: { thanks: 'OK, mbira day.' }, sn: { thanks } } });
    expect(told('OK, mbira day.')).toEqual(['same_as_english']);
    expect(told('OK, zuva rembira.')).toEqual([]);
    expect(codesOf({ texts: { en: { thanks: 'OK, OK.' }, sn: { thanks: 'OK, OK.' } } })).toEqual(
      [],
    );
  });

  test('have the variables of the English, in each channel', () => {
    const told = (thanks: unknown) =>
      codesOf({ texts: { en: { thanks: 'Thank you, {programme}.' }, sn: { thanks } } });
    expect(told('Maita basa, {programme}.')).toEqual([]);
    expect(told('Maita basa.')).toEqual(['other_variables']);
    expect(told({ sms: 'Maita basa.', ussd: 'Maita basa, {programme}.' })).toEqual([
      'other_variables',
    ]);
    expect(told('Maita basa, {programme} {duty_hours}.')).toEqual(['other_variables']);
  });
});

describe('names', () => {
  const named = (own: Record<string, string>) =>
    proveTexts({ texts: { en: {} }, programmes: [programmeOf(own)] }).map(
      ({ code, file }) => `${code} ${file}`,
    );

  test.each([
    'Mental Health Kenya',
    'MentalCare',
    'PsychLine',
    'Bench Friends',
    'Saude Viva',
    'Afya Yetu',
    'Mind Circle',
  ])('%s is no name of a programme, in whatever language [req P9]', (name) => {
    expect(named({ name })).toEqual(['telling_name programmes/p0.yaml']);
  });

  test.each(['Mazano Circle', 'Valley Friends', 'Baobab', 'Reminder Club'])('%s is one', (name) => {
    expect(named({ name })).toEqual([]);
  });

  test('a cover topic is as quiet', () => {
    expect(named({ cover_topics: '[garden, clinic]' })).toEqual([
      'telling_name programmes/p0.yaml',
    ]);
  });
});

describe('phrases', () => {
  const phrases = readFileSync(PHRASES, 'utf8');
  const told = (left: string) =>
    codesOf({ texts: { en: {} }, phrases: phrases.replace('Thank you. Goodbye.', left) });

  test('are as kind and quiet as texts', () => {
    expect(phrases).toContain('left: Thank you. Goodbye.');
    expect(told('Thank you. Goodbye.')).toEqual([]);
    expect(told('You missed it.')).toEqual(['blaming_word']);
    expect(told('Your session is over.')).toEqual(['shared_phone']);
    expect(told('Call 0800 723 253.')).toEqual(['phone_number']);
  });

  test('that answer words of danger may name the help there is, and nothing else', () => {
    const help = 'You can talk to someone.';
    const careSays = (said: string) =>
      codesOf({ texts: { en: {} }, phrases: phrases.replaceAll(help, said) });
    expect(phrases).toContain(help);
    expect(careSays(help)).toEqual([]);
    expect(told(help)).toEqual(['shared_phone']);
    expect(careSays('Go to the clinic.')).toContain('shared_phone');
  });
});

test('each rule of texts has a deliberately bad flow', () => {
  const folder = join(import.meta.dirname, 'bad');
  const expected = readdirSync(folder).flatMap((name) =>
    readFileSync(join(folder, name, 'expected.txt'), 'utf8')
      .split('\n')
      .map((line) => line.split(' ')[0]),
  );
  const source = readdirSync(join(import.meta.dirname, '../../src/proof/text'))
    .map((name) => readFileSync(join(import.meta.dirname, '../../src/proof/text', name), 'utf8'))
    .join('\n');
  const codes = new Set(
    [...source.matchAll(/code: '([a-z0-9_]+)'|^ {2}[a-z]+: '([a-z]+_?[a-z]*)',$/gmu)].map(
      ([, inline, listed]) => inline ?? listed,
    ),
  );
  expect(codes.size).toBeGreaterThan(20);
  expect([...codes].filter((code) => !expected.includes(code))).toEqual([]);
});
