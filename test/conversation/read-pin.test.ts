import { expect, test } from 'vitest';
import { pinDigits, readPin } from '../../src/conversation/read-pin.ts';

const GOOD = ['4826', '5093', '70315', '283946', '8052', '19384', '2180'];
const EASY = ['0000', '1111', '777777', '1234', '4321', '123456', '7890', '2345', '0987'];
const TRIED_FIRST = ['1984', '2001', '1212', '6969', '123123', '4747', '2580', '0852', '121212'];
const NONE = ['', '1', '123', '1234567', '48 26', '48a6', 'abcd', '4826.', '-4826'];

test.each(GOOD)('%s is a PIN', (pin) => {
  expect(readPin(pin)).toBe(pin);
});

test.each([...EASY, ...TRIED_FIRST])('%s is tried first by others, and is not taken', (pin) => {
  expect(readPin(pin)).toBeUndefined();
  expect(pinDigits(pin)).toBe(pin);
});

test.each(NONE)('"%s" has not four to six digits', (text) => {
  expect(readPin(text)).toBeUndefined();
  expect(pinDigits(text)).toBeUndefined();
});

test('few of all PINs are refused, so that there is enough to choose from', () => {
  const all = Array.from({ length: 10_000 }, (_, n) => String(n).padStart(4, '0'));
  const good = all.filter((pin) => readPin(pin) !== undefined);
  expect(good.length).toBeGreaterThan(9_600);
});
