import { describe, expect, test } from 'vitest';
import { nextAt, reminderMoment } from '../../src/engine/reminder-moment.ts';
import { WEEKDAYS } from '../../src/flow/programme-times.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const NAIROBI = {
  timeZone: 'Africa/Nairobi',
  contactHours: { from: '08:00', to: '19:00', days: [...WEEKDAYS] },
};
const LIMA_WEEKDAYS = {
  timeZone: 'America/Lima',
  contactHours: { from: '08:00', to: '18:00', days: WEEKDAYS.slice(0, 5) },
};
const LONDON = { ...NAIROBI, timeZone: 'Europe/London' };
/** Monday noon in Nairobi. */
const NOON = new Date('2026-11-23T09:00:00Z');

type Asked = { date?: string; time?: string; earlierMs?: number };
type Where = { programme?: typeof NAIROBI; own?: { from: string; to: string }; now?: Date };

function moment(
  { earlierMs = 0, ...asked }: Asked,
  { programme = NAIROBI, own, now = NOON }: Where = {},
) {
  const found = reminderMoment({ ...asked, earlierMs }, { programme, own, now });
  if (found === undefined) return undefined;
  return found.chosenUntil === null ? iso(found.dueAt) : `${iso(found.dueAt)} chosen`;
}
const iso = (date: Date) => date.toISOString().slice(0, 16);

describe('a reminder', () => {
  test.each<[string, Asked, string | undefined]>([
    ['at the time she chose', { date: '2026-11-25', time: '15:30' }, '2026-11-25T12:30 chosen'],
    [
      'at a time outside the hours',
      { date: '2026-11-25', time: '05:30' },
      '2026-11-25T02:30 chosen',
    ],
    ['on a date without a time, when hours open', { date: '2026-11-25' }, '2026-11-25T05:00'],
    ['at a time without a date, today', { time: '15:30' }, '2026-11-23T12:30 chosen'],
    ['at a time without a date that is over today', { time: '06:00' }, '2026-11-24T03:00 chosen'],
    ['with neither, when hours open next', {}, '2026-11-24T05:00'],
    ['a day earlier', { date: '2026-11-25', time: '15:30', earlierMs: DAY_MS }, '2026-11-24T12:30'],
    [
      'a day earlier, outside the hours: when they open, before it',
      { date: '2026-11-26', time: '06:00', earlierMs: DAY_MS },
      '2026-11-25T05:00',
    ],
    [
      'an hour earlier, before the hours: in the last hour of the evening before',
      { date: '2026-11-26', time: '07:00', earlierMs: HOUR_MS },
      '2026-11-25T15:00',
    ],
    [
      'whose moment has passed: when hours open on its day',
      { date: '2026-11-24', time: '10:00', earlierMs: DAY_MS },
      '2026-11-24T05:00',
    ],
    [
      'whose moment has passed, of today: in two hours',
      { date: '2026-11-23', time: '16:00', earlierMs: DAY_MS },
      '2026-11-23T11:00',
    ],
    ['of today, without a time: in two hours', { date: '2026-11-23' }, '2026-11-23T11:00'],
    [
      'of something too soon: none',
      { date: '2026-11-23', time: '13:00', earlierMs: DAY_MS },
      undefined,
    ],
    ['of something past: none', { date: '2026-11-23', time: '09:00' }, undefined],
    ['of a day that is over: none', { date: '2026-11-20' }, undefined],
  ])('%s', (_, asked, expected) => {
    expect(moment(asked)).toBe(expected);
  });

  test('keeps to hours of her own, at a time that she chose as well', () => {
    const own = { from: '09:00', to: '11:00' };
    expect(moment({ date: '2026-11-25', time: '10:00' }, { own })).toBe('2026-11-25T07:00 chosen');
    expect(moment({ date: '2026-11-25', time: '14:00' }, { own })).toBe('2026-11-25T07:00');
    expect(moment({ date: '2026-11-25' }, { own })).toBe('2026-11-25T06:00');
  });

  test('comes on a day of the programme', () => {
    const where = { programme: LIMA_WEEKDAYS, now: new Date('2026-11-26T15:00:00Z') };
    const monday = { date: '2026-11-30', time: '09:00', earlierMs: DAY_MS };
    expect(moment(monday, where)).toBe('2026-11-30T13:00');
    expect(moment({ ...monday, time: '08:00' }, where)).toBe('2026-11-27T22:00');
  });

  test.each([
    ['on the day that clocks go back', '2026-10-25', '10:00', '2026-10-25T10:00 chosen'],
    ['on the day before', '2026-10-24', '10:00', '2026-10-24T09:00 chosen'],
    ['in the hour that clocks leave out', '2027-03-28', '01:30', '2027-03-28T01:30 chosen'],
    ['in the hour that comes twice: the first', '2026-10-25', '01:30', '2026-10-25T00:30 chosen'],
  ])('keeps the clock of the place %s', (_, date, time, expected) => {
    const where = { programme: LONDON, now: new Date('2026-10-20T09:00:00Z') };
    expect(moment({ date, time }, where)).toBe(expected);
  });

  test('a day earlier is the same time of the clock, though the clocks change between', () => {
    const where = { programme: LONDON, now: new Date('2026-10-20T09:00:00Z') };
    const asked = { date: '2026-10-25', time: '10:00', earlierMs: DAY_MS };
    expect(moment(asked, where)).toBe('2026-10-24T09:00');
  });

  test('is never in the past, wherever and whenever it is asked for', () => {
    const times = [undefined, '00:00', '05:30', '08:00', '12:00', '18:59', '23:59'];
    const dates = [undefined, '2026-11-22', '2026-11-23', '2026-11-24', '2026-11-29'];
    for (const programme of [NAIROBI, LIMA_WEEKDAYS, LONDON])
      for (const own of [undefined, { from: '06:00', to: '07:00' }])
        for (let hour = 0; hour < 48; hour += 5)
          for (const date of dates)
            for (const time of times)
              for (const earlierMs of [0, HOUR_MS, DAY_MS]) {
                const now = new Date(NOON.getTime() + hour * HOUR_MS);
                const found = reminderMoment({ date, time, earlierMs }, { programme, own, now });
                if (found !== undefined)
                  expect(found.dueAt.getTime()).toBeGreaterThan(now.getTime());
              }
  });
});

test('a time of day comes next today or tomorrow, by the clock of the place', () => {
  expect(iso(nextAt('12:00', 'Africa/Nairobi', NOON))).toBe('2026-11-23T09:00');
  expect(iso(nextAt('11:59', 'Africa/Nairobi', NOON))).toBe('2026-11-24T08:59');
});
