import { describe, expect, test } from 'vitest';
import { ownPin, programmeVariables } from '../../src/conversation/programme-variables.ts';
import { smsSize } from '../../src/conversation/gsm7.ts';
import { writeHours } from '../../src/conversation/write-hours.ts';
import { type ContactHours, WEEKDAYS } from '../../src/flow/programme-times.ts';
import { loadProgrammes } from '../../src/store/word-files.ts';
import { formatOf, shippedFormats } from './shipped-formats.ts';

const formats = await shippedFormats();
const hoursOn = (days: ContactHours['days']) => ({ from: '08:00', to: '17:00', days });
const daysOf = (...days: number[]) => WEEKDAYS.filter((_, day) => days.includes(day));

describe('hours of a week', () => {
  test.each([
    ['en', 'Mon-Fri 08:00-17:00'],
    ['sn', 'Muv-Chs 08:00-17:00'],
    ['nd', 'Mvu-Sih 08:00-17:00'],
    ['sw', "J'tatu-Iju 08:00-17:00"],
    ['pt', 'seg-sex 08:00-17:00'],
    ['es', 'lun-vie 08:00-17:00'],
    ['fr', 'lun-ven 08:00-17:00'],
    ['gu', 'સોમ-શુક્ર 08:00-17:00'],
  ])('in %s have their days, shortly: %s', (language, told) => {
    const hours = hoursOn(daysOf(0, 1, 2, 3, 4));
    expect(writeHours(hours, formatOf(formats, language))).toBe(told);
  });

  test.each([
    [daysOf(0, 1, 2, 3, 4, 5, 6), ''],
    [daysOf(2), 'Wed '],
    [daysOf(5, 6), 'Sat, Sun '],
    [daysOf(0, 2, 4), 'Mon, Wed, Fri '],
    [daysOf(0, 1, 2, 5), 'Mon-Wed, Sat '],
    [daysOf(0, 1, 2, 3, 6), 'Sun-Thu '],
    [daysOf(0, 2, 6), 'Wed, Sun, Mon '],
    [['fri', 'mon', 'thu', 'wed', 'tue'] as const, 'Mon-Fri '],
  ])(
    'name runs of days, over the end of a week too; every day goes without saying',
    (days, said) => {
      expect(writeHours(hoursOn([...days]), formatOf(formats, 'en'))).toBe(`${said}08:00-17:00`);
    },
  );

  test('are told of a programme, as every text that names them', async () => {
    const loaded = await loadProgrammes('test/flows');
    const programme = loaded.ok ? loaded.value.get('demo-kenya') : undefined;
    if (programme === undefined) throw new Error('the tests have a programme of Kenya');
    const known = {
      formats,
      helplines: new Map(),
      watched: new Set<string>(),
      today: '2027-01-04',
    };
    const told = (language: string) =>
      programmeVariables(programme, known, { language, flow: 'menu' })['duty_hours'];
    expect(told('sw')).toBe("J'tatu-Iju 08:00-17:00");
    expect(told('xx')).toBe('08:00-17:00');
  });

  test('say that words of danger are not read, until their list is signed in that language', async () => {
    const loaded = await loadProgrammes('test/flows');
    const programme = loaded.ok ? loaded.value.get('demo-kenya') : undefined;
    if (programme === undefined) throw new Error('the tests have a programme of Kenya');
    const known = { formats, helplines: new Map(), watched: new Set(['en']), today: '2027-01-04' };
    const told = (language: string) =>
      programmeVariables(programme, known, { language, flow: 'menu' })['unwatched'];
    expect(told('en')).toBe('');
    expect(told('sw')).toBe('Maneno hayasomwi:');
  });

  test('say how a PIN is chosen only where there is a code to dial and a part that it opens', () => {
    const format = formatOf(formats, 'en');
    const told = (serviceCode: string | undefined, own: string | undefined) =>
      ownPin(
        { serviceCode, flows: { home: 'menu', join: 'welcome', private: own, others: [] } },
        format,
      );
    expect(told('*384*4040#', 'private')).toBe('For a PIN of your own, dial *384*4040#.');
    expect([told(undefined, 'private'), told('*384*4040#', undefined)]).toEqual(['', '']);
  });

  test('have short names that differ, and are as short as that', () => {
    for (const [language, { weekdays_short: names }] of formats) {
      expect(new Set(names).size, language).toBe(7);
      const told = writeHours(hoursOn(daysOf(0, 1, 3, 5)), formatOf(formats, language));
      expect(smsSize(told).units, language).toBeLessThanOrEqual(42);
    }
  });
});
