import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { contactOpening, dayIsOpen } from '../../src/flow/contact-hours.ts';
import { TextingHours, WEEKDAYS } from '../../src/flow/programme-times.ts';

const usual = { from: '08:00', to: '19:00', days: [...WEEKDAYS] };
const fridayPrayer = {
  ...usual,
  without: [{ from: '12:00', to: '14:00', days: ['fri' as const] }],
};
const at = (timeZone: string, contactHours: TextingHours, now: string) =>
  contactOpening({ timeZone, contactHours }, new Date(now));
const opensAt = (instant: string) => ({ open: false, opensAt: new Date(instant) });

describe('a pause within the hours', () => {
  // Fridays at noon there; Casablanca an hour earlier by UTC outside Ramadan (2026-02-15 to 03-22).
  test.each([
    ['Africa/Cairo', '2027-01-08T10:00:00Z', '2027-01-08T12:00:00Z'],
    ['Africa/Cairo', '2027-05-07T09:00:00Z', '2027-05-07T11:00:00Z'],
    ['Africa/Casablanca', '2026-02-20T12:00:00Z', '2026-02-20T14:00:00Z'],
    ['Africa/Casablanca', '2026-03-27T11:00:00Z', '2026-03-27T13:00:00Z'],
    ['Asia/Kolkata', '2027-01-08T06:30:00Z', '2027-01-08T08:30:00Z'],
    ['Africa/Nairobi', '2027-01-08T09:00:00Z', '2027-01-08T11:00:00Z'],
  ])('in %s closes them from %s to %s, on its day alone', (timeZone, from, to) => {
    const shifted = (instant: string, ms: number) =>
      new Date(new Date(instant).getTime() + ms).toISOString();
    expect(at(timeZone, fridayPrayer, shifted(from, -1))).toEqual({ open: true });
    expect(at(timeZone, fridayPrayer, from)).toEqual(opensAt(to));
    expect(at(timeZone, fridayPrayer, shifted(to, -1))).toEqual(opensAt(to));
    expect(at(timeZone, fridayPrayer, to)).toEqual({ open: true });
    expect(at(timeZone, fridayPrayer, shifted(from, 24 * 3_600_000))).toEqual({ open: true });
  });

  test('that begins or ends the day moves the opening or the closing', () => {
    const without = [
      { from: '06:00', to: '09:00' },
      { from: '18:00', to: '20:00' },
    ];
    const hours = { ...usual, without };
    expect(at('Africa/Harare', hours, '2027-01-04T06:30:00Z')).toEqual(
      opensAt('2027-01-04T07:00:00Z'),
    );
    expect(at('Africa/Harare', hours, '2027-01-04T16:30:00Z')).toEqual(
      opensAt('2027-01-05T07:00:00Z'),
    );
  });

  test('that a change of clocks makes happen twice is kept both times', () => {
    // 2027-10-31 in London: 01:00 to 02:00 comes at 00:00Z and again at 01:00Z.
    const hours = {
      from: '00:30',
      to: '05:00',
      days: [...WEEKDAYS],
      without: [{ from: '01:15', to: '01:45' }],
    };
    expect(at('Europe/London', hours, '2027-10-31T00:10:00Z').open).toBe(true);
    for (const now of ['2027-10-31T00:20:00Z', '2027-10-31T00:50:00Z', '2027-10-31T01:40:00Z'])
      expect(at('Europe/London', hours, now)).toEqual(opensAt('2027-10-31T01:45:00Z'));
  });

  test('holds for hours of a member\u2019s own: the gate is told that the day is closed then', () => {
    const times = { timeZone: 'Africa/Cairo', contactHours: fridayPrayer };
    expect(dayIsOpen(times, new Date('2027-01-08T09:59:00Z'))).toBe(true);
    expect(dayIsOpen(times, new Date('2027-01-08T10:30:00Z'))).toBe(false);
    expect(dayIsOpen(times, new Date('2027-01-09T10:30:00Z'))).toBe(true);
    // An early or a late hour of her own is no pause.
    expect(dayIsOpen(times, new Date('2027-01-08T04:00:00Z'))).toBe(true);
    expect(dayIsOpen(times, new Date('2027-01-08T20:00:00Z'))).toBe(true);
  });

  test('leaves own hours that lie within it closed, and never breaks', () => {
    const hours = { ...fridayPrayer, from: '12:30', to: '13:30', days: ['fri' as const] };
    const now = new Date('2027-01-08T09:00:00Z');
    const opening = contactOpening({ timeZone: 'Africa/Cairo', contactHours: hours }, now);
    expect(opening.open).toBe(false);
  });

  test('with any others: open means outside all of them, closed names an instant that is open', () => {
    const time = fc.integer({ min: 0, max: 23 * 60 + 59 }).map(clock);
    const pause = fc
      .tuple(time, time)
      .filter(([from, to]) => from < to)
      .map(([from, to]) => ({ from, to }));
    const zone = fc.constantFrom(
      'Africa/Cairo',
      'Africa/Casablanca',
      'Europe/London',
      'America/Lima',
    );
    fc.assert(
      fc.property(
        fc.array(pause, { minLength: 1, maxLength: 4 }),
        zone,
        fc.integer({ min: Date.UTC(2026, 0), max: Date.UTC(2028, 0) }),
        (without, timeZone, nowMs) => {
          const contactHours = { ...usual, without };
          const parsed = TextingHours.safeParse(contactHours);
          if (!parsed.success) return;
          const programme = { timeZone, contactHours: parsed.data };
          const opening = contactOpening(programme, new Date(nowMs));
          const instant = opening.open ? nowMs : opening.opensAt.getTime();
          const there =
            Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(timeZone);
          const shown = there.toPlainTime().toString({ smallestUnit: 'minute' });
          expect(shown >= '08:00' && shown < '19:00').toBe(true);
          for (const { from, to } of without) expect(shown >= from && shown < to).toBe(false);
          expect(instant).toBeGreaterThanOrEqual(nowMs);
          expect(contactOpening(programme, new Date(instant))).toEqual({ open: true });
        },
      ),
    );
  });
});

test.each([
  [{ without: [] }, 'without'],
  [{ without: [{ from: '14:00', to: '12:00' }] }, 'to'],
  [{ without: [{ from: '07:00', to: '20:00' }] }, 'without'],
  [
    {
      without: [
        { from: '08:00', to: '12:00' },
        { from: '12:00', to: '19:00', days: ['fri'] },
      ],
    },
    'without',
  ],
  [{ without: [{ from: '12:00', to: '13:00', days: ['friday'] }] }, '0'],
])('%j is refused at `%s`', (change, path) => {
  const parsed = TextingHours.safeParse({ ...usual, ...change });
  expect(parsed.success).toBe(false);
  expect(parsed.error?.issues.map((issue) => issue.path.map(String)).flat()).toContain(path);
});

function clock(minutes: number): string {
  const two = (number: number) => String(number).padStart(2, '0');
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}
