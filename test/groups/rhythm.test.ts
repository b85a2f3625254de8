import { describe, expect, test } from 'vitest';
import { WEEKDAYS } from '../../src/flow/programme-times.ts';
import {
  type Holidays,
  meetingInstant,
  nextMeetingDay,
  type Rhythm,
} from '../../src/groups/rhythm.ts';

const NONE: Holidays = { days: new Set(), onHoliday: 'skip' };

function days(rhythm: Rhythm, after: string, count: number, holidays: Holidays = NONE): string[] {
  const found: string[] = [];
  for (let last = after; found.length < count;) {
    const next = nextMeetingDay(rhythm, last, holidays);
    if (next === undefined) break;
    found.push(next.on);
    last = next.day;
  }
  return found;
}

const MONTHLY = { every: 'months', months: 1, from: '2026-11-01' } as const;

describe('a rhythm [req G1]', () => {
  test.each<[string, Rhythm, string, string[]]>([
    [
      'weekly',
      { every: 'weeks', weeks: 1, from: '2026-11-24' },
      '2026-11-22',
      ['2026-11-24', '2026-12-01', '2026-12-08'],
    ],
    [
      'every second week, from a day in the past',
      { every: 'weeks', weeks: 2, from: '2026-01-06' },
      '2026-11-22',
      ['2026-11-24', '2026-12-08', '2026-12-22'],
    ],
    [
      'every six weeks',
      { every: 'weeks', weeks: 6, from: '2026-11-24' },
      '2026-11-24',
      ['2027-01-05', '2027-02-16'],
    ],
    [
      'on the day itself the next one counts',
      { every: 'weeks', weeks: 1, from: '2026-11-24' },
      '2026-11-24',
      ['2026-12-01'],
    ],
    [
      'the first Saturday',
      { ...MONTHLY, nth: 1, weekday: 'sat' },
      '2026-11-07',
      ['2026-12-05', '2027-01-02', '2027-02-06'],
    ],
    [
      'the last Friday',
      { ...MONTHLY, nth: 5, weekday: 'fri' },
      '2026-11-22',
      ['2026-11-27', '2026-12-25', '2027-01-29'],
    ],
    [
      'the fourth Thursday through a leap February',
      { ...MONTHLY, nth: 4, weekday: 'thu' },
      '2028-01-31',
      ['2028-02-24', '2028-03-23'],
    ],
    [
      'every third month',
      { ...MONTHLY, months: 3, nth: 2, weekday: 'mon' },
      '2026-11-22',
      ['2027-02-08', '2027-05-10'],
    ],
    [
      'once a year',
      { ...MONTHLY, months: 12, nth: 1, weekday: 'sat' },
      '2026-11-22',
      ['2027-11-06', '2028-11-04'],
    ],
    [
      'a first month that lies ahead',
      { ...MONTHLY, from: '2027-02-10', nth: 1, weekday: 'sat' },
      '2026-11-22',
      ['2027-03-06'],
    ],
    [
      'a list of dates, in whatever order',
      { every: 'dates', dates: ['2027-03-01', '2026-12-01'] },
      '2026-11-22',
      ['2026-12-01', '2027-03-01'],
    ],
  ])('%s', (_, rhythm, after, expected) => {
    expect(days(rhythm, after, expected.length)).toEqual(expected);
  });

  test('ends with a list of dates', () => {
    expect(days({ every: 'dates', dates: ['2026-12-01'] }, '2026-11-22', 5)).toEqual([
      '2026-12-01',
    ]);
  });

  test('leaves a holiday out, or meets on the next day that is none', () => {
    const weekly = { every: 'weeks', weeks: 1, from: '2026-12-18' } as const;
    const feast = new Set(['2026-12-25', '2026-12-26']);
    expect(days(weekly, '2026-12-18', 2, { days: feast, onHoliday: 'skip' })).toEqual([
      '2027-01-01',
      '2027-01-08',
    ]);
    expect(nextMeetingDay(weekly, '2026-12-18', { days: feast, onHoliday: 'later' })).toEqual({
      day: '2026-12-25',
      on: '2026-12-27',
    });
  });

  test('a list of holidays without an end moves nothing for ever', () => {
    const all = new Set(
      Array.from({ length: 800 }, (_, n) =>
        Temporal.PlainDate.from('2026-11-22').add({ days: n }).toString(),
      ),
    );
    const weekly = { every: 'weeks', weeks: 1, from: '2026-11-24' } as const;
    expect(nextMeetingDay(weekly, '2026-11-22', { days: all, onHoliday: 'later' })).toBeUndefined();
  });

  test('keeps the hour of the place through a change of clocks', () => {
    expect(meetingInstant('2027-03-27', '14:00', 'Africa/Cairo').toISOString()).toBe(
      '2027-03-27T12:00:00.000Z',
    );
    expect(meetingInstant('2027-07-03', '14:00', 'Africa/Cairo').toISOString()).toBe(
      '2027-07-03T11:00:00.000Z',
    );
  });

  test('every weekday of every month rhythm comes in order, on its weekday, in each month that it names', () => {
    for (const [index, weekday] of WEEKDAYS.entries())
      for (const nth of [1, 2, 3, 4, 5])
        for (const months of [1, 2, 3, 6, 12]) {
          const rhythm = { every: 'months', months, nth, weekday, from: '2026-11-01' } as const;
          const found = days(rhythm, '2026-10-31', 30).map((day) => Temporal.PlainDate.from(day));
          expect(found).toHaveLength(30);
          for (const [at, day] of found.entries()) {
            expect(day.dayOfWeek).toBe(index + 1);
            const month = Temporal.PlainYearMonth.from('2026-11').add({ months: at * months });
            expect(day.toPlainYearMonth().equals(month)).toBe(true);
          }
        }
  });
});
