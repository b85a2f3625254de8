import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { KEY_BYTES } from '../../src/base/seal.ts';
import { hashPin, isPin } from '../../src/engine/pin-hash.ts';

const owner = { memberId: '0198c0de-0000-7000-8000-000000000001', key: randomBytes(KEY_BYTES) };

test('a PIN is known by its hash to its own member alone, under her own key', async () => {
  const hash = await hashPin('4826', owner);
  expect(await isPin('4826', hash, owner)).toBe(true);
  expect(await isPin('4827', hash, owner)).toBe(false);
  expect(await isPin('4826', hash, { ...owner, key: randomBytes(KEY_BYTES) })).toBe(false);
  expect(await isPin('4826', hash, { ...owner, memberId: owner.memberId.replace('1', '2') })).toBe(
    false,
  );
});

test('the same PIN has another hash each time, and a changed or foreign one is nobody’s', async () => {
  const [one, other] = await Promise.all([hashPin('4826', owner), hashPin('4826', owner)]);
  expect(one.equals(other)).toBe(false);
  expect(one.includes('4826')).toBe(false);
  expect(await isPin('4826', Buffer.concat([Buffer.of(9), one.subarray(1)]), owner)).toBe(false);
  expect(await isPin('4826', Buffer.alloc(3), owner)).toBe(false);
});
