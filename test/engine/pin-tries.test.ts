import { describe, expect, test } from 'vitest';
import { afterTry, mayTry, type PinTries, TRIES_MAX } from '../../src/engine/pin-tries.ts';

const START = new Date('2027-01-04T08:00:00Z');
const MINUTE_MS = 60_000;
const DAYS = 30;
const GUESSES = 10_000;
/** PINs of four digits; those that are easily guessed are not taken. */
const PINS = 10_000;

type Policy = Pick<typeof POLICY, 'mayTry' | 'afterTry'>;
const POLICY = { mayTry, afterTry };

/** How many of 10,000 guesses, evenly over 30 days, are looked at. */
function lookedAt({ mayTry: may, afterTry: after }: Policy): number {
  let state: PinTries = { tries: 0, waitUntil: null };
  let count = 0;
  for (let guess = 0; guess < GUESSES; guess += 1) {
    const now = new Date(START.getTime() + (guess * DAYS * 24 * 60 * MINUTE_MS) / GUESSES);
    if (!may(state, now)) continue;
    count += 1;
    state = after(state, false, now);
  }
  return count;
}

/** Whether somebody who guesses without end finds a PIN of four digits with a chance below one in 200. */
const isSafe = (policy: Policy) => lookedAt(policy) / PINS < 1 / 200;

describe('guessing a PIN [rel R6]', () => {
  test('10,000 guesses in 30 days: fewer than 50 are looked at', () => {
    expect(lookedAt(POLICY)).toBeLessThan(50);
    expect(lookedAt(POLICY)).toBeGreaterThan(TRIES_MAX);
    expect(isSafe(POLICY)).toBe(true);
  });

  test('a policy without a wait, or whose wait does not grow, is found out', () => {
    expect(isSafe({ ...POLICY, mayTry: () => true })).toBe(false);
    const steady = (state: PinTries, wasRight: boolean, now: Date) =>
      afterTry({ ...state, tries: Math.min(state.tries, TRIES_MAX - 1) }, wasRight, now);
    expect(isSafe({ ...POLICY, afterTry: steady })).toBe(false);
    const anew = (state: PinTries, wasRight: boolean, now: Date) =>
      afterTry(state.tries >= TRIES_MAX ? { tries: 0, waitUntil: null } : state, wasRight, now);
    expect(isSafe({ ...POLICY, afterTry: anew })).toBe(false);
  });

  test('the first wait is a quarter of an hour after five, each doubles, none is longer than a day', () => {
    let state: PinTries = { tries: 0, waitUntil: null };
    const waits: number[] = [];
    for (let count = 0; count < 14; count += 1) {
      state = afterTry(state, false, START);
      waits.push(((state.waitUntil ?? START).getTime() - START.getTime()) / MINUTE_MS);
    }
    expect(waits).toEqual([0, 0, 0, 0, 15, 30, 60, 120, 240, 480, 960, 1440, 1440, 1440]);
    expect(afterTry({ tries: 1_000, waitUntil: null }, false, START).waitUntil).not.toBeNull();
  });

  test('a right one begins anew', () => {
    const waited = { tries: 9, waitUntil: START };
    expect(mayTry(waited, START)).toBe(true);
    expect(afterTry(waited, true, START)).toEqual({ tries: 0, waitUntil: null });
  });
});
