import { describe, expect, test } from 'vitest';
import { longestValue } from '../../src/conversation/longest-value.ts';
import { ussdUnits } from '../../src/conversation/fit-ussd.ts';
import {
  writeDate,
  writeMoney,
  writeOften,
  writeTime,
  writeValue,
} from '../../src/conversation/write-value.ts';
import { formatOf, shippedFormats } from './shipped-formats.ts';

const formats = await shippedFormats();
const DAY_MS = 86_400_000;
const labels = { not_yet: 'Not yet' };

describe('a time is told as people tell it', () => {
  test.each([
    ['en', '06:05', '6:05 am'],
    ['en', '18:30', '6:30 pm'],
    ['en', '00:15', '12:15 am'],
    ['sn', '06:00', '6:00 mangwanani'],
    ['nd', '15:00', '3:00 emini'],
    ['pt', '06:00', '06h00'],
    ['es', '19:00', '7:00 pm'],
    ['gu', '18:30', 'સાંજે 6:30'],
    ['fr', '18:30', '18h30'],
  ])('in %s %s is %s', (language, time, told) => {
    expect(writeTime(time, formatOf(formats, language))).toBe(told);
  });

  test.each([
    ['07:00', 'saa 1:00 asubuhi (07:00)'],
    ['06:00', 'saa 12:00 asubuhi (06:00)'],
    ['12:00', 'saa 6:00 mchana (12:00)'],
    ['14:00', 'saa 8:00 mchana (14:00)'],
    ['18:30', 'saa 12:30 jioni (18:30)'],
    ['22:00', 'saa 4:00 usiku (22:00)'],
    ['00:15', 'saa 6:15 usiku (00:15)'],
  ])('Swahili counts from sunrise: %s is %s', (time, told) => {
    expect(writeTime(time, formatOf(formats, 'sw'))).toBe(told);
  });
});

describe('dates, money and rhythms', () => {
  test.each([
    ['en', 'Saturday 27 November'],
    ['sn', 'Mugovera 27 Mbudzi'],
    ['sw', 'Jumamosi 27 Novemba'],
    ['pt', 'sábado, 27 de novembro'],
    ['es', 'sábado 27 de noviembre'],
    ['nd', 'Mgqibelo 27 Lwezi'],
    ['gu', 'શનિવાર 27 નવેમ્બર'],
  ])('a date in %s is %s', (language, told) => {
    expect(writeDate('2027-11-27', formatOf(formats, language))).toBe(told);
  });

  test('money is named as people name it, cents only where there are any', () => {
    expect(writeMoney({ currency: 'KES', amount: 1 }, formatOf(formats, 'sw'))).toBe('KSh 1');
    expect(writeMoney({ currency: 'MZN', amount: 1.5 }, formatOf(formats, 'pt'))).toBe('1,50 MT');
    expect(writeMoney({ currency: 'PEN', amount: 0.1 }, formatOf(formats, 'es'))).toBe('S/ 0.10');
    expect(writeMoney({ currency: 'GHS', amount: 2 }, formatOf(formats, 'en'))).toBe('GHS 2');
  });

  test('a rhythm is told in days, weeks or a month', () => {
    const english = formatOf(formats, 'en');
    expect([1, 3, 7, 14, 30].map((days) => writeOften(days * DAY_MS, english))).toEqual([
      'every day',
      'every 3 days',
      'once a week',
      'every 2 weeks',
      'once a month',
    ]);
  });
});

describe('a value of memory', () => {
  const english = { format: formatOf(formats, 'en'), labels };

  test('is a label, a number, a date, a time or the words of the person', () => {
    expect(writeValue(['not_yet', 'done'], 'not_yet', english)).toBe('Not yet');
    expect(writeValue({ kind: 'number', from: 0, to: 5 }, 3, english)).toBe('3');
    expect(writeValue({ kind: 'date' }, '2027-01-04', english)).toBe('Monday 4 January');
    expect(writeValue({ kind: 'time' }, '06:30', english)).toBe('6:30 am');
    const words = { kind: 'text', max: 40, coded: 'my_step' } as const;
    expect(writeValue(words, 'sweep\nthe “yard” 🙏🏾', english)).toBe('sweep the "yard"');
  });

  test('is as it is stored where the language has no format', () => {
    const plain = { format: undefined, labels: {} };
    expect(writeValue({ kind: 'date' }, '2027-01-04', plain)).toBe('2027-01-04');
    expect(writeValue(['constructor'], 'constructor', plain)).toBe('constructor');
  });

  test('is never longer than the longest, in any language', () => {
    for (const [language, format] of formats) {
      const writing = { format, labels };
      const room = (field: Parameters<typeof longestValue>[0]) =>
        ussdUnits(longestValue(field, writing));
      const first = Temporal.PlainDate.from('2027-01-01');
      for (let day = 0; day < 800; day += 1) {
        const date = first.add({ days: day }).toString();
        const told = ussdUnits(writeValue({ kind: 'date' }, date, writing));
        expect(told, `${language} ${date}`).toBeLessThanOrEqual(room({ kind: 'date' }));
      }
      for (let minute = 0; minute < 1_440; minute += 7) {
        const time = Temporal.PlainTime.from('00:00').add({ minutes: minute }).toString();
        const told = ussdUnits(writeValue({ kind: 'time' }, time.slice(0, 5), writing));
        expect(told, `${language} ${time}`).toBeLessThanOrEqual(room({ kind: 'time' }));
      }
    }
  });

  test('the longest has the letters that cost most', () => {
    expect(longestValue(['done', 'not_yet'], english)).toBe('Not yet');
    expect(longestValue({ kind: 'number', from: -10, to: 5 }, english)).toBe('-10');
    expect(longestValue({ kind: 'text', max: 12, coded: 'mine' }, english)).toHaveLength(12);
    const spanish = longestValue({ kind: 'date' }, { format: formatOf(formats, 'es'), labels });
    expect(spanish).toContain('á');
    expect(spanish.length).toBeGreaterThanOrEqual('miércoles 29 de setiembre'.length);
  });
});
