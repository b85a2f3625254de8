import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { hashPassword, isPassword } from '../../src/console/sign-in/password-hash.ts';
import { passwordFault, readCommon } from '../../src/console/sign-in/password-rules.ts';

const FILE = join(import.meta.dirname, '..', '..', 'console', 'passwords', 'common.txt');
const common = readCommon(readFileSync(FILE, 'utf8'));
const own = ['Rudo Moyo', 'rudo.moyo', 'demo-kenya', 'Pamoja'];
const fault = (password: string) => passwordFault(password, { common, own });

test.each([
  ['', 'short'],
  ['seven quiet ot', 'short'],
  ['x'.repeat(129), 'long'],
  ['passwordpassword', 'common'],
  ['P@ssw0rd12345678', 'common'],
  ['123456789012345', 'common'],
  ['qwertyuiopasdfghjkl', 'common'],
  ['aaaaaaaaaaaaaaaaaaaa', 'common'],
  ['abcdefghijklmnopqrst', 'common'],
  ['iloveyou iloveyou 2026', 'common'],
  ['RudoMoyoRudoMoyo1', 'common'],
  ['pamoja-kenya-2026!', 'common'],
  ['correct horse battery staple', undefined],
  ['seven quiet otters dig', undefined],
  ['ñandú cruza río seco', undefined],
  ['mvura inonaya zuva rese', undefined],
] as const)('[rel P63] of "%s" is said: %s', (password, said) => {
  expect(fault(password)).toBe(said);
});

test('[rel P63] what is kept fits its password and key alone, and hides both', async () => {
  const [key, other] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)];
  const hash = await hashPassword('seven quiet otters dig', key);
  expect(hash.toString('latin1')).not.toContain('otters');
  expect(await isPassword('seven quiet otters dig', { hash, key })).toBe(true);
  expect(await isPassword('seven quiet otters dug', { hash, key })).toBe(false);
  expect(await isPassword('seven quiet otters dig', { hash, key: other })).toBe(false);
  expect(await isPassword('seven quiet otters dig', undefined)).toBe(false);
});

test('the same word counts however a keyboard puts its accents together', async () => {
  const key = Buffer.alloc(32, 3);
  const hash = await hashPassword('ñandú cruza río seco'.normalize('NFC'), key);
  expect(await isPassword('ñandú cruza río seco'.normalize('NFD'), { hash, key })).toBe(true);
});

test('one hash at a time, so that PINs keep threads; whoever comes when too many wait is told', async () => {
  const key = Buffer.alloc(32, 4);
  const all = await Promise.allSettled(
    Array.from({ length: 20 }, () => hashPassword('seven quiet otters dig', key)),
  );
  const busy = all.filter(({ status }) => status === 'rejected');
  expect(busy.length).toBe(3);
  expect(busy.every((one) => one.status === 'rejected' && one.reason.name === 'Busy')).toBe(true);
  await expect(hashPassword('seven quiet otters dig', key)).resolves.toBeInstanceOf(Buffer);
});
