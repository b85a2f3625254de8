import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readAnswer } from '../../src/conversation/read-answer.ts';
import { lexiconOf } from '../../src/conversation/read-lexicon.ts';
import type { Tongue } from '../../src/conversation/read-tongue.ts';
import { writeDate, writeTime } from '../../src/conversation/write-value.ts';
import { type Answer, PARTS_OF_DAY } from '../../src/flow/definition.ts';
import { formatOf, shippedFormats } from './shipped-formats.ts';

const formats = await shippedFormats();
const spoken = [...formats.keys()];
const today = '2027-01-04';
const tongueOf = (language: string): Tongue => ({
  language,
  languages: [language, 'en'],
  today,
  formats,
});
const read = (text: string, answer: Answer, language: string) =>
  readAnswer(text, answer, tongueOf(language));
const wordFor = (language: string, n: number) =>
  formatOf(formats, language).read.numbers[String(n)]?.[0] ?? String(n);
const NUMBER: Answer = { kind: 'number', from: 0, to: 60 };
const TIME: Answer = { kind: 'time' };
const DATE: Answer = { kind: 'date', withinDays: 20 };

describe('the words of a language', () => {
  test.each(spoken)('%s: no phrase means two numbers, weekdays or months', (language) => {
    const { senses } = lexiconOf(formatOf(formats, language));
    const twice = [...senses].filter(([, known]) =>
      known.some((one) => known.some(({ kind, n }) => kind === one.kind && n !== one.n)),
    );
    expect(twice.map(([phrase]) => phrase)).toEqual([]);
  });

  test.each(spoken)('%s: no word is both yes and no, and what leads is one of them', (language) => {
    const { senses } = lexiconOf(formatOf(formats, language));
    const kindsOf = (wanted: string) =>
      [...senses]
        .filter(([, known]) => known.some(({ kind }) => kind === wanted))
        .map(([key]) => key);
    const [yes, no] = [new Set(kindsOf('yes')), new Set(kindsOf('no'))];
    expect([...yes.intersection(no)]).toEqual([]);
    expect(kindsOf('leads').filter((word) => !yes.has(word) && !no.has(word))).toEqual([]);
  });

  test.each(spoken)('%s: every number in words is read as itself', (language) => {
    const { numbers } = formatOf(formats, language).read;
    for (const [n, [word = '']] of Object.entries(numbers))
      expect(read(word, NUMBER, language), word).toBe(Number(n));
  });
});

describe('what we write is read as what it was', () => {
  test.each(spoken)('%s: every time of day, or it is asked again', (language) => {
    const format = formatOf(formats, language);
    const wrong: string[] = [];
    let again = 0;
    for (let minute = 0; minute < 1_440; minute += 5) {
      const time = Temporal.PlainTime.from('00:00').add({ minutes: minute }).toString().slice(0, 5);
      const found = read(writeTime(time, format), TIME, language);
      if (found === undefined) again += 1;
      else if (found !== time) wrong.push(`${writeTime(time, format)} is ${found}`);
    }
    expect(wrong).toEqual([]);
    // In English the hour after midnight is "12 am", which many take for noon.
    expect(again).toBeLessThanOrEqual(12);
  });

  test.each(spoken)('%s: every date of the window', (language) => {
    const format = formatOf(formats, language);
    for (let days = 0; days <= 20; days += 1) {
      const date = Temporal.PlainDate.from(today).add({ days }).toString();
      expect(read(writeDate(date, format), DATE, language)).toBe(date);
    }
  });
});

describe('nothing is guessed', () => {
  const language = fc.constantFrom(...spoken);
  const number = fc.integer({ min: 0, max: 60 });

  test('two numbers are never one of them, in digits or words, with any word between', () => {
    fc.assert(
      fc.property(language, number, number, fc.nat(), (one, a, b, pick) => {
        fc.pre(a !== b);
        const { read: words } = formatOf(formats, one);
        const between = words.unsure[pick % words.unsure.length] ?? '';
        const wordOf = (n: number) => words.numbers[String(n)]?.[0] ?? String(n);
        expect(read(`${a} ${between} ${b}`, NUMBER, one)).toBeUndefined();
        expect(read(`${wordOf(a)} ${between} ${wordOf(b)}`, NUMBER, one)).toBeUndefined();
      }),
    );
  });

  test('a doubt before or behind a number, time or date is asked again, in every language', () => {
    for (const one of spoken)
      for (const word of formatOf(formats, one).read.unsure) {
        for (const text of [`3 ${word}`, `${word} 3`])
          expect(read(text, NUMBER, one), `${one} ${text}`).toBeUndefined();
        for (const text of [`18:30 ${word}`, `${word} 18:30`])
          expect(read(text, TIME, one), `${one} ${text}`).toBeUndefined();
        for (const text of [`8/1 ${word}`, `${word} 8/1`])
          expect(read(text, DATE, one), `${one} ${text}`).toBeUndefined();
      }
  });

  test('an hour alone is one of the part of the day that was asked about, in every language, or asked again', () => {
    const hours = { morning: [4, 11], midday: [10, 15], afternoon: [12, 18], evening: [16, 23] };
    for (const one of spoken)
      for (const part of PARTS_OF_DAY)
        for (let hour = 1; hour <= 12; hour += 1)
          for (const text of [`${hour}`, `${hour}:30`, wordFor(one, hour)]) {
            const time = read(text, { kind: 'time', part }, one);
            const told = Number(String(time ?? '').slice(0, 2));
            const [first = 0, last = 0] = hours[part];
            const where = `${one} ${part}: ${text} is ${time}`;
            if (time !== undefined) expect(told >= first && told <= last, where).toBe(true);
            const isOne = formatOf(formats, one).clock !== 'swahili';
            const fits = [hour, hour + 12].filter((n) => n % 24 >= first && n % 24 <= last);
            if (isOne) expect(time === undefined, where).toBe(fits.length === 0);
          }
  });

  test('any text gives a value of the kind asked for, or none, and never throws', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 12 }),
      fc.constantFrom(
        '6',
        '06',
        '630',
        '99999999999',
        '27/11',
        '31.2.',
        '1:99',
        'in',
        'days',
        'saa',
        'na',
        'half past',
      ),
      fc.constantFrom(
        'friday',
        'next',
        'am',
        'pm',
        'kumi',
        'mbili',
        'morning',
        'jan',
        '2027',
        '0',
        'weeks',
        '{h}',
        '?',
      ),
    );
    const text = fc.array(piece, { maxLength: 6 }).map((pieces) => pieces.join(' '));
    const last = Temporal.PlainDate.from(today).add({ days: 20 }).toString();
    fc.assert(
      fc.property(text, language, (sample, one) => {
        const n = read(sample, NUMBER, one);
        if (n !== undefined)
          expect(Number.isInteger(n) && Number(n) >= 0 && Number(n) <= 60).toBe(true);
        const time = read(sample, TIME, one);
        if (time !== undefined) expect(time).toMatch(/^([01]\d|2[0-3]):[0-5]\d$/);
        const date = read(sample, DATE, one);
        if (date !== undefined) {
          expect(date).toMatch(/^\d{4}-\d{2}-\d{2}$/);
          expect(String(date) >= today && String(date) <= last).toBe(true);
        }
        const words = read(sample, { kind: 'text', max: 20 }, one);
        if (words !== undefined) expect(Array.from(String(words)).length).toBeLessThanOrEqual(20);
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('own words', () => {
  const own = (text: string, max = 20) => read(text, { kind: 'text', max }, 'en');

  test('are kept letter by letter; only what cannot be seen and spaces around go', () => {
    expect(own(' ku\u200bfungisisa\u0007 \n zvikuru ')).toBe('kufungisisa zvikuru');
    expect(own('Água & "pão" {x} 5$')).toBe('Água & "pão" {x} 5$');
  });

  test('are counted in characters, so that every script has the same room', () => {
    expect(own('અ'.repeat(20))).toBe('અ'.repeat(20));
    expect(own(`${'a'.repeat(19)}😀`)).toBe(`${'a'.repeat(19)}😀`);
    expect(own('a'.repeat(21))).toBeUndefined();
  });

  test('are words: a digit alone, a picture or marks are asked again', () => {
    for (const text of ['3', '3.', '', '   ', '🙏', '?!', '…']) expect(own(text)).toBeUndefined();
    expect(own('4821')).toBe('4821');
  });
});
