import { describe, expect, test } from 'vitest';
import { writeMoment, writeSpan } from '../../src/conversation/write-moment.ts';
import { type CallWish, callWindow } from '../../src/flow/call-window.ts';
import type { DutyTimes } from '../../src/flow/duty-hours.ts';

const times = (timeZone: string, from = '08:00', to = '17:00'): DutyTimes => ({
  timeZone,
  escalation: { duty: { from, to, days: ['mon', 'tue', 'wed', 'thu', 'fri'] } },
});
const format = { weekdays_short: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] };

/** The window as a member reads it. */
function told(zone: DutyTimes, wish: CallWish, now: string): string {
  const at = new Date(now);
  return writeSpan(callWindow(zone, wish, at), at, { timeZone: zone.timeZone, format });
}

describe('the time that a member chose for a call', () => {
  const nairobi = times('Africa/Nairobi');
  const cases: [CallWish, string, string, string][] = [
    // In Nairobi, three hours ahead of UTC.
    ['morning', '2026-11-23T05:10:00Z', '08:15-12:00', 'what is left of this morning'],
    ['morning', '2026-11-23T08:20:00Z', 'Tue 08:00-12:00', 'too little of it is left'],
    ['afternoon', '2026-11-23T05:10:00Z', '12:00-17:00', 'this afternoon'],
    ['afternoon', '2026-11-23T13:30:00Z', 'Tue 12:00-17:00', 'too late for today'],
    ['another_day', '2026-11-23T05:10:00Z', 'Tue 08:00-17:00', 'not today'],
    ['another_day', '2026-11-27T05:10:00Z', 'Mon 08:00-17:00', 'on a Friday the Monday'],
    ['morning', '2026-11-28T09:00:00Z', 'Mon 08:00-12:00', 'on a Saturday the Monday'],
    [
      'another_day',
      '2026-11-22T21:01:00Z',
      'Tue 08:00-17:00',
      'at midnight of Monday it is Monday',
    ],
  ];
  test.each(cases)('%s at %s is %s: %s', (wish, now, expected) => {
    expect(told(nairobi, wish, now)).toBe(expected);
  });

  test('where duty has no morning it is the next duty there is', () => {
    const late = times('America/Lima', '13:00', '17:00');
    expect(told(late, 'morning', '2026-11-23T12:00:00Z')).toBe('13:00-17:00');
  });

  test('on the days when clocks change it is the time that the clock on the wall shows', () => {
    const london = { ...times('Europe/London'), timeZone: 'Europe/London' };
    expect(told(london, 'morning', '2027-03-28T12:00:00Z')).toBe('Mon 08:00-12:00');
    expect(callWindow(london, 'morning', new Date('2027-03-28T12:00:00Z')).from).toEqual(
      new Date('2027-03-29T07:00:00Z'),
    );
  });

  test('a moment of another day names its day, and without a format its date', () => {
    const now = new Date('2026-11-23T05:00:00Z');
    const later = new Date('2026-11-24T05:30:00Z');
    const there = { timeZone: 'Africa/Nairobi', format };
    expect(writeMoment(now, now, there)).toBe('08:00');
    expect(writeMoment(later, now, there)).toBe('Tue 08:30');
    expect(writeMoment(later, now, { ...there, format: undefined })).toBe('2026-11-24 08:30');
  });
});
