import { expect, test } from 'vitest';
import { typedTime } from '../../src/groups/typed-time.ts';

const now = new Date('2026-11-24T06:00:00Z');
const known = { startsAt: new Date('2026-11-26T11:00:00Z'), now, timeZone: 'Africa/Nairobi' };

test.each([
  ['14.30', '2026-11-26T11:30'],
  ['1430', '2026-11-26T11:30'],
  ['9:30', '2026-11-26T06:30'],
  ['03121400', '2026-12-03T11:00'],
  ['3.12 14.00', '2026-12-03T11:00'],
  // As the texts of the service write it.
  ['3/12 14:00', '2026-12-03T11:00'],
  ['13/12 9:00', '2026-12-13T06:00'],
  ['1/1 9:00', '2027-01-01T06:00'],
])('%s is a time', (typed, at) => {
  expect(typedTime(typed, known)?.toISOString().slice(0, 16)).toBe(at);
});

test.each(['25:00', '31/2 14:00', 'tomorrow', '3/12', '', '14', '99/12 14:00'])(
  '%s is none',
  (typed) => {
    expect(typedTime(typed, known)).toBeUndefined();
  },
);
