import { expect, test } from 'vitest';
import { dutyDaysWithin } from '../../src/followup/duty-days.ts';

const programme = {
  escalation: {
    duty: {
      from: '08:00',
      to: '17:00',
      days: ['mon' as const, 'tue' as const, 'wed' as const, 'thu' as const, 'fri' as const],
    },
  },
};
/** Two weeks between a Monday and a Tuesday: ten whole days of duty. */
const BETWEEN = { after: '2026-11-23', before: '2026-12-08' };

test.each([
  ['nobody waited: none', [], 0],
  ['somebody waited all the time', [['2026-11-20', '2026-12-09']], 10],
  ['one morning', [['2026-11-25', '2026-11-25']], 1],
  [
    'two at once count once a day',
    [
      ['2026-11-25', '2026-11-26'],
      ['2026-11-26', '2026-11-26'],
    ],
    2,
  ],
  ['a weekend is no duty', [['2026-11-28', '2026-11-29']], 0],
  [
    'the day of the last key and today are not whole',
    [
      ['2026-11-23', '2026-11-23'],
      ['2026-12-08', '2026-12-08'],
    ],
    0,
  ],
  ['over a weekend', [['2026-11-27', '2026-11-30']], 2],
] as const)('days of duty on which an answer was waited for: %s', (_, spans, days) => {
  const written = spans.map(([from, until]) => ({ from, until }));
  expect(dutyDaysWithin(programme, BETWEEN, written)).toBe(days);
});
