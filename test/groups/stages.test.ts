import { describe, expect, test } from 'vitest';
import { dueTimes, isWorth, look, STAGES } from '../../src/groups/stages.ts';

const startsAt = new Date('2026-11-24T11:00:00Z');
const times = {
  startsAt,
  reminds: [
    { days: 1, at: '16:00' },
    { days: 0, at: '09:00' },
  ],
  timeZone: 'Africa/Nairobi',
};

describe('what is due about a meeting', () => {
  test('comes in this order, at the hours that the group chose', () => {
    const due = dueTimes(times);
    expect(
      Object.fromEntries(
        Object.entries(due).map(([stage, at]) => [stage, at.toISOString().slice(5, 16)]),
      ),
    ).toEqual({
      plan: '11-22T13:00',
      ask: '11-23T13:00',
      again: '11-24T06:00',
      count: '11-24T09:00',
      heads: '11-24T15:00',
      over: '11-24T17:00',
      forget: '11-27T11:00',
    });
    const inOrder = STAGES.map((stage) => due[stage].getTime());
    expect(inOrder).toEqual(inOrder.toSorted((a, b) => a - b));
  });

  test('is done one after the other, and then nothing is', () => {
    const now = new Date('2026-11-23T13:00:00Z');
    expect(look(times, 0, now).stage).toBe('plan');
    expect(look(times, 1, now).stage).toBe('ask');
    expect(look(times, 2, now)).toEqual({
      stage: undefined,
      dueAt: new Date('2026-11-24T06:00:00Z'),
    });
    expect(look(times, STAGES.length, now)).toEqual({ stage: undefined, dueAt: undefined });
  });

  test('nobody is asked once it has begun; a meeting moved to before its reminder is asked about all the same', () => {
    expect(isWorth('ask', startsAt, startsAt)).toBe(false);
    expect(isWorth('heads', startsAt, new Date('2026-11-24T15:00:00Z'))).toBe(true);
    const early = { ...times, startsAt: new Date('2026-11-24T05:00:00Z') };
    expect(dueTimes(early).again < early.startsAt).toBe(true);
  });
});
