import { expect, test, vi } from 'vitest';
import { forCounsellor } from '../../src/engine/for-counsellor.ts';
import * as open from '../../src/engine/open-release.ts';
import type { Setting } from '../../src/engine/setting.ts';
import type { Situation } from '../../src/engine/situation.ts';

vi.mock('../../src/engine/open-release.ts', { spy: true });

type Phone = {
  /** Numbers of her prompts, and how many of them wait. */
  numbers?: number[];
  /** Those about a group that wait. */
  group?: number[];
  waits?: number;
  asks?: string | null;
  /** A question of her own is open; `digits`: it asks for a number, date or time. */
  own?: 'no' | 'choice' | 'digits';
  stopped?: boolean;
  role?: boolean;
};

function taken(text: string, phone: Phone) {
  const { numbers = [10, 12], waits = 2, asks = null, own = 'no', group = [] } = phone;
  vi.mocked(open.asksForDigits).mockReturnValue(own === 'digits');
  const place = { id: 'her', state: 'active', open: waits, numbers, groupNumbers: group, asks };
  const row = { counsellor: phone.role === false ? null : place };
  const standing = own === 'no' ? undefined : {};
  const situation = { row, stopped: phone.stopped ?? false, open: standing };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- All that the rule reads of them.
  const found = forCounsellor({} as Setting, situation as unknown as Situation, text);
  if (found === undefined) return 'member';
  return found.kind === 'own' ? `own ${found.text}` : found.digits;
}

test.each<[string, Phone, string]>([
  ['121', {}, '121'],
  ['12 1', {}, '121'],
  ['12-1', {}, '121'],
  ['12', {}, '12'],
  // A number that she was never given is answered too: a mistyped code is not a word to a flow.
  ['551', {}, '551'],
  ['1', {}, '1'],
  ['1', { waits: 0 }, 'member'],
  ['9', {}, 'member'],
  ['0', {}, 'member'],
  ['88', {}, 'member'],
  ['99', {}, 'member'],
  ['yes', {}, 'member'],
  ['12 people', {}, 'member'],
  // A question of her own: a digit for both is for none, and 01 is her own.
  ['1', { own: 'choice' }, '1'],
  ['01', { own: 'choice' }, 'own 1'],
  ['121', { own: 'choice' }, '121'],
  // One that asks for a date, a time or a number keeps what can be its answer.
  ['3/12', { own: 'digits', numbers: [31] }, 'member'],
  ['3.12', { own: 'digits', numbers: [31] }, 'member'],
  ['10:30', { own: 'digits', numbers: [10, 103] }, 'member'],
  ['250', { own: 'digits' }, 'member'],
  ['12', { own: 'digits' }, 'member'],
  ['121', { own: 'digits' }, '121'],
  // Her PIN, just asked for.
  ['4821', { asks: 'pin', own: 'digits' }, '4821'],
  // Of a group: heads, a PIN behind a yes, a vote, while a question of hers takes digits.
  ['1214', { own: 'digits' }, 'member'],
  ['1214', { own: 'digits', group: [12] }, '1214'],
  ['1317031', { own: 'digits', group: [13] }, '1317031'],
  ['12563', { own: 'digits', group: [12] }, '12563'],
  // Times as texts write them.
  ['122 14:00', { group: [12] }, '1221400'],
  ['122 9:30', { group: [12] }, '1220930'],
  ['126 3/12 14:00', { group: [12] }, '12603121400'],
  ['126 3/12 14:00', { own: 'choice', group: [12] }, '12603121400'],
  ['122 14:00', {}, 'member'],
  // A code to join a group, of somebody who works here, while its question is open.
  ['4829173056', { own: 'choice' }, 'member'],
  ['0829173056', { own: 'choice' }, 'member'],
  ['4829173056', {}, '4829173056'],
  ['121', { stopped: true }, 'member'],
  ['121', { role: false }, 'member'],
])('%s on a phone %j is %s', (text, phone, expected) => {
  expect(taken(text, phone)).toBe(expected);
});
