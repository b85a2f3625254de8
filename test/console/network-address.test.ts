import { expect, test } from 'vitest';
import { networkAddress } from '../../src/console/sign-in/network-address.ts';

const from = (address: string, forwarded?: string, secure = true) =>
  networkAddress({
    address,
    secure,
    header: (name) => (name === 'x-forwarded-for' ? forwarded : undefined),
  });

test.each([
  '127.0.0.1',
  '::ffff:127.0.0.1',
  '10.4.0.1',
  '172.17.0.1',
  '192.168.1.1',
  '169.254.1.1',
  '100.64.9.9',
  '::1',
  'fd12::7',
  'fe80::1%eth0',
])('[rel P45] whom a proxy on %s has heard is told by the last it wrote', (proxy) => {
  expect(from(proxy, '198.51.100.7')).toBe('198.51.100.7');
  expect(from(proxy, '203.0.113.9, 198.51.100.7')).toBe('198.51.100.7');
  expect(from(proxy, '198.51.100.7:50123')).toBe('198.51.100.7');
  expect(from(proxy)).toBe(from(proxy, undefined, false));
});

test.each(['198.51.100.7', '172.32.0.1', '100.128.0.1', '2001:db8::7', '::ffff:198.51.100.7'])(
  '[rel P45] who comes from %s herself is where she is, whatever she writes',
  (address) => {
    expect(from(address, '203.0.113.9')).toBe(from(address));
  },
);

test('[rel P45] without HTTPS there is no proxy that counts', () => {
  expect(from('127.0.0.1', '203.0.113.9', false)).toBe('127.0.0.1');
});

test('[rel P62] whoever has a network of IPv6 has one place, however its addresses are written', () => {
  const one = from('127.0.0.1', '2001:db8:0:7::1');
  for (const other of ['2001:db8:0:7:ffff::2', '2001:0DB8::7:1:2:3:4', '[2001:db8:0:7::9]:443'])
    expect(from('127.0.0.1', other)).toBe(one);
  expect(from('127.0.0.1', '2001:db8:0:8::1')).not.toBe(one);
});
